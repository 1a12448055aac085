import { encodeVehicleReports } from '@rukh/adapters/protobuf';
import fc from 'fast-check';
import { hfpMqtt } from './hfp-mqtt.js';
import {
  HTTP_ADAPTERS,
  type IngestAdapter,
  type IngestMessage,
  MQTT_ADAPTERS,
  MESSAGE_REFUSALS,
  MessageRefusedError,
} from './index.js';
import { rukhHttp } from './rukh-http.js';
import { rukhMqtt } from './rukh-mqtt.js';
import { traccarHttp } from './traccar-http.js';

const TOPIC = 'rukh/v1/lviv/vehicle/1021/position';
const JSON_REPORT = { timestamp: 1_795_000_000, latitude: 49.84, longitude: 24.03 };
const FIX = { timestampSeconds: 1_795_000_000, lat: 49.84, lon: 24.03 };

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

function refusal(adapter: IngestAdapter, message: IngestMessage): string {
  try {
    adapter.decode(message);
  } catch (error) {
    if (error instanceof MessageRefusedError) return error.reason;
    throw error;
  }
  return 'none';
}

describe('our own topic', () => {
  const decode = (payload: Uint8Array, contentType?: string): unknown =>
    rukhMqtt.decode({ topic: TOPIC, payload, ...(contentType !== undefined && { contentType }) }).items;

  it('takes a report in JSON, the vehicle being the one of the topic', () => {
    expect(decode(bytes(JSON_REPORT))).toEqual([{ report: { ...FIX, vehicleId: '1021' } }]);
  });

  it.each([
    ['seconds', 1_795_000_000.5],
    ['milliseconds', 1_795_000_000_500],
    ['text in UTC', '2026-11-18T11:06:40.500Z'],
    ['text with an offset', '2026-11-18T13:06:40.5+02:00'],
  ])('takes the time as %s', (_, timestamp) => {
    expect(decode(bytes({ ...JSON_REPORT, timestamp }))).toMatchObject([
      { report: { timestampSeconds: 1_795_000_000.5 } },
    ]);
  });

  it.each([
    ['an array', [JSON_REPORT, JSON_REPORT]],
    ['an object with reports', { reports: [JSON_REPORT, JSON_REPORT] }],
  ])('takes many as %s', (_, value) => {
    expect(decode(bytes(value))).toHaveLength(2);
  });

  it('takes Protobuf by its first byte or by its content type', () => {
    const payload = encodeVehicleReports([{ ...FIX, vehicleId: '' }]);
    const expected = [{ report: { ...FIX, vehicleId: '1021' } }];
    expect(decode(payload)).toEqual(expected);
    expect(decode(payload, 'application/x-protobuf')).toEqual(expected);
    expect(decode(bytes(` \n${JSON.stringify(JSON_REPORT)}`), 'application/json; charset=utf-8')).toEqual(
      expected,
    );
    expect(decode(bytes(`\uFEFF${JSON.stringify([JSON_REPORT])}`), 'text/plain')).toEqual(expected);
  });

  it('says what is wrong with one of many and takes the others', () => {
    const items = decode(
      bytes([JSON_REPORT, { ...JSON_REPORT, latitude: '49' }, { ...JSON_REPORT, latitude: 91 }]),
    );
    expect(items).toEqual([
      { report: { ...FIX, vehicleId: '1021' } },
      { problem: expect.stringContaining('latitude') as string },
      { problem: expect.stringContaining('latitude') as string },
    ]);
  });

  it.each([
    ['vehicle_mismatch', TOPIC, bytes({ ...JSON_REPORT, vehicleId: '1022' })],
    ['vehicle_mismatch', TOPIC, encodeVehicleReports([{ ...FIX, vehicleId: '1022' }])],
    ['unknown_topic', 'rukh/v1/lviv/vehicle/1021', bytes(JSON_REPORT)],
    ['unknown_topic', 'rukh/v1/lviv/vehicle//position', bytes(JSON_REPORT)],
    ['unknown_topic', `${TOPIC}/more`, bytes(JSON_REPORT)],
    ['empty', TOPIC, new Uint8Array()],
    ['empty', TOPIC, bytes('[]')],
    ['malformed', TOPIC, bytes('{"timestamp":')],
    ['malformed', TOPIC, bytes('hello')],
    ['malformed', TOPIC, Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['too_large', TOPIC, bytes(`[${' '.repeat(256 * 1024)}]`)],
    ['too_many_reports', TOPIC, bytes(new Array(1001).fill(0))],
  ])('refuses as %s what comes on %s', (reason, topic, payload) => {
    expect(refusal(rukhMqtt, { topic, payload })).toBe(reason);
  });
});

describe('the HFP topic', () => {
  const topic =
    '/hfp/v2/journey/ongoing/vp/bus/0018/00423/2550/2/Westendinas./08:05/2222234/5/60;24/18/69/33';
  const VP = {
    ...{ desi: '550', dir: '2', oper: 6, veh: 423, tst: '2026-11-23T06:12:08.123Z', tsi: 1_795_414_328 },
    ...{ spd: 9.03, hdg: 271, lat: 60.187912, long: 24.930113, acc: 0.12, dl: -62, odo: 4127, drst: 1 },
    ...{
      oday: '2026-11-23',
      jrn: 41,
      line: 262,
      start: '08:05',
      loc: 'GPS',
      stop: 1122108,
      route: '2550',
      occu: 55,
    },
  };
  const decode = (changes: object): unknown =>
    hfpMqtt.decode({ topic, payload: bytes({ VP: { ...VP, ...changes } }) }).items;

  it('gives the vehicle of its operator, with hints of its journey', () => {
    expect(decode({})).toEqual([
      {
        report: {
          ...{ vehicleId: '18/423', timestampSeconds: 1_795_414_328.123, lat: 60.187912, lon: 24.930113 },
          ...{
            bearing: 271,
            speedMetresPerSecond: 9.03,
            routeId: '2550',
            directionId: 1,
            startDate: '20261123',
          },
          ...{ startTime: '08:05:00', stopId: '1122108', stopStatus: 'STOPPED_AT', occupancyStatus: 3 },
        },
      },
    ]);
  });

  it('knows that a trip that starts after midnight is of the operating day before', () => {
    expect(decode({ start: '00:35' })).toMatchObject([{ report: { startTime: '24:35:00' } }]);
    expect(decode({ start: '04:30' })).toMatchObject([{ report: { startTime: '04:30:00' } }]);
  });

  it.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [49, 2],
    [90, 5],
    [120, 5],
  ])('turns %d percent into OccupancyStatus %d', (occu, occupancyStatus) => {
    expect(decode({ occu })).toMatchObject([{ report: { occupancyStatus } }]);
  });

  it('has no place where the vehicle has none', () => {
    expect(decode({ lat: null, long: null })).toEqual([{ problem: 'no position fix' }]);
  });

  it('refuses what is of another vehicle than its topic, and topics that name none', () => {
    expect(refusal(hfpMqtt, { topic, payload: bytes({ VP: { ...VP, veh: 1 } }) })).toBe('vehicle_mismatch');
    expect(refusal(hfpMqtt, { topic: '/hfp/v2/journey/ongoing/vp/bus', payload: bytes({ VP }) })).toBe(
      'unknown_topic',
    );
  });

  it('names what is missing', () => {
    expect(decode({ tst: 'today' })).toEqual([{ problem: expect.stringContaining('VP.tst') as string }]);
  });
});

