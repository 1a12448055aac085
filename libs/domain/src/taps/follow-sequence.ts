/**
 * Which numbers of a device are durable: all up to the high-water mark, and stretches above it where some are still
 * missing. Devices count without a gap, so what lies between is to come, or lost.
 */

/** Numbers from `from` to `to`, both included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

export interface SequenceProgress {
  /** Every number up to this is durable; 0 where none is. */
  readonly highWaterMark: number;
  /** Durable stretches above it, rising, none touching another. */
  readonly above: readonly SeqRange[];
}

export const NO_PROGRESS: SequenceProgress = { highWaterMark: 0, above: [] };

/** The progress with these numbers durable too, in whatever order they come. */
export function addDurable(progress: SequenceProgress, seqs: readonly number[]): SequenceProgress {
  if (seqs.length === 0) return progress;
  const rising = isRising(seqs) ? seqs : [...seqs].sort((a, b) => a - b);
  return settle(
    progress.highWaterMark,
    mergeRanges(progress.above, toRanges(rising, progress.highWaterMark)),
  );
}

/** Whether a number is known to be durable. */
export function isDurable({ highWaterMark, above }: SequenceProgress, seq: number): boolean {
  return seq <= highWaterMark || above.some(({ from, to }) => seq >= from && seq <= to);
}

/** What two who watch the same device know together. */
export function joinProgress(a: SequenceProgress, b: SequenceProgress): SequenceProgress {
  return settle(Math.max(a.highWaterMark, b.highWaterMark), mergeRanges(a.above, b.above));
}

function settle(mark: number, ranges: readonly SeqRange[]): SequenceProgress {
  let highWaterMark = mark;
  let settled = 0;
  for (const { from, to } of ranges) {
    if (from > highWaterMark + 1) break;
    highWaterMark = Math.max(highWaterMark, to);
    settled++;
  }
  return { highWaterMark, above: ranges.slice(settled) };
}

/** What is missing up to the number that the device has reached, at most `limit` stretches, the lowest first. */
export function listMissing(
  { highWaterMark, above }: SequenceProgress,
  lastSeq: number,
  limit: number,
): SeqRange[] {
  const missing: SeqRange[] = [];
  let from = highWaterMark + 1;
  for (const range of above) {
    if (missing.length >= limit) return missing;
    missing.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from <= lastSeq && missing.length < limit) missing.push({ from, to: lastSeq });
  return missing;
}

/** How many numbers are missing up to the one that the device has reached. */
export function countMissing({ highWaterMark, above }: SequenceProgress, lastSeq: number): number {
  const durableAbove = above.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return Math.max(0, Math.max(lastSeq, above.at(-1)?.to ?? 0) - highWaterMark - durableAbove);
}

function isRising(seqs: readonly number[]): boolean {
  for (let i = 1; i < seqs.length; i++) if (seqs[i]! < seqs[i - 1]!) return false;
  return true;
}

function toRanges(rising: readonly number[], highWaterMark: number): SeqRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const seq of rising) {
    if (seq <= highWaterMark) continue;
    const last = ranges.at(-1);
    if (last && seq <= last.to + 1) last.to = Math.max(last.to, seq);
    else ranges.push({ from: seq, to: seq });
  }
  return ranges;
}

function mergeRanges(a: readonly SeqRange[], b: readonly SeqRange[]): SeqRange[] {
  if (a.length === 0) return [...b];
  const merged: { from: number; to: number }[] = [];
  for (const range of [...a, ...b].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}
