import type { TapDate } from './date-taps.js';
import { type DeviceTap, isAllowed } from './tap.js';
import type { TapOutcome } from './tap-outcome.js';

/** Before which moments taps come late, and too late, now. */
export interface LateLimits {
  /** Start of the earliest fare day that is still open. */
  readonly openFromMs: number;
  /** What is older counts for ridership and is never charged. */
  readonly chargedFromMs: number;
}

/** What is made of a tap that was not here before. */
export function judgeTap(
  { reason }: DeviceTap,
  { quality, tappedAtMs }: TapDate,
  late: LateLimits,
): TapOutcome {
  if (!isAllowed(reason)) return 'DENIED_RECORDED';
  if (quality === 'IMPOSSIBLE') return 'QUARANTINED_CLOCK';
  if (tappedAtMs < late.chargedFromMs) return 'LATE_EXPIRED';
  return tappedAtMs < late.openFromMs ? 'LATE_ACCEPTED' : 'ACCEPTED';
}
