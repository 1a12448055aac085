/**
 * When taps were made, on Rukh's clock (ticketing.md 2.4.5). Taps of a start of the device that was heard of are dated
 * by its uptime, which is exact. Those of a start that died unheard keep the device's own time where that can be; else
 * they are put between their neighbours, at the time that the clock says if it was as wrong as it is now, where that
 * lies between them; and where these are too far apart, they wait for somebody to say.
 */
import { type Boot, type Boots, boundBoot, findBoot } from './follow-boots.js';
import type { DeviceTap } from './tap.js';

export const CLOCK_QUALITIES = [
  /** The device's own time, which agrees with Rukh's. */
  'EXACT',
  /** By the device's uptime, or by how wrong its clock was found to be. */
  'CORRECTED',
  /** Somewhere between its neighbours. */
  'BOUNDED',
  /** Nobody knows. */
  'IMPOSSIBLE',
] as const;
export type ClockQuality = (typeof CLOCK_QUALITIES)[number];

export interface TapDate {
  readonly tappedAtMs: number;
  readonly quality: ClockQuality;
}

export interface ClockLimits {
  /** Differences up to this are none: messages take time. */
  readonly ignoreMs: number;
  /** A clock that is wrong by up to this was as wrong before. */
  readonly correctMs: number;
  /** Between neighbours farther apart than this a tap has no time. */
  readonly boundMs: number;
  /** Later than now by more than this is no time. */
  readonly futureMs: number;
}

export const CLOCK_LIMITS: ClockLimits = {
  ignoreMs: 2_000,
  correctMs: 5 * 60_000,
  boundMs: 30 * 60_000,
  futureMs: 2 * 60_000,
};

export interface DatingContext {
  /** With the reading of the message that brought the taps. */
  readonly boots: Boots;
  /** How far the device's clock was ahead when it sent them; negative: behind. */
  readonly offsetMs: number;
  readonly receivedAtMs: number;
  readonly provisionedAtMs: number;
  /** Latest time of taps with lower numbers that are known, and earliest of those with higher ones. */
  readonly afterMs?: number;
  readonly beforeMs?: number;
  readonly limits: ClockLimits;
}

/** Dates of the taps, in their order, which must be that of their numbers. */
export function dateTaps(taps: readonly DeviceTap[], context: DatingContext): TapDate[] {
  const dates: TapDate[] = [];
  for (let i = 0; i < taps.length; i++) {
    const boot = findBoot(context.boots, taps[i]!.bootId);
    const date = boot ? dateByUptime(taps[i]!, boot, context) : dateUnheard(taps, i, dates, context);
    dates.push(isBackwards(taps, i) ? impossible(context) : check(date, context));
  }
  return dates;
}

function dateByUptime(tap: DeviceTap, boot: Boot, { limits }: DatingContext): TapDate {
  const byUptimeMs = boot.startedAtMs + tap.uptimeMs;
  const behindMs = byUptimeMs - tap.deviceTimeMs;
  if (-behindMs > limits.ignoreMs && -behindMs <= findSleepMs(boot, limits) + limits.ignoreMs) {
    return { tappedAtMs: tap.deviceTimeMs, quality: 'EXACT' };
  }
  // A clock that others set does not run a minute late: it was the message that took so long.
  const isMessageLate = tap.clockSource !== 'RTC' && behindMs > 0 && behindMs <= limits.correctMs;
  if (Math.abs(behindMs) <= limits.ignoreMs || isMessageLate) {
    return { tappedAtMs: tap.deviceTimeMs, quality: 'EXACT' };
  }
  return { tappedAtMs: byUptimeMs, quality: 'CORRECTED' };
}

/** For how long the uptime stood still between messages of a clock that was right; what is short may have been their way. */
function findSleepMs({ startedAtMs, latestStartMs = startedAtMs }: Boot, { correctMs }: ClockLimits): number {
  const sleepMs = latestStartMs - startedAtMs;
  return sleepMs > correctMs ? sleepMs : -Infinity;
}

