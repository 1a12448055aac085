import { EIGHT, TownFleet } from '../tracking/town.fixture.js';
import { advanceProgress, beginProgress } from './follow-progress.js';
import { createLearnedTimes, learnPiece } from './learned-times.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

/** Longer than this is rare: sooner than for a city, as the town's sections are long ones. */
const RARE_SECONDS = 180;
const p = { ...PREDICTION_PARAMETERS, rareRatio: 1, rareSeconds: RARE_SECONDS - 120 };

/** What a section of two minutes is expected to take after buses of which each took so many seconds. */
function expectAfter(took: readonly number[]): number {
  const town = new TownFleet();
  town.drive('v1', 'out1', 0, 0, 500);
  const trip = town.fleet.findState('v1')!.trip!;
  const pattern = town.schedule.patterns[trip.pattern]!;
  const learned = createLearnedTimes(p, town.timetable);
  for (const seconds of took) {
    const progress = beginProgress(p, trip, pattern.stopMetres, 11, EIGHT);
    for (let t = 10; t <= seconds; t += 10) {
      const metres = 11 + (t / seconds) * 1000;
      for (const piece of advanceProgress(p, progress, pattern.stopMetres, metres, EIGHT + t)) {
        learnPiece(learned, 'v1', progress, piece, 10);
      }
    }
  }
  const section = learned.sections.of(trip.pattern, pattern)[1]!;
  return learned.sections.estimate(section, 120, EIGHT + 300);
}

const times = (count: number, seconds: number): number[] => Array.from({ length: count }, () => seconds);

describe('what is learned of a section', () => {
  it('is what the timetable has, where that is so', () => {
    expect(Math.abs(expectAfter(times(60, 120)) - 120)).toBeLessThan(5);
  });

  it('is what it takes, also where that is always more than the timetable would make rare', () => {
    expect(Math.abs(expectAfter(times(60, 240)) - 240)).toBeLessThan(12);
  });

  it('is hardly touched by a rare delay', () => {
    const usual = expectAfter(times(9, 120));
    expect(expectAfter([...times(8, 120), 260]) - usual).toBeLessThan((RARE_SECONDS - 120) / 9 + 2);
  });
});
