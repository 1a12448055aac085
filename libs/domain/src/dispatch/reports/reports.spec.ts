import {
  HeadwaysCount,
  PUNCTUALITY_LIMITS,
  type PlannedTrip,
  PresenceCount,
  PunctualityCount,
  type SeenStop,
  type TripRecord,
  TripsCount,
  headwayVariation,
  meanWaitSeconds,
  orderOfTrip,
  recordTrips,
} from './index.js';

/**
 * A line of three stops and two runs, small enough to be counted by hand. Beside each trip stands what was seen of it.
 *
 *        planned                           seen
 * run 1  T1  A 8:00  B 8:10  C 8:20        A 8:00:30  B 8:17:00  C 8:26:01
 *        T2  C 8:50  B 9:00  A 9:10        C 8:49:00  -          -
 * run 2  T3  A 8:10  B 8:20  C 8:30        A 8:11:00  B 8:21:00  C 8:31:00
 *        T4  C 9:20  B 9:30  A 9:40        cancelled by an order
 */
const MIDNIGHT = Date.UTC(2026, 10, 23) / 1000;
const at = (clock: string): number => {
  const [hours, minutes, seconds = 0] = clock.split(':').map(Number);
  return MIDNIGHT + hours! * 3600 + minutes! * 60 + seconds;
};
const plan = (
  tripKey: string,
  runId: string,
  directionId: number,
  stops: Record<string, string>,
): PlannedTrip => ({
  tripKey,
  tripId: tripKey,
  serviceDate: '20261123',
  routeId: 'R',
  directionId,
  runId,
  stops: Object.entries(stops).map(([stopId, clock], i) => ({
    stopId,
    stopSequence: i + 1,
    arrivalSeconds: at(clock),
    departureSeconds: at(clock),
    isTimepoint: true,
  })),
});
const PLANS = [
  plan('T1', '1', 0, { A: '8:00', B: '8:10', C: '8:20' }),
  plan('T2', '1', 1, { C: '8:50', B: '9:00', A: '9:10' }),
  plan('T3', '2', 0, { A: '8:10', B: '8:20', C: '8:30' }),
  plan('T4', '2', 1, { C: '9:20', B: '9:30', A: '9:40' }),
];
const saw = (tripKey: string, vehicleId: string, ...clocks: string[]): SeenStop[] =>
  clocks.map((clock, stopIndex) => ({
    tripKey,
    vehicleId,
    stopIndex,
    arrivalSeconds: at(clock),
    departureSeconds: at(clock),
  }));
const SEEN = [
  ...saw('T1', 'V1', '8:00:30', '8:17:00', '8:26:01'),
  ...saw('T2', 'V1', '8:49:00'),
  ...saw('T3', 'V2', '8:11:00', '8:21:00', '8:31:00'),
];
const CANCEL = { kind: 'cancel', runs: [{ tripId: 'T4', serviceDate: '20261123' }] } as const;
const HOLD = {
  kind: 'hold',
  run: { tripId: 'T1', serviceDate: '20261123' },
  stopSequence: 2,
  until: at('8:17'),
} as const;
const record = (...actions: (typeof CANCEL | typeof HOLD)[]): TripRecord[] => {
  const orders = actions.map((action) => ({ action, from: at('7:00') }));
  const route = { routeType: 3, agencyId: 'C' };
  return recordTrips(PLANS, SEEN, {
    orderOf: (trip) => orderOfTrip(trip, route, orders),
    carrierOf: () => 'C',
  });
};

