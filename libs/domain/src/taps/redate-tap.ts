import type { ClockLimits, TapDate } from './date-taps.js';

/** A tap whose time was not sure, with what is known of its device by now. Milliseconds since 1970. */
export interface UndatedTap {
  readonly uptimeMs: number;
  readonly receivedAtMs: number;
  readonly provisionedAtMs: number;
  /** Whether it has some time already, between its neighbours. */
  readonly isBounded: boolean;
  /** When its start of the device was; undefined where that was never heard of. */
  readonly bootStartedAtMs?: number | undefined;
  /** What it was after and before: sure taps with lower and higher numbers, other starts of the device. */
  readonly afterMs?: number | undefined;
  readonly beforeMs?: number | undefined;
}

/** A better date than it has; undefined where nothing more is known, or what is known cannot be. */
export function redateTap(tap: UndatedTap, limits: ClockLimits): TapDate | undefined {
  const { receivedAtMs, provisionedAtMs, bootStartedAtMs, isBounded } = tap;
  if (bootStartedAtMs !== undefined) {
    const tappedAtMs = bootStartedAtMs + tap.uptimeMs;
    const isPossible = tappedAtMs >= provisionedAtMs && tappedAtMs <= receivedAtMs + limits.futureMs;
    return isPossible ? { tappedAtMs, quality: 'CORRECTED' } : undefined;
  }
  const fromMs = Math.max(provisionedAtMs, tap.afterMs ?? -Infinity);
  const toMs = Math.min(receivedAtMs, tap.beforeMs ?? Infinity);
  if (isBounded || toMs < fromMs || toMs - fromMs > limits.boundMs) return undefined;
  return { tappedAtMs: Math.round((fromMs + toMs) / 2), quality: 'BOUNDED' };
}
