import { type Naming, NamingHabits, createNaming } from './naming-habits.js';
import { EIGHT, TownFleet } from './town.fixture.js';

const HOUR = 3600;

describe('a tracker that names another trip than the one a vehicle seems to be well on', () => {
  let now = EIGHT;
  /** A minute at a time, as long as it takes. */
  const teach = (habits: NamingHabits, own: Naming, isNamed: boolean, hours: number): void => {
    for (let minute = 0; minute < 60 * hours; minute++) habits.observe(own, isNamed, 60, (now += 60));
  };

  it('says nothing where nothing is known of trackers', () => {
    expect(new NamingHabits().weighUnnamed(createNaming(), now)).toBe(0);
  });

  it('speaks against that trip where it named each of its trips, the more the longer', () => {
    const habits = new NamingHabits();
    const own = createNaming();
    const weights = [0.5, 0.5, 1, 4].map((hours) => {
      teach(habits, own, true, hours);
      return habits.weighUnnamed(own, now);
    });
    expect(weights[0]).toBeLessThan(-1);
    for (let i = 1; i < weights.length; i++) expect(weights[i]).toBeLessThanOrEqual(weights[i - 1]!);
    expect(weights.at(-1)).toBeLessThan(-3.5);
  });

  it('says nothing where it never names the trip it is on, whatever others do', () => {
    const habits = new NamingHabits();
    teach(habits, createNaming(), true, 100);
    const hung = createNaming();
    expect(habits.weighUnnamed(hung, now)).toBeLessThan(-2);
    teach(habits, hung, false, 1);
    expect(habits.weighUnnamed(hung, now)).toBe(0);
  });

  it('is forgiven within hours: the next driver may not log in', () => {
    const habits = new NamingHabits();
    const own = createNaming();
    teach(habits, own, true, 12);
    teach(habits, own, false, 2);
    expect(habits.weighUnnamed(own, now)).toBeGreaterThan(-0.3);
  });

  it('fades over night, of a fleet and of a tracker', () => {
    const habits = new NamingHabits();
    const own = createNaming();
    habits.learn(now);
    teach(habits, own, true, 100);
    expect(habits.weighUnnamed(own, now)).toBeLessThan(-3);
    now += 48 * HOUR;
    habits.learn(now);
    expect(habits.weighUnnamed(own, now)).toBeCloseTo(0, 1);
  });

  it('speaks of a silence no longer than for a minute', () => {
    const habits = new NamingHabits();
    const own = createNaming();
    habits.observe(own, true, 1200, now);
    expect(own.named).toBe(60);
  });
});

describe('a vehicle that goes on naming the trip it has finished, along the line of its next', () => {
  /** Scores of that trip under way, by how far along it the vehicle is. */
  const drive = (town: TownFleet): ReadonlyMap<number, number> => {
    for (let t = 0; t <= 480; t += 20) {
      town.report('v1', t, town.onTrip('out1', (t * 1000) / 120), { tripId: 'out1' });
    }
    const next = town.schedule.trips.indexOf.get('back1');
    const scores = new Map<number, number>();
    for (let t = 720; t <= 840; t += 20) {
      const metres = ((t - 720) * 1000) / 120;
      town.report('v1', t, town.onTrip('back1', metres), { tripId: 'out1' });
      const idea = town.fleet
        .findState('v1')!
        .beam.find(({ trip, phase }) => trip.trip === next && phase === 'IN_PROGRESS');
      if (idea) scores.set(Math.round(metres), idea.ownScore);
    }
    return scores;
  };

  it('is the less likely on that once it is well begun, where trackers name their trips', () => {
    const [unknown, known] = [new TownFleet(), new TownFleet()];
    known.fleet.restoreLearned([['', 'naming', EIGHT, 1000 * HOUR, 20 * HOUR]]);
    const [before, after] = [drive(unknown), drive(known)];
    expect(after.get(333)).toBeCloseTo(before.get(333)!, 1);
    expect(after.get(833)! - before.get(833)!).toBeLessThan(-2.5);
  });
});