describe('Lviv’s three figures', () => {
  const figures = (by: 'carrier' | 'run' | 'hour', ...actions: Parameters<typeof record>): unknown => {
    const count = new PresenceCount(by, PUNCTUALITY_LIMITS, 'UTC');
    for (const trip of record(...actions)) count.add(trip);
    return count.rows();
  };

  it('are as counted by hand', () => {
    expect(figures('carrier', CANCEL)).toEqual([
      {
        carrierId: 'C',
        // Run 1 and run 2 each in the hours 8 and 9; seen in the hour 8 only.
        plannedRunHours: 4,
        presentRunHours: 2,
        presencePercent: 50,
        // T1 and T3.
        plannedTrips: 4,
        performedTrips: 2,
        tripsPerformedPercent: 50,
        // Seven stops of twelve; on schedule T1 at A, T2 at C (just a minute early), T3 at all three.
        plannedStops: 12,
        servedStops: 7,
        onScheduleStops: 5,
        specialModeStops: 0,
        adherencePercent: 41.667,
      },
    ]);
  });

  it('count what a dispatcher ordered as served in special mode', () => {
    expect(figures('carrier', CANCEL, HOLD)).toMatchObject([
      { onScheduleStops: 5, specialModeStops: 2, adherencePercent: 58.333 },
    ]);
  });

  it('are given by run and by hour', () => {
    expect(figures('run', CANCEL)).toMatchObject([
      {
        runId: '1',
        plannedRunHours: 2,
        presentRunHours: 1,
        plannedTrips: 2,
        performedTrips: 1,
        plannedStops: 6,
        servedStops: 4,
      },
      {
        runId: '2',
        plannedRunHours: 2,
        presentRunHours: 1,
        plannedTrips: 2,
        performedTrips: 1,
        plannedStops: 6,
        servedStops: 3,
      },
    ]);
    expect(figures('hour', CANCEL)).toMatchObject([
      {
        hour: '08',
        plannedRunHours: 2,
        presentRunHours: 2,
        plannedTrips: 3,
        performedTrips: 2,
        plannedStops: 7,
        servedStops: 7,
      },
      {
        hour: '09',
        plannedRunHours: 2,
        presentRunHours: 0,
        plannedTrips: 1,
        performedTrips: 0,
        plannedStops: 5,
        servedStops: 0,
      },
    ]);
  });
});

describe('trips delivered', () => {
  it('add up to what was planned', () => {
    const count = new TripsCount('route', 'UTC');
    for (const trip of record(CANCEL)) count.add(trip);
    const row = { planned: 4, operated: 2, partly: 1, cancelled: 1, unobserved: 0, operatedPercent: 50 };
    expect(count.rows()).toEqual([{ carrierId: 'C', routeId: 'R', ...row }]);
    expect(count.total()).toEqual(row);
  });

  it('are not observed where nobody cancelled them and nobody saw them', () => {
    const count = new TripsCount('route', 'UTC');
    for (const trip of record()) count.add(trip);
    expect(count.total()).toMatchObject({ planned: 4, cancelled: 0, unobserved: 1 });
  });
});

describe('punctuality', () => {
  it('is as counted by hand', () => {
    const count = new PunctualityCount('route', PUNCTUALITY_LIMITS, {
      timeZone: 'UTC',
      timepointsOnly: false,
    });
    for (const trip of record(CANCEL)) count.add(trip);
    // Deviations of direction 0: 30, 420, 361 and three times 60 seconds; of direction 1: -60.
    expect(count.rows()).toEqual([
      {
        routeId: 'R',
        directionId: '0',
        observed: 6,
        early: 0,
        onTime: 4,
        late: 2,
        unmatched: 0,
        onTimePercent: 66.667,
        p10Seconds: 30,
        medianSeconds: 60,
        p90Seconds: 420,
      },
      expect.objectContaining({ directionId: '1', observed: 1, onTime: 1, medianSeconds: -60 }),
    ]);
  });

  it('goes by the limits that are asked for', () => {
    const limits = { earlySeconds: 0, lateSeconds: 30, unmatchedSeconds: 400 };
    const count = new PunctualityCount('route', limits, { timeZone: 'UTC', timepointsOnly: false });
    for (const trip of record(CANCEL)) count.add(trip);
    expect(count.total()).toMatchObject({ observed: 7, early: 1, onTime: 1, late: 4, unmatched: 1 });
  });
});

