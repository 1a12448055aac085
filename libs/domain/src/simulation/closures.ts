import type { Schedule } from '../gtfs/index.js';
import { lineLength, pointAt } from '../geo/index.js';
import { RandomStream, mix } from './random.js';

/** A street closed for some hours: every pattern that comes within its radius goes round it. */
export interface Closure {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly radiusMetres: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const SECONDS_A_DAY = 86_400;

/**
 * The closures that begin on a day (counted in UTC days from 1970), the same for a seed each time. They lie on
 * shapes and last one to six hours.
 */
export function closuresOfDay(schedule: Schedule, seed: number, day: number, perDay: number): Closure[] {
  const random = new RandomStream(mix(mix(seed, 31), day));
  const closures: Closure[] = [];
  if (schedule.patterns.length === 0) return closures;
  for (let left = random.poisson(perDay); left > 0; left--) {
    const pattern = schedule.patterns[Math.floor(random.next() * schedule.patterns.length)]!;
    const { x, y } = pointAt(pattern.line, lineLength(pattern.line) * (0.2 + 0.6 * random.next()));
    const startSeconds = day * SECONDS_A_DAY + random.next() * SECONDS_A_DAY;
    closures.push({
      id: mix(mix(seed, day), closures.length),
      x,
      y,
      radiusMetres: 90 + 160 * random.next(),
      startSeconds,
      endSeconds: startSeconds + 3600 * (1 + 5 * random.next()),
    });
  }
  return closures;
}
