import type { Schedule } from '../gtfs/index.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { WaitingShares } from './waiting-shares.js';

const DEPARTURE = 1_800_000_000;

/** Stop times of a line: an ordinary stop, a timing point, a stop with three minutes' wait, an ordinary one. */
function create(timepoint = [0, 1, 0, 0]): WaitingShares {
  const stopTimes = {
    arrivalSeconds: Int32Array.from([0, 60, 120, 400]),
    departureSeconds: Int32Array.from([0, 60, 300, 400]),
    timepoint: Uint8Array.from(timepoint),
  };
  return new WaitingShares(PREDICTION_PARAMETERS, { stopTimes } as unknown as Schedule);
}

describe('waiting for the timetable', () => {
  it('is at timing points and where the timetable gives a wait', () => {
    const waits = create();
    expect([0, 1, 2, 3].map((row) => waits.kindOf(row))).toEqual([
      undefined,
      'timing-point',
      'scheduled-wait',
      undefined,
    ]);
  });

  it('is nowhere marked where every stop is a timing point', () => {
    expect(create([1, 1, 1, 1]).kindOf(1)).toBeUndefined();
  });

  it('is for all of the time where vehicles were seen to, and for none where they never do', () => {
    const [patient, hasty] = [create(), create()];
    for (let i = 0; i < 300; i++) {
      patient.learn('timing-point', DEPARTURE - 200, DEPARTURE, DEPARTURE);
      hasty.learn('timing-point', DEPARTURE - 200, DEPARTURE - 180, DEPARTURE);
    }
    expect(patient.share('timing-point')).toBeGreaterThan(0.8);
    expect(hasty.share('timing-point')).toBeLessThan(0.15);
    expect(hasty.share('scheduled-wait')).toBe(create().share('scheduled-wait'));
  });

  it('is not learned from vehicles that are late', () => {
    const waits = create();
    waits.learn('timing-point', DEPARTURE + 100, DEPARTURE + 120, DEPARTURE);
    expect(waits.dump()).toEqual([0, 0, 0, 0]);
  });

  it('can be unlearned: old habits do not outweigh what comes for ever', () => {
    const waits = create();
    for (let i = 0; i < 5000; i++) waits.learn('timing-point', DEPARTURE - 200, DEPARTURE, DEPARTURE);
    for (let i = 0; i < 1000; i++) waits.learn('timing-point', DEPARTURE - 200, DEPARTURE - 180, DEPARTURE);
    expect(waits.share('timing-point')).toBeLessThan(0.2);
  });
});
