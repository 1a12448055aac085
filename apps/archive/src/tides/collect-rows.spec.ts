import type { TripPrediction } from '@rukh/domain/prediction';
import type { VehicleUpdate } from '@rukh/domain/tracking';
import { RowCollector } from './collect-rows.js';
import { EIGHT, LINE, T1, assignmentTo, updateAt } from './line.fixture.js';

const RULES = { everySeconds: 60, horizonSeconds: 1800, minConfidence: 0.5 };

/** Arrivals at the last two stops, seconds after eight. */
function predicted(...arrivals: readonly number[]): TripPrediction[] {
  const stops = arrivals.map((seconds, i) => ({
    stopIndex: 4 - arrivals.length + i,
    arrivalSeconds: EIGHT + seconds,
    departureSeconds: EIGHT + seconds + 10,
    uncertaintySeconds: 30,
    observed: false,
  }));
  return [{ instance: T1, vehicleId: '7', measuredAtSeconds: EIGHT, ahead: 0, deviationSeconds: 0, stops }];
}

const onTrip = (seconds: number, confidence = 0.9): VehicleUpdate =>
  updateAt(seconds, { assignment: assignmentTo(T1, { confidence }) });

const samples = (collector: RowCollector): string[] =>
  collector
    .take()
    .prediction_samples.map(
      ({ made_at, trip_stop_sequence, horizon_seconds }) =>
        `${made_at / 1000 - EIGHT}: stop ${trip_stop_sequence} in ${horizon_seconds} s`,
    );

describe('collecting rows', () => {
  it('tells a trip once while the vehicle is on it, and again when it comes back to it', () => {
    const collector = new RowCollector(RULES);
    const on = (seconds: number): number =>
      collector.add(LINE, { update: updateAt(seconds, { assignment: assignmentTo(T1) }) });
    on(0);
    on(5);
    expect(collector.take().trips_performed).toHaveLength(1);
    on(10);
    const batch = collector.take();
    expect([batch.trips_performed.length, batch.vehicle_locations.length]).toEqual([0, 1]);
  });

  it('tells no trip that is only waited for', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: updateAt(0, { assignment: assignmentTo(T1, { phase: 'LAYOVER' }) }) });
    expect(collector.take().trips_performed).toEqual([]);
  });

  it('makes one row of a trip of all its news in a batch', () => {
    const collector = new RowCollector(RULES);
    const visits = [
      {
        vehicleId: '7',
        instance: T1,
        stopIndex: 2,
        arrivalSeconds: EIGHT + 600,
        departureSeconds: EIGHT + 610,
      },
      { vehicleId: '7', instance: T1, stopIndex: 3, arrivalSeconds: EIGHT + 905 },
    ];
    const ended = [{ vehicleId: '7', instance: T1, atSeconds: EIGHT + 905, how: 'finished' as const }];
    collector.add(LINE, { update: updateAt(800, { assignment: assignmentTo(T1) }) });
    collector.add(LINE, { update: updateAt(905, { visits, ended }) });
    const batch = collector.take();
    expect(batch.stop_visits).toHaveLength(2);
    expect(batch.trips_performed).toMatchObject([
      { first_seen_at: (EIGHT + 800) * 1000, actual_trip_end: (EIGHT + 905) * 1000, end_reason: 'finished' },
    ]);
    expect(collector.rowCount).toBe(0);
  });

  it('counts the visits of stops that the schedule does not have', () => {
    const collector = new RowCollector(RULES);
    const visits = [{ vehicleId: '7', instance: T1, stopIndex: 77, arrivalSeconds: EIGHT }];
    expect(collector.add(LINE, { update: updateAt(0, { visits }) })).toBe(1);
  });
});

