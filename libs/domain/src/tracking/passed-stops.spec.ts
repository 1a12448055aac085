import { pointAt } from '../geo/index.js';
import { patternOf } from '../gtfs/index.js';
import { createFix } from './hypothesis.js';
import { PassedStops } from './passed-stops.js';
import { RecentHalts } from './recent-halts.js';
import { compileTown } from './town.fixture.js';

const schedule = compileTown();
const street = patternOf(schedule, schedule.trips.indexOf.get('out1')!);

/** A vehicle that drove 800 to 1,200 m, past the stop at 1,000 m, and was slow at a place on the way. */
function drivePast(haltMetres: number | undefined, gapSeconds = 5): RecentHalts {
  const halts = new RecentHalts();
  const at = pointAt(street.line, haltMetres ?? 900);
  halts.note({ ...createFix(), ...at, at: 0, speed: haltMetres === undefined ? 10 : 0, elapsed: gapSeconds });
  return halts;
}

describe('stops that a vehicle passes', () => {
  const weigh = (passed: PassedStops, halts: RecentHalts, from = 800, to = 1200): number =>
    passed.weigh(street, from, to, halts);

  it('speak for service where it halts at one, against it where it goes past', () => {
    const passed = new PassedStops();
    expect(weigh(passed, drivePast(1010))).toBeGreaterThan(1);
    expect(weigh(passed, drivePast(undefined))).toBeLessThan(-1);
    expect(weigh(passed, drivePast(1100))).toBe(weigh(passed, drivePast(undefined)));
  });

  it('count once, when they are left behind', () => {
    const passed = new PassedStops();
    const halts = drivePast(1010);
    expect(weigh(passed, halts, 800, 1030)).toBe(0);
    expect(weigh(passed, halts, 1030, 1050)).toBe(weigh(passed, halts));
    expect(weigh(passed, halts, 1050, 1900)).toBe(0);
  });

  it('say nothing where nobody saw whether it halted', () => {
    expect(weigh(new PassedStops(), drivePast(undefined, 30))).toBe(0);
    expect(weigh(new PassedStops(), new RecentHalts())).not.toBe(0);
  });

  it('are learned: where buses in service seldom halt, going past says less; where jams are many, a halt does', () => {
    const [quiet, jammed] = [new PassedStops(), new PassedStops()];
    for (let i = 0; i < 400; i++) {
      quiet.observe(street, 800, 1200, drivePast(undefined));
      jammed.observe(street, 1200, 1300, drivePast(1250));
    }
    quiet.learn(0);
    jammed.learn(0);
    const unlearned = new PassedStops();
    expect(weigh(quiet, drivePast(undefined))).toBeGreaterThan(weigh(unlearned, drivePast(undefined)) + 0.5);
    expect(weigh(jammed, drivePast(1010))).toBeLessThan(weigh(unlearned, drivePast(1010)) - 0.5);
    quiet.learn(2 * 86_400);
    expect(weigh(quiet, drivePast(undefined))).toBeCloseTo(weigh(unlearned, drivePast(undefined)), 1);
  });
});
