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
 * With one more ride, and without what is too old for any rule, so that the memory of a vehicle is that of one window.
 *
 * @param atMs by uptime; of before the start below nought
 */
export function noteRide(rides: Rides, { rules }: ValidatorConfig, key: string, atMs: number): Rides {
  const longestMs = Math.max(rules.transferHintMinutes * 60, rules.passbackSeconds) * 1000;
  const next = new Map<string, RecentRide>();
  for (const [other, value] of rides) {
    if (atMs - value.windowFromMs <= longestMs || atMs - value.lastMs <= longestMs) next.set(other, value);
  }
  return next.set(key, rideAfter(rides.get(key), rules.transferHintMinutes, atMs));
}

/** The window of a medium opens with a ride outside any other, and never slides. */
function rideAfter(before: RecentRide | undefined, windowMinutes: number, atMs: number): RecentRide {
  const isWithin = before !== undefined && atMs - before.windowFromMs <= windowMinutes * 60_000;
  return { lastMs: atMs, windowFromMs: isWithin ? before.windowFromMs : atMs };
}

/**
 * Who rode before the device started, as far as its clock tells that it was a moment ago: a clock that was set back in
 * between tells nothing. The light of the very last tap may never have been shown, and its rider has stood there since: he
 * counts as having held his card when the device came up.
 *
 * @param taps of before, by number
 */
export function recallRides(taps: readonly DeviceTap[], { rules }: ValidatorConfig, now: DeviceNow): Rides {
  const rides = new Map<string, RecentRide>();
  for (const tap of taps) {
    const agoMs = now.wallMs - tap.deviceTimeMs;
    if (!isAllowed(tap.reason) || agoMs < 0 || agoMs > LONGEST_RECALL_MS) continue;
    const key = rideKey(tap);
    const ride = rideAfter(rides.get(key), rules.transferHintMinutes, now.uptimeMs - agoMs);
    const isLast = tap === taps.at(-1) && agoMs <= RESTART_MS;
    rides.set(key, isLast ? { ...ride, lastMs: now.uptimeMs } : ride);
  }
  return rides;
}
