import type { TrackingParameters } from './tracking-parameters.js';

/**
 * Which routes do not keep their timetable, so that riders and dispatchers are better told of headways: those whose
 * deviations spread over a good part of the time between two vehicles. Learned by route and direction while following
 * them, and with two thresholds, so that a route does not change sides at every stop.
 */
interface Habit {
  at: number;
  visits: number;
  deviation: number;
  squared: number;
  planned: number;
  byInterval: boolean;
}

/** Deviations beyond this are of a vehicle on another's trip, and count as this. */
const WILDEST_SECONDS = 1800;

export class IntervalHabits {
  readonly #habits = new Map<number, Habit>();

  constructor(private readonly p: TrackingParameters) {}

  /** Routes and directions that run by interval. */
  get count(): number {
    let count = 0;
    for (const { byInterval } of this.#habits.values()) if (byInterval) count++;
    return count;
  }

  isByInterval(group: number): boolean {
    return this.#habits.get(group)?.byInterval ?? false;
  }

  /** A vehicle passed a stop with this deviation, where the timetable has one each `plannedSeconds`. */
  observe(group: number, deviationSeconds: number, plannedSeconds: number, at: number): void {
    const habit = this.#habitOf(group, at);
    const deviation = Math.max(-WILDEST_SECONDS, Math.min(WILDEST_SECONDS, deviationSeconds));
    habit.visits += 1;
    habit.deviation += deviation;
    habit.squared += deviation * deviation;
    habit.planned += plannedSeconds;
    if (habit.visits < this.p.intervalVisits) return;
    const share = spreadOf(habit) / (habit.planned / habit.visits);
    habit.byInterval = share >= (habit.byInterval ? this.p.timetableShare : this.p.intervalShare);
  }

  dump(): number[][] {
    return [...this.#habits].map(([group, habit]) => {
      const { at, visits, deviation, squared, planned, byInterval } = habit;
      return [group, at, visits, deviation, squared, planned, byInterval ? 1 : 0].map(Math.round);
    });
  }

  restore(group: number, numbers: readonly number[]): void {
    const [at = 0, visits = 0, deviation = 0, squared = 0, planned = 0, byInterval = 0] = numbers;
    this.#habits.set(group, { at, visits, deviation, squared, planned, byInterval: byInterval === 1 });
  }

  /** What is known of a route, faded to an instant. */
  #habitOf(group: number, at: number): Habit {
    let habit = this.#habits.get(group);
    if (!habit) {
      habit = { at, visits: 0, deviation: 0, squared: 0, planned: 0, byInterval: false };
      this.#habits.set(group, habit);
    }
    const keep = 2 ** (-Math.max(0, at - habit.at) / this.p.intervalHalfLifeSeconds);
    habit.at = Math.max(habit.at, at);
    habit.visits *= keep;
    habit.deviation *= keep;
    habit.squared *= keep;
    habit.planned *= keep;
    return habit;
  }
}

/** Standard deviation, seconds: a route that is always five minutes late keeps its intervals and its timetable, too. */
function spreadOf({ visits, deviation, squared }: Habit): number {
  const mean = deviation / visits;
  return Math.sqrt(Math.max(0, squared / visits - mean * mean));
}