describe('samples of predictions', () => {
  it('are what was told at the whole minute, whenever the vehicle is next heard of', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: onTrip(50), predictions: predicted(300, 900) });
    collector.add(LINE, { update: onTrip(58), predictions: predicted(320, 920) });
    collector.add(LINE, { update: onTrip(63), predictions: predicted(333, 933) });
    expect(samples(collector)).toEqual(['60: stop 3 in 260 s', '60: stop 4 in 860 s']);
    collector.add(LINE, { update: onTrip(70), predictions: predicted(350, 950) });
    expect(samples(collector)).toEqual([]);
  });

  it('hold what was last told while nothing new is', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: onTrip(0), predictions: predicted(300) });
    for (const seconds of [50, 100, 150, 200]) collector.add(LINE, { update: onTrip(seconds) });
    expect(samples(collector)).toEqual([
      '60: stop 4 in 240 s',
      '120: stop 4 in 180 s',
      '180: stop 4 in 120 s',
    ]);
  });

  it('leave out what is past, too far ahead, and of a vehicle that fell silent', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: onTrip(50), predictions: predicted(55, 300, 3000) });
    collector.add(LINE, { update: onTrip(65) });
    expect(samples(collector)).toEqual(['60: stop 3 in 240 s']);
    collector.add(LINE, { update: onTrip(400) });
    expect(samples(collector)).toEqual([]);
  });

  it('are of trips that the feed tells: not while it is in doubt which one the vehicle is on', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: onTrip(50, 0.49), predictions: predicted(300) });
    collector.add(LINE, { update: onTrip(65, 0.49) });
    expect(samples(collector)).toEqual([]);
    collector.add(LINE, { update: onTrip(110, 0.5) });
    collector.add(LINE, { update: onTrip(125, 0.3) });
    expect(samples(collector)).toEqual(['120: stop 4 in 180 s']);
    collector.add(LINE, { update: onTrip(185, 0.9) });
    expect(samples(collector)).toEqual([]);
  });

  it('are of one vehicle where two claim a trip: the surer, the one told last while both are as sure, not one that fell silent', () => {
    const collector = new RowCollector(RULES);
    const add = (vehicleId: string, seconds: number, confidence: number): void => {
      const { position, ...update } = onTrip(seconds, confidence);
      const predictions = predicted(900).map((one) => ({ ...one, vehicleId }));
      collector.add(LINE, { update: { ...update, position: { ...position, vehicleId } }, predictions });
    };
    const minute = (at: number, ...claims: readonly [string, number][]): string[] => {
      for (const [vehicleId, confidence] of claims) add(vehicleId, at - 10, confidence);
      for (const [vehicleId, confidence] of claims) add(vehicleId, at + 10, confidence);
      return collector.take().prediction_samples.map(({ vehicle_id }) => vehicle_id);
    };
    expect(minute(60, ['7', 0.6], ['8', 0.9])).toEqual(['8']);
    expect(minute(120, ['7', 0.9], ['8', 0.85])).toEqual(['8']);
    expect(minute(180, ['7', 0.9], ['8', 0.7])).toEqual(['7']);
    expect(minute(360, ['8', 0.6])).toEqual(['8']);
  });

  it('are of the vehicle on a trip, not of one that comes to it later, nor of what that would do after', () => {
    const collector = new RowCollector(RULES);
    const later = { ...T1, startSeconds: T1.startSeconds + 1800 };
    const [first] = predicted(900);
    const add = (vehicleId: string, seconds: number, instances: readonly (typeof T1)[]): void => {
      const { position, ...update } = onTrip(seconds, vehicleId === '8' ? 0.95 : 0.6);
      const predictions = instances.map((instance, ahead) => ({ ...first!, vehicleId, instance, ahead }));
      collector.add(LINE, { update: { ...update, position: { ...position, vehicleId } }, predictions });
    };
    for (const seconds of [50, 70]) {
      add('7', seconds, [later]);
      add('8', seconds, [T1, later, { ...T1, startSeconds: T1.startSeconds + 3600 }]);
    }
    const rows = collector.take().prediction_samples;
    expect(rows.map(({ vehicle_id, trips_ahead }) => `${vehicle_id} ${trips_ahead}`)).toEqual(['7 0', '8 0']);
  });

  it('end when the vehicle has no predictions any more', () => {
    const collector = new RowCollector(RULES);
    collector.add(LINE, { update: onTrip(50), predictions: predicted(300) });
    collector.add(LINE, { update: onTrip(55), predictions: [] });
    collector.add(LINE, { update: onTrip(65) });
    expect(samples(collector)).toEqual([]);
  });

  it('are not taken where the interval is 0', () => {
    const collector = new RowCollector({ ...RULES, everySeconds: 0 });
    collector.add(LINE, { update: onTrip(50), predictions: predicted(300) });
    collector.add(LINE, { update: onTrip(65) });
    expect(samples(collector)).toEqual([]);
  });

  it('are the same rows again when a restarted archive reads the same updates', () => {
    const run = (): string[] => {
      const collector = new RowCollector(RULES);
      for (let seconds = 0; seconds < 300; seconds += 7) {
        collector.add(LINE, { update: onTrip(seconds), predictions: predicted(600 + seconds / 10) });
      }
      return samples(collector);
    };
    expect(run()).toEqual(run());
    expect(run()).toHaveLength(4);
  });
});
