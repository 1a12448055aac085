import { tidyReport, type VehicleReport } from './index.js';

const FIX: VehicleReport = { vehicleId: '101', timestampSeconds: 1_795_000_000, lat: 49.84, lon: 24.03 };

describe('tidying a report', () => {
  it('keeps what can be true', () => {
    const full: VehicleReport = {
      ...FIX,
      ...{ bearing: 270, speedMetresPerSecond: 8.3, odometerMetres: 123_456.5 },
      ...{ tripId: 'T1', startDate: '20261123', startTime: '25:10:00', routeId: 'A01', directionId: 1 },
      ...{ stopSequence: 4, stopId: '707', stopStatus: 'STOPPED_AT', occupancyStatus: 2 },
      ...{ label: '1021', licensePlate: 'ВС 1021 АА', wheelchairAccessible: 2 },
      ...{ chargePercent: 64, driverId: '20417' },
    };
    expect(tidyReport(full)).toEqual(full);
  });

  it('turns bearings into 0 to 360', () => {
    expect(tidyReport({ ...FIX, bearing: -90 }).bearing).toBe(270);
    expect(tidyReport({ ...FIX, bearing: 360 }).bearing).toBe(0);
  });

  it.each([
    { bearing: 511 },
    { bearing: NaN },
    { speedMetresPerSecond: -1 },
    { speedMetresPerSecond: Infinity },
    { odometerMetres: -0.5 },
    { directionId: 2 },
    { directionId: 0.5 },
    { stopSequence: -1 },
    { occupancyStatus: 9 },
    { chargePercent: 101 },
    { driverId: '' },
    { tripId: '' },
    { tripId: 'x'.repeat(129) },
    { startDate: '2026-11-23' },
    { startTime: 'noon' },
  ])('leaves out %j and keeps the fix', (wrong) => {
    expect(tidyReport({ ...FIX, ...wrong })).toEqual(FIX);
  });
});
