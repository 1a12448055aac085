import { type LearnedTracking, dumpTracking, restoreTracking } from './dump-tracking.js';
import { FleetHeadways } from './fleet-headways.js';
import { KnownBases } from './known-bases.js';
import { LearnedPunctuality } from './learned-punctuality.js';
import { NamingHabits, createNaming } from './naming-habits.js';
import { RecentHalts } from './recent-halts.js';
import { PassedStops } from './passed-stops.js';
import { StoppingHabits } from './stopping-habits.js';
import { TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';

const NOW = 1_800_000_000;
const { timetable } = new TownFleet();
const { schedule } = timetable;

function create(): LearnedTracking {
  return {
    punctuality: new LearnedPunctuality(TRACKING_PARAMETERS),
    habits: new StoppingHabits(),
    passed: new PassedStops(),
    naming: new NamingHabits(),
    bases: new KnownBases(),
    headways: new FleetHeadways(TRACKING_PARAMETERS, timetable, 'learned'),
  };
}

/** Buses that leave five minutes early, stop at their stops, and stand in a depot at night. */
function learn({ punctuality, habits, passed, naming, bases }: LearnedTracking): void {
  punctuality.learn(NOW - 60);
  for (let i = 0; i < 500; i++) {
    punctuality.observe(0, -300, 60, 1);
    punctuality.observePace(-300, 60);
    habits.observe(schedule.patterns[0]!, schedule.patterns[0]!.stopMetres[1]!, 0);
  }
  for (let i = 0; i < 90; i++) passed.observe(schedule.patterns[0]!, 800, 1200, new RecentHalts());
  punctuality.learn(NOW);
  habits.learn(NOW);
  passed.learn(NOW);
  naming.learn(NOW);
  const own = createNaming();
  for (let i = 0; i < 900; i++) naming.observe(own, true, 60, NOW);
  for (let i = 0; i < 3; i++) bases.noteStay(5210, -1340, false);
}

describe('what tracking learned of a network', () => {
  const learned = create();
  learn(learned);
  const rows = JSON.parse(JSON.stringify(dumpTracking(learned, schedule))) as (string | number)[][];
  const again = create();
  restoreTracking(again, schedule, rows);

  it('is as it was after a restart: how late each route is as a rule', () => {
    expect(learned.punctuality.centreOf(0)).toBeLessThan(-150);
    expect(again.punctuality.centreOf(0)).toBeCloseTo(learned.punctuality.centreOf(0), 0);
    expect(again.punctuality.parameters.deviationCentreSeconds).toBeCloseTo(
      learned.punctuality.parameters.deviationCentreSeconds,
      0,
    );
  });

  it('how far vehicles stray from the timetable’s pace, of which older versions knew nothing', () => {
    const { paceEarlyScale } = learned.punctuality.parameters;
    expect(paceEarlyScale).toBeGreaterThan(1.5 * TRACKING_PARAMETERS.paceEarlyScale);
    expect(again.punctuality.parameters.paceEarlyScale).toBeCloseTo(paceEarlyScale, 0);
    const older = create();
    const row = rows.find(([, name]) => name === 'punctuality')!;
    restoreTracking(older, schedule, [row.slice(0, 2 + 7)]);
    expect(older.punctuality.parameters.paceEarlyScale).toBe(TRACKING_PARAMETERS.paceEarlyScale);
    expect(older.punctuality.parameters.deviationEarlyScale).toBe(
      again.punctuality.parameters.deviationEarlyScale,
    );
  });

  it('how vehicles stop at stops', () => {
    const [pattern] = schedule.patterns;
    const at = pattern!.stopMetres[1]!;
    expect(again.habits.weigh(pattern!, at, 0)).toBeCloseTo(learned.habits.weigh(pattern!, at, 0), 6);
    expect(again.habits.weigh(pattern!, at, 0)).not.toBeCloseTo(create().habits.weigh(pattern!, at, 0), 2);
    const passing = ({ passed }: LearnedTracking): number =>
      passed.weigh(pattern!, 800, 1200, new RecentHalts());
    expect(passing(again)).toBeCloseTo(passing(learned), 6);
    expect(passing(again)).not.toBeCloseTo(passing(create()), 1);
  });

  it('whether trackers name the trip they are on', () => {
    const weight = learned.naming.weighUnnamed(createNaming(), NOW);
    expect(weight).toBeLessThan(-1);
    expect(again.naming.weighUnnamed(createNaming(), NOW)).toBe(weight);
  });

  it('and where they are kept', () => {
    expect(again.bases.isBase(5210, -1340)).toBe(true);
    expect(again.bases.isBase(9210, -1340)).toBe(false);
  });

  it('leaves out rows that it does not know, and routes that are no more', () => {
    const other = create();
    restoreTracking(other, schedule, [
      ['', 'route', 'gone', -1e6, 1e4],
      ['', 'of a later version', 1, 2],
      ['a', 'b', 1, 2, 3],
    ]);
    expect(other.punctuality.centreOf(0)).toBe(create().punctuality.centreOf(0));
  });
});