/** A tap of a start that never sent anything itself. */
function dateUnheard(
  taps: readonly DeviceTap[],
  i: number,
  dates: readonly TapDate[],
  context: DatingContext,
): TapDate {
  const { limits, offsetMs } = context;
  const { fromMs, toMs } = boundUnheard(taps, i, dates, context);
  const isClockKnown = Math.abs(offsetMs) <= limits.correctMs;
  const isClockRight = Math.abs(offsetMs) <= limits.ignoreMs;
  const isPossible = (ms: number): boolean => ms >= fromMs - limits.ignoreMs && ms <= toMs + limits.ignoreMs;
  const saidMs = taps[i]!.deviceTimeMs;
  const correctedMs = saidMs - (isClockRight ? 0 : offsetMs);
  if (isClockKnown && isPossible(correctedMs)) {
    return { tappedAtMs: correctedMs, quality: isClockRight ? 'EXACT' : 'CORRECTED' };
  }
  if (toMs - fromMs > limits.boundMs) return impossible(context);
  // A clock that is hours wrong hits so short a time by chance only rarely: it was as wrong then, or was right then.
  const tappedAtMs = [correctedMs, saidMs].find(isPossible) ?? Math.round((fromMs + toMs) / 2);
  return { tappedAtMs, quality: 'BOUNDED' };
}

/**
 * Between which moments tap `i` was made. Taps of one start are as far apart as their uptimes are, so that what bounds
 * the first and the last of them bounds each.
 */
function boundUnheard(
  taps: readonly DeviceTap[],
  i: number,
  dates: readonly TapDate[],
  context: DatingContext,
): { readonly fromMs: number; readonly toMs: number } {
  const { bootId, uptimeMs } = taps[i]!;
  let first = i;
  let last = i;
  while (first > 0 && taps[first - 1]!.bootId === bootId) first--;
  while (last + 1 < taps.length && taps[last + 1]!.bootId === bootId) last++;
  const start = boundBoot(context.boots, bootId);
  const before = first > 0 ? dates[first - 1]! : undefined;
  const beforeMs =
    before && before.quality !== 'IMPOSSIBLE' ? before.tappedAtMs : (context.afterMs ?? -Infinity);
  const fromMs = Math.max(context.provisionedAtMs, start.fromMs, beforeMs);
  const toMs = Math.min(context.receivedAtMs, start.toMs, findNext(taps, last, context));
  return {
    fromMs: fromMs + uptimeMs - taps[first]!.uptimeMs,
    toMs: toMs - (taps[last]!.uptimeMs - uptimeMs),
  };
}

/** When the first tap after those of the start was made that is sure. */
function findNext(taps: readonly DeviceTap[], last: number, context: DatingContext): number {
  const next = taps[last + 1];
  const boot = next && findBoot(context.boots, next.bootId);
  return boot ? boot.startedAtMs + next.uptimeMs : (context.beforeMs ?? Infinity);
}

/** Against the order of its number: a device that counts right does not send this. */
function isBackwards(taps: readonly DeviceTap[], i: number): boolean {
  const before = taps[i - 1];
  const tap = taps[i]!;
  if (!before) return false;
  return tap.bootId < before.bootId || (tap.bootId === before.bootId && tap.uptimeMs < before.uptimeMs);
}

function check(date: TapDate, context: DatingContext): TapDate {
  const { receivedAtMs, provisionedAtMs, limits } = context;
  const isPossible = date.tappedAtMs >= provisionedAtMs && date.tappedAtMs <= receivedAtMs + limits.futureMs;
  return isPossible ? date : impossible(context);
}

/** Such a tap is kept under the time at which it came. */
function impossible({ receivedAtMs }: DatingContext): TapDate {
  return { tappedAtMs: receivedAtMs, quality: 'IMPOSSIBLE' };
}
