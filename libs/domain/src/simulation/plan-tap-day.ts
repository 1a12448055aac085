import type { TapExtra } from '../taps/index.js';
import { drawExtras } from './draw-extras.js';
import { type RiderKind, kindOfRider, tokenOfRider } from './media-shares.js';
import { RandomStream, mix } from './random.js';

/** One time that somebody holds something to a validator. */
export interface PlannedTap {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly token: string;
  readonly kind: RiderKind;
  readonly extras: readonly TapExtra[];
}

export interface TapDayOptions {
  readonly seed: number;
  readonly devices: number;
  /** About so many, over all devices. */
  readonly taps: number;
  /** Local midnight of the day, milliseconds since 1970 UTC. */
  readonly dayStartMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Boardings by the hour, from midnight: a morning peak, a flatter evening one, nobody at night. */
const HOURLY = [0, 0, 0, 0, 0, 2, 5, 10, 11, 7, 5.5, 5, 5, 5.5, 6, 7, 8.5, 9.5, 7.5, 5, 3, 2, 1, 0.5];
/** Hours lie further apart than a transfer window, so that no price hangs on a second of a clock. */
const BETWEEN_JOURNEYS_MS = 55 * MINUTE_MS;
const SECOND_LEG = { share: 0.25, fromMs: 6 * MINUTE_MS, toMs: 18 * MINUTE_MS };
const THIRD_LEG = { share: 0.1, fromMs: 5 * MINUTE_MS, toMs: 16 * MINUTE_MS };
const JOURNEYS = { twice: 0.7, thrice: 0.15 };
const HELD_TWICE_SHARE = 0.01;
/** Taps of a rider's day, on the mean: what turns taps into riders. */
const TAPS_A_RIDER = 2.42;

/**
 * A city's day of taps without its vehicles: riders with their journeys and transfers, spread over devices. The same
 * options give the same day. For loading the e-ticket and for breaking it; where taps must lie on trips and at stops,
 * they come from simulated vehicles instead.
 * @returns the taps of each device, by time
 */
export function planTapDay(options: TapDayOptions): PlannedTap[][] {
  const devices: PlannedTap[][] = Array.from({ length: options.devices }, () => []);
  const riders = Math.max(1, Math.round(options.taps / TAPS_A_RIDER));
  for (let rider = 0; rider < riders; rider++) planRider(options, rider, devices);
  for (const taps of devices) taps.sort((a, b) => a.atMs - b.atMs);
  return devices;
}

function planRider({ seed, dayStartMs }: TapDayOptions, rider: number, devices: PlannedTap[][]): void {
  const random = new RandomStream(mix(mix(seed, 502), rider));
  const kind = kindOfRider(seed, rider);
  const roll = random.next();
  const journeys = roll < JOURNEYS.thrice ? 3 : roll < JOURNEYS.thrice + JOURNEYS.twice ? 2 : 1;
  const starts = Array.from({ length: journeys }, () => drawTime(random)).sort((a, b) => a - b);
  let freeFromMs = 0;
  let rides = 0;
  for (const startMs of starts) {
    let atMs = Math.max(startMs, freeFromMs);
    if (atMs >= 23.5 * HOUR_MS) break;
    const firstMs = atMs;
    const extras = drawExtras(random);
    for (let leg = 0; ; leg++) {
      const token = tokenOfRider(kind, rider, rides++);
      const taps = devices[Math.floor(random.next() * devices.length)]!;
      taps.push({ atMs: dayStartMs + Math.round(atMs), token, kind, extras });
      if (kind.name !== 'cash' && random.next() < HELD_TWICE_SHARE) {
        const againMs = atMs + 2000 + random.next() * 3000;
        taps.push({ atMs: dayStartMs + Math.round(againMs), token, kind, extras: [] });
      }
      const next = leg === 0 ? SECOND_LEG : THIRD_LEG;
      if (leg === 2 || random.next() >= next.share) break;
      atMs += next.fromMs + random.next() * (next.toMs - next.fromMs);
    }
    freeFromMs = Math.max(firstMs + BETWEEN_JOURNEYS_MS, atMs + MINUTE_MS);
  }
}

/** Milliseconds after midnight, as the day's boardings are spread. */
function drawTime(random: RandomStream): number {
  const sum = HOURLY.reduce((total, share) => total + share, 0);
  let left = random.next() * sum;
  const hour = HOURLY.findIndex((share) => (left -= share) < 0);
  return (hour + random.next()) * HOUR_MS;
}