describe('headways', () => {
  it('are as counted by hand', () => {
    const count = new HeadwaysCount('route', 'UTC');
    for (const trip of record(CANCEL)) count.add(trip);
    count.endDay();
    // At A 630 s, at B 240 s, planned 600 s at both: AWT = (630^2 + 240^2) / (2 * 870), SWT = 2 * 600^2 / (2 * 1200).
    expect(count.rows()[0]).toEqual({
      routeId: 'R',
      directionId: '0',
      headways: 2,
      plannedHeadwaySeconds: 600,
      headwaySeconds: 435,
      variation: 0.448,
      scheduledWaitSeconds: 300,
      actualWaitSeconds: 261.2,
      excessWaitSeconds: -38.8,
      bunchedPercent: 50,
      gapPercent: 0,
    });
  });

  it('are one figure of all rows, by the plan of each', () => {
    const count = new HeadwaysCount('stop', 'UTC');
    for (const trip of record(CANCEL)) count.add(trip);
    count.endDay();
    expect(count.rows()).toHaveLength(4);
    // The two stops of the direction that was seen, as above; how even they are together is not asked.
    expect(count.total()).toMatchObject({
      headways: 2,
      actualWaitSeconds: 261.2,
      bunchedPercent: 50,
      gapPercent: 0,
    });
    expect(count.total()).not.toHaveProperty('variation');
  });

  it('are in all of rows that have both: the plan of a line that nobody was seen on makes no wait shorter', () => {
    const count = new HeadwaysCount('route', 'UTC');
    const trips = record(CANCEL);
    for (const trip of trips) count.add(trip);
    const rare = (hours: number): TripRecord => {
      const { plan } = trips[0]!;
      const stops = plan.stops.map((stop) => ({
        ...stop,
        departureSeconds: stop.departureSeconds + 5400 * hours,
      }));
      return { ...trips[0]!, plan: { ...plan, routeId: 'rare', stops }, seen: [] };
    };
    for (const hours of [0, 1]) count.add(rare(hours));
    count.endDay();
    expect(count.total()).toMatchObject({ headways: 2, scheduledWaitSeconds: 300, excessWaitSeconds: -38.8 });
  });

  it('are in all the excess of each row by the time that it was seen: two lines to the minute have none', () => {
    const count = new HeadwaysCount('route', 'UTC');
    const [first] = record(CANCEL);
    const ride = (routeId: string, start: number, isSeen: boolean): TripRecord => {
      const stops = first!.plan.stops.map((stop, i) => ({ ...stop, departureSeconds: start + 60 * i }));
      const seen = stops.map(({ departureSeconds }, i) => ({ ...first!.seen[i]!, departureSeconds }));
      return { ...first!, plan: { ...first!.plan, routeId, stops }, seen: isSeen ? seen : [] };
    };
    for (const n of [0, 1, 2]) count.add(ride('often', MIDNIGHT + 600 * n, true));
    for (const n of [0, 1, 2, 3, 4]) count.add(ride('rare', MIDNIGHT + 1800 * n, n < 2));
    count.endDay();
    expect(count.rows().map(({ excessWaitSeconds }) => excessWaitSeconds)).toEqual([0, 0]);
    expect(count.total()).toMatchObject({ headways: 6, actualWaitSeconds: 660, excessWaitSeconds: 0 });
  });

  it('are in all without a line whose plan has all its departures at once', () => {
    const count = new HeadwaysCount('route', 'UTC');
    const trips = record(CANCEL);
    for (const trip of trips) count.add(trip);
    const twin = { ...trips[0]!, plan: { ...trips[0]!.plan, routeId: 'twins' } };
    const later = twin.seen.map(
      (stop) => stop && { ...stop, departureSeconds: (stop.departureSeconds ?? stop.arrivalSeconds!) + 300 },
    );
    for (const seen of [twin.seen, later]) count.add({ ...twin, seen });
    count.endDay();
    expect(count.total()).toMatchObject({ scheduledWaitSeconds: 300, excessWaitSeconds: -38.8 });
  });

  it('cost riders the more the less even they are', () => {
    const sums = (...headways: number[]) => ({
      count: headways.length,
      sum: headways.reduce((a, b) => a + b, 0),
      squares: headways.reduce((a, b) => a + b * b, 0),
    });
    // Every ten minutes: five minutes' wait. A pair each twenty: ten. Four and sixteen: 6.8.
    expect(meanWaitSeconds(sums(600, 600))).toBe(300);
    expect(meanWaitSeconds(sums(0, 1200))).toBe(600);
    expect(meanWaitSeconds(sums(240, 960))).toBe(408);
    expect(headwayVariation(sums(240, 960))).toBeCloseTo(0.6);
    expect(headwayVariation(sums(600, 600))).toBe(0);
  });
});
