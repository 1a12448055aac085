import fc from 'fast-check';
import type { VehiclePosition, VehicleReport } from '@rukh/domain/vehicle';
import {
  FeedRefusedError,
  ReportsRefusedError,
  decodePositions,
  decodeVehicleFeed,
  decodeVehicleReports,
  encodePositions,
  encodeVehicleReports,
  transitRealtime,
} from './index.js';

const REPORT: VehicleReport = {
  ...{ vehicleId: '1021', timestampSeconds: 1_795_000_000.25, lat: 49.8397, lon: 24.0297 },
  ...{
    bearing: 90,
    speedMetresPerSecond: 8.5,
    odometerMetres: 123_456.75,
    tripId: 'T1',
    startDate: '20261123',
  },
  ...{ startTime: '25:10:00', routeId: 'A01', directionId: 0, stopSequence: 7, stopId: '707' },
  ...{
    stopStatus: 'STOPPED_AT',
    occupancyStatus: 2,
    label: '1021',
    licensePlate: 'ВС1021',
    wheelchairAccessible: 2,
  },
};
const POSITION: VehiclePosition = {
  ...REPORT,
  receivedAtSeconds: 1_795_000_001.5,
  atSeconds: 1_795_000_000.25,
};
const BARE: VehicleReport = { vehicleId: '2', timestampSeconds: 1_795_000_000, lat: -1, lon: 1 };

/** Decodes thousands of broken copies of `bytes`; answers the names of everything thrown that is not `declared`. */
function fuzz(
  bytes: Uint8Array,
  declared: new (...args: never[]) => Error,
  decode: (b: Uint8Array) => unknown,
): string[] {
  const undeclared = new Set<string>();
  const mutation = fc.array(
    fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255), cut: fc.boolean(), repeat: fc.nat(3) }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(mutation, (changes) => {
      let copy = Uint8Array.from(bytes);
      for (const { at, value, cut, repeat } of changes) {
        if (at < copy.length) copy[at] = value;
        if (cut && repeat === 0) copy = copy.slice(0, at);
        if (cut && repeat === 1) copy = Uint8Array.from([...copy.slice(at), ...copy]);
      }
      try {
        decode(copy);
      } catch (error) {
        if (!(error instanceof declared)) undeclared.add(String(error));
      }
    }),
    { numRuns: 5000 },
  );
  return [...undeclared];
}

describe('a batch of reports', () => {
  it('comes back as it was sent', () => {
    expect(decodeVehicleReports(encodeVehicleReports([REPORT, BARE]))).toEqual([REPORT, BARE]);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['too_large', new Uint8Array(256 * 1024 + 1)],
    ['malformed', Uint8Array.of(0x12, 0xff)],
    ['malformed', new TextEncoder().encode('GET / HTTP/1.1')],
    ['too_many_reports', encodeVehicleReports(new Array<VehicleReport>(1001).fill(BARE))],
  ])('is refused as %s', (reason, bytes) => {
    expect(() => decodeVehicleReports(bytes)).toThrow(expect.objectContaining({ reason }) as Error);
  });

  it('holds a report at least', () => {
    expect(() => decodeVehicleReports(Uint8Array.of(0x08, 0x01))).toThrow(
      expect.objectContaining({ reason: 'empty' }) as Error,
    );
  });

  it('throws nothing undeclared, however it is broken', () => {
    expect(fuzz(encodeVehicleReports([REPORT, BARE]), ReportsRefusedError, decodeVehicleReports)).toEqual([]);
  });
});

describe('an entry of the positions stream', () => {
  it('comes back as it was written', () => {
    expect(decodePositions(encodePositions([POSITION]))).toEqual([POSITION]);
  });

  it('throws nothing undeclared, however it is broken', () => {
    expect(fuzz(encodePositions([POSITION, POSITION]), ReportsRefusedError, decodePositions)).toEqual([]);
  });
});

describe('a VehiclePositions feed', () => {
  const entity = {
    id: '77123',
    vehicle: {
      trip: { tripId: 'T1', routeId: 'A01', startDate: '20261123', startTime: '08:00:00', directionId: 1 },
      vehicle: { id: '1021', label: 'low_floor', licensePlate: 'BC1021AA' },
      position: { latitude: 49.5, longitude: 24.25, bearing: 90, speed: 36, odometer: 1000 },
      timestamp: 1_795_000_000,
      currentStopSequence: 3,
      currentStatus: 1,
    },
  };
  const feed = (...entities: object[]): Uint8Array => {
    const header = { gtfsRealtimeVersion: '2.0', timestamp: 1_795_000_010 };
    return transitRealtime.FeedMessage.encode({ header, entity: entities } as never).finish();
  };

  it('gives reports under the id of the vehicle, not of the record', () => {
    expect(decodeVehicleFeed(feed(entity), { speedInKilometresPerHour: true })).toEqual({
      timestampSeconds: 1_795_000_010,
      incomplete: 0,
      reports: [
        {
          ...{
            vehicleId: '1021',
            label: 'low_floor',
            licensePlate: 'BC1021AA',
            timestampSeconds: 1_795_000_000,
          },
          ...{ lat: 49.5, lon: 24.25, bearing: 90, speedMetresPerSecond: 10, odometerMetres: 1000 },
          ...{ tripId: 'T1', routeId: 'A01', startDate: '20261123', startTime: '08:00:00', directionId: 1 },
          ...{ stopSequence: 3, stopStatus: 'STOPPED_AT' },
        },
      ],
    });
  });

  it('leaves out what the wire left out', () => {
    const bare = {
      id: '1',
      vehicle: { vehicle: { id: 'b' }, position: { latitude: 1, longitude: 2 }, timestamp: 9 },
    };
    expect(decodeVehicleFeed(feed(bare)).reports).toEqual([
      { vehicleId: 'b', timestampSeconds: 9, lat: 1, lon: 2 },
    ]);
  });

  it('counts vehicles without id, time or place, and passes by what is no vehicle', () => {
    const { vehicle, position, timestamp } = entity.vehicle;
    const decoded = decodeVehicleFeed(
      feed(
        { id: '1', vehicle: { position, timestamp } },
        { id: '2', vehicle: { vehicle, timestamp } },
        { id: '3', vehicle: { vehicle, position } },
        { id: '4', alert: {} },
        { ...entity, isDeleted: true },
      ),
    );
    expect(decoded).toMatchObject({ reports: [], incomplete: 3 });
  });

  it('is not refused whole for one place that is no number', () => {
    const broken = { ...entity, vehicle: { ...entity.vehicle, position: { latitude: NaN, longitude: 24 } } };
    expect(decodeVehicleFeed(feed(broken, entity)).reports.map(({ lat }) => lat)).toEqual([NaN, 49.5]);
  });

  it('throws nothing undeclared, however it is broken', () => {
    expect(fuzz(feed(entity, entity), FeedRefusedError, decodeVehicleFeed)).toEqual([]);
  });
});
