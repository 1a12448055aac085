import { patternOf } from '../gtfs/index.js';
import { StoppingHabits } from './stopping-habits.js';
import { compileTown } from './town.fixture.js';

const schedule = compileTown();
const street = patternOf(schedule, schedule.trips.indexOf.get('out1')!);

describe('what stops say of a vehicle', () => {
  it('is service where it stands at one, an empty drive where it goes past, little in between', () => {
    const habits = new StoppingHabits();
    expect(habits.weigh(street, 1010, 0)).toBeGreaterThan(1);
    expect(habits.weigh(street, 1010, 12)).toBeLessThan(-0.5);
    expect(Math.abs(habits.weigh(street, 1500, 12))).toBeLessThan(1);
  });

  it('is nothing where the tracker does not tell how fast it is', () => {
    expect(new StoppingHabits().weigh(street, 1010, undefined)).toBe(0);
  });

  it('is learned: where buses in service seldom stop, going past one says less', () => {
    const habits = new StoppingHabits();
    const unlearned = habits.weigh(street, 1010, 12);
    for (let i = 0; i < 4000; i++) habits.observe(street, i, 12);
    habits.learn(0);
    expect(habits.weigh(street, 1010, 12)).toBeGreaterThan(unlearned);
  });

  it('is forgotten over night', () => {
    const habits = new StoppingHabits();
    const unlearned = habits.weigh(street, 1010, 12);
    for (let i = 0; i < 4000; i++) habits.observe(street, i, 12);
    habits.learn(0);
    habits.learn(2 * 86_400);
    expect(habits.weigh(street, 1010, 12)).toBeCloseTo(unlearned, 1);
  });
});
