import { IntervalHabits } from './interval-habits.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';

describe('a route’s habits', () => {
  const HEADWAY = 600;

  /** Stops passed with deviations that alternate round a mean, half a minute apart. */
  function observe(habits: IntervalHabits, mean: number, spread: number, from: number): number {
    let at = from;
    for (let i = 0; i < 300; i++, at += 30) {
      habits.observe(1, mean + (i % 2 === 0 ? spread : -spread), HEADWAY, at);
    }
    return at;
  }

  it('are those of a timetable where vehicles are late, but all alike', () => {
    const habits = new IntervalHabits(TRACKING_PARAMETERS);
    observe(habits, 500, 60, 0);
    expect([habits.isByInterval(1), habits.count]).toEqual([false, 0]);
  });

  it('are those of an interval where vehicles spread over half of it, and of a timetable again well below that', () => {
    const habits = new IntervalHabits(TRACKING_PARAMETERS);
    let at = observe(habits, 0, 350, 0);
    expect([habits.isByInterval(1), habits.isByInterval(2), habits.count]).toEqual([true, false, 1]);
    at = observe(habits, 0, 250, at + 40_000);
    expect(habits.isByInterval(1)).toBe(true);
    observe(habits, 0, 100, at + 40_000);
    expect(habits.isByInterval(1)).toBe(false);
  });

  it('are not told from a few stops', () => {
    const habits = new IntervalHabits(TRACKING_PARAMETERS);
    for (let i = 0; i < 50; i++) habits.observe(1, i % 2 === 0 ? 900 : -900, HEADWAY, i);
    expect(habits.isByInterval(1)).toBe(false);
  });

  it('are the same after a restart', () => {
    const habits = new IntervalHabits(TRACKING_PARAMETERS);
    observe(habits, 0, 350, 0);
    const after = new IntervalHabits(TRACKING_PARAMETERS);
    for (const [group = 0, ...numbers] of habits.dump()) after.restore(group, numbers);
    expect(after.isByInterval(1)).toBe(true);
    expect(after.dump()).toEqual(habits.dump());
  });
});
