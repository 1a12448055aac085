import { RandomStream, mix } from './random.js';
import { CELL_METRES, type StreetCells } from './street-cells.js';

/** A jam or an incident: a place that slows in one direction (and those beside it), and clears again. */
export interface Jam {
  readonly x: number;
  readonly y: number;
  readonly octant: number;
  readonly radiusMetres: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** How many times longer a metre takes at the worst place and moment. */
  readonly slowness: number;
}

/** Seconds in which a jam builds up, and in which it clears. */
const RAMP_SECONDS = 300;

/** The jams that begin in an hour (counted from 1970), always the same for a seed. `rate` is jams an hour and 100 km. */
export function jamsOfHour(
  seed: number,
  hour: number,
  rate: number,
  cells: StreetCells,
  streetCells: number,
): Jam[] {
  const random = new RandomStream(mix(seed, hour));
  const kilometres = (streetCells * CELL_METRES) / 1000;
  const jams: Jam[] = [];
  for (let left = random.poisson((rate * kilometres) / 100); left > 0; left--) {
    const cell = Math.floor(random.next() * streetCells);
    const startSeconds = hour * 3600 + random.next() * 3600;
    jams.push({
      x: cells.x[cell]!,
      y: cells.y[cell]!,
      octant: cells.octant[cell]!,
      radiusMetres: 200 + 500 * random.next(),
      startSeconds,
      endSeconds: startSeconds + 600 + 2400 * random.next(),
      slowness: 2 + 5 * random.next(),
    });
  }
  return jams;
}

/** How many times longer a jam makes a metre of a street cell at an instant; 1 where it does not reach. */
export function slownessOf(jam: Jam, x: number, y: number, octant: number, atSeconds: number): number {
  const turn = (octant - jam.octant) & 7;
  if (turn > 1 && turn < 7) return 1;
  const left = Math.min(atSeconds - jam.startSeconds, jam.endSeconds - atSeconds);
  if (left <= 0) return 1;
  const dx = x - jam.x;
  const dy = y - jam.y;
  const near = 1 - (dx * dx + dy * dy) / (jam.radiusMetres * jam.radiusMetres);
  if (near <= 0) return 1;
  return 1 + (jam.slowness - 1) * near * Math.min(1, left / RAMP_SECONDS);
}
