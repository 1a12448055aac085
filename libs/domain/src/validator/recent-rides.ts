/** Who was let ride on this vehicle a moment ago: a medium held twice is not charged twice, and sees the time it has left. */
import { type DeviceTap, isAllowed } from '../taps/index.js';
import type { CardRead } from './validator-event.js';
import type { ValidatorConfig } from './validator-config.js';
import type { DeviceNow, RecentRide } from './validator-state.js';

type Rides = ReadonlyMap<string, RecentRide>;

/** No rule of a validator reaches further back (`ValidatorConfiguration`, at most 360 minutes): what a disk need not keep. */
export const LONGEST_RECALL_MS = 6 * 3_600_000;

/** A device that went down and came up within so long was started again; after longer it was off. */
const RESTART_MS = 5 * 60_000;

/** Under which a medium is remembered on this vehicle. */
export function rideKey({ mediaType, token }: Pick<CardRead, 'mediaType' | 'token'>): string {
  return `${mediaType} ${token}`;
}

/**
 * With one more ride, and without what is too old for any rule, so that the memory of a vehicle is that of one window. The
 * window of a medium opens with a ride outside any other, and never slides.
 *
 * @param atMs by uptime; of before the start below nought
 */
export function noteRide(rides: Rides, { rules }: ValidatorConfig, key: string, atMs: number): Rides {
  const windowMs = rules.transferHintMinutes * 60_000;
  const longestMs = Math.max(windowMs, rules.passbackSeconds * 1000);
  const before = rides.get(key);
  const isWithin = before !== undefined && atMs - before.windowFromMs <= windowMs;
  const next = new Map<string, RecentRide>();
  for (const [other, value] of rides) {
    if (atMs - value.windowFromMs <= longestMs || atMs - value.lastMs <= longestMs) next.set(other, value);
  }
  return next.set(key, { lastMs: atMs, windowFromMs: isWithin ? before.windowFromMs : atMs });
}

/**
 * Who rode before the device started, as far as its clock tells that it was a moment ago: a clock that was set back in
 * between tells nothing. The light of the very last tap may never have been shown, and its rider has stood there since: he
 * counts as having held his card when the device came up.
 *
 * @param taps of before, by number
 */
export function recallRides(taps: readonly DeviceTap[], config: ValidatorConfig, now: DeviceNow): Rides {
  let rides: Rides = new Map();
  for (const tap of taps) {
    const agoMs = now.wallMs - tap.deviceTimeMs;
    if (!isAllowed(tap.reason) || agoMs < 0 || agoMs > LONGEST_RECALL_MS) continue;
    const key = rideKey(tap);
    const noted = noteRide(rides, config, key, now.uptimeMs - agoMs);
    const isLast = tap === taps.at(-1) && agoMs <= RESTART_MS;
    rides = isLast ? new Map(noted).set(key, { ...noted.get(key)!, lastMs: now.uptimeMs }) : noted;
  }
  return rides;
}
