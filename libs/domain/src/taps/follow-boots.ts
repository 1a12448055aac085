/**
 * When each start of a device was, on Rukh's clock. A device's uptime is a clock that nobody sets, so one message of a
 * start dates all taps of it, however wrong its wall clock was. A message takes time on its way and never less than
 * none: of several messages of one start the one that puts it earliest was fastest, and is right. But where an uptime stands
 * still while the device sleeps, or begins anew, a message puts the start too late and was not slow at all: its clock is right.
 */

/** What a message of a device says of its clocks. */
export interface ClockReading {
  readonly bootId: number;
  readonly uptimeMs: number;
  readonly receivedAtMs: number;
  /** By the device's clock. */
  readonly sentAtMs: number;
}

export interface Boot {
  readonly bootId: number;
  /** Rukh's time at which the device's uptime was 0. */
  readonly startedAtMs: number;
  /**
   * Rukh's time at which its latest message was sent, by its uptime: what comes of a later start was after this. Not when
   * it came: a broker may have kept it for hours.
   */
  readonly lastHeardAtMs: number;
  /** The latest that a message of a right clock puts it; undefined where there was none. */
  readonly latestStartMs?: number | undefined;
}

/** Starts that were heard of, by rising number. */
export type Boots = readonly Boot[];

/** A clock that is off by no more is right, and a message that took no longer was not slow. */
const RIGHT_MS = 2_000;
/** Starts remembered of a device: what it keeps of older ones is dated by its neighbours. */
const MAX_BOOTS = 16;

export function noteReading(boots: Boots, { bootId, uptimeMs, receivedAtMs, sentAtMs }: ClockReading): Boots {
  const startedAtMs = receivedAtMs - uptimeMs;
  const known = boots.find((boot) => boot.bootId === bootId);
  const knownUptimeMs = known ? known.lastHeardAtMs - known.startedAtMs : -Infinity;
  const latestStartMs = Math.abs(sentAtMs - receivedAtMs) <= RIGHT_MS ? startedAtMs : -Infinity;
  const isNoLater = latestStartMs <= (known?.latestStartMs ?? -Infinity);
  if (known && known.startedAtMs <= startedAtMs && knownUptimeMs >= uptimeMs && isNoLater) return boots;
  const earliestMs = Math.min(startedAtMs, known?.startedAtMs ?? Infinity);
  const noted: Boot = {
    bootId,
    startedAtMs: earliestMs,
    lastHeardAtMs: earliestMs + Math.max(uptimeMs, knownUptimeMs),
    latestStartMs: isNoLater ? known?.latestStartMs : latestStartMs,
  };
  const others = boots.filter((boot) => boot.bootId !== bootId);
  return [...others, noted].sort((a, b) => a.bootId - b.bootId).slice(-MAX_BOOTS);
}

export function findBoot(boots: Boots, bootId: number): Boot | undefined {
  // The present start is the last, and nearly always the one asked for.
  return boots.findLast((boot) => boot.bootId === bootId);
}

/** Between which moments a start that was never heard of must lie: after those before it, before those after it. */
export function boundBoot(boots: Boots, bootId: number): { readonly fromMs: number; readonly toMs: number } {
  const before = boots.findLast((boot) => boot.bootId < bootId);
  const after = boots.find((boot) => boot.bootId > bootId);
  return { fromMs: before?.lastHeardAtMs ?? -Infinity, toMs: after?.startedAtMs ?? Infinity };
}