describe('HTTP', () => {
  it('takes our own forms if they name their vehicles', () => {
    const payload = bytes([{ ...JSON_REPORT, vehicleId: 'a' }, JSON_REPORT]);
    expect(rukhHttp.decode({ payload }).items).toEqual([
      { report: { ...FIX, vehicleId: 'a' } },
      { problem: 'vehicleId: is missing' },
    ]);
  });

  it('takes what Traccar forwards, in its units', () => {
    const payload = bytes({
      position: {
        ...{
          id: 7,
          deviceId: 1,
          protocol: 'teltonika',
          fixTime: '2026-11-18T11:06:40.000+00:00',
          valid: true,
        },
        ...{
          latitude: 49.84,
          longitude: 24.03,
          altitude: 300,
          speed: 10,
          course: 270,
          attributes: { odometer: 5e6 },
        },
      },
      device: { id: 1, uniqueId: '352093081234567', name: '1021', status: 'online' },
    });
    expect(traccarHttp.decode({ payload }).items).toEqual([
      {
        report: {
          ...{ ...FIX, vehicleId: '352093081234567', label: '1021', bearing: 270, odometerMetres: 5e6 },
          speedMetresPerSecond: expect.closeTo(5.144, 3) as number,
        },
      },
    ]);
  });

  it('has no place where Traccar says it has none', () => {
    const position = { fixTime: '2026-11-18T11:06:40Z', valid: false, latitude: 0, longitude: 0 };
    const payload = bytes({ position, device: { uniqueId: '1' } });
    expect(traccarHttp.decode({ payload }).items).toEqual([{ problem: 'no position fix' }]);
  });
});

describe.each([...MQTT_ADAPTERS, ...HTTP_ADAPTERS].map((adapter) => [adapter.name, adapter] as const))(
  'whatever is sent to %s',
  (name, adapter) => {
    const seeds = [
      bytes([JSON_REPORT, { ...JSON_REPORT, vehicleId: '1021' }]),
      encodeVehicleReports([{ ...FIX, vehicleId: '1021', tripId: 'T1', bearing: 3 }]),
      bytes({
        VP: { tst: '2026-11-23T06:12:08.123Z', veh: 423, lat: 60.1, long: 24.9, dir: '1', start: '08:05' },
      }),
      bytes({
        position: { fixTime: '2026-11-18T11:06:40Z', latitude: 1, longitude: 2 },
        device: { uniqueId: '1' },
      }),
    ];
    const mutated = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
        fc.option(fc.nat()),
      )
      .map(([seed, changes, cut]) => {
        const copy = Uint8Array.from(seed);
        for (const [at, value] of changes) copy[at % copy.length] = value;
        return cut === null ? copy : copy.slice(0, cut % copy.length);
      });
    const payloads = fc.oneof(mutated, fc.uint8Array({ maxLength: 200 }), fc.jsonValue().map(bytes));
    const topics = fc.oneof(
      fc.constantFrom(TOPIC, '/hfp/v2/journey/ongoing/vp/bus/0018/00423/1'),
      fc.string(),
    );

    it('either gives items or is refused by a declared name', () => {
      fc.assert(
        fc.property(payloads, topics, fc.option(fc.string()), (payload, topic, contentType) => {
          const message = { payload, topic, ...(contentType !== null && { contentType }) };
          expect(['none', ...MESSAGE_REFUSALS]).toContain(refusal(adapter, message));
        }),
        { numRuns: 3000 },
      );
    });

    it('has a name that fits a label and a route', () => {
      expect(name).toMatch(/^[a-z_]+$/);
    });
  },
);
