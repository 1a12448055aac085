import type { FareTap } from '../fare-tap.js';

/** Each tap once, by (atMs, deviceId, seq): arrival, repetition and batches leave no trace in it. */
export function orderTaps(taps: readonly FareTap[]): readonly FareTap[] {
  const once = new Map<string, FareTap>();
  for (const tap of taps) if (!once.has(tap.ref)) once.set(tap.ref, tap);
  return [...once.values()].sort(compareTaps);
}

function compareTaps(a: FareTap, b: FareTap): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.deviceId !== b.deviceId) return a.deviceId < b.deviceId ? -1 : 1;
  return a.seq - b.seq;
}
