import type { TapReceipt } from '../taps/index.js';
import type { Step } from './read-card.js';
import { retryLater } from './retry-later.js';
import { hearTime } from './tell-time.js';
import type { ValidatorEffect } from './validator-event.js';
import type { DeviceNow, QueuedTap, ValidatorState } from './validator-state.js';

/**
 * A receipt came; late, twice or in another order, over MQTT. It is the only thing that takes taps out of the queue:
 * those up to the high-water mark, and those that follow on it here and were answered. Where a journal was lost, numbers of
 * before are missing for ever and the mark stays below them: what waited for it would fill the queue. What was answered above
 * one that was not waits and is not sent again, unless the back office says that it is missing.
 */
export function takeReceipt(state: ValidatorState, receipt: TapReceipt, now: DeviceNow): Step {
  const known = learn(state, receipt, now);
  if (receipt.rejection !== undefined) return { state: takeRejection(known, receipt, now), effects: [] };
  if (receipt.highWaterMark > state.lastSeq) return refuseAhead(known, receipt, now);
  const told = Math.max(state.highWaterMark, receipt.highWaterMark);
  const marked = markAnswers(state.queue, receipt, told);
  const highWaterMark = passAnswered(marked, told);
  const queue = marked.filter(({ tap }) => tap.seq > highWaterMark);
  const effects: ValidatorEffect[] = [];
  if (highWaterMark > state.highWaterMark) effects.push({ type: 'FORGET', highWaterMark });
  effects.push(...findAlarms(state, receipt));
  const { inFlight } = known;
  const isOurs = inFlight?.seqs.every((seq) => seq <= highWaterMark || isNamed(receipt, seq)) ?? false;
  return {
    state: {
      ...known,
      refusal: undefined,
      inFlight: isOurs ? undefined : inFlight,
      highWaterMark,
      queue,
      ...(isOurs && { failures: 0, retryAtUptimeMs: 0, batchSize: state.config.batchSize }),
    },
    effects,
  };
}

/** What every receipt says, also one of a refusal. */
function learn(state: ValidatorState, receipt: TapReceipt, now: DeviceNow): ValidatorState {
  return {
    ...state,
    ...(receipt.serverTimeMs > 0 && {
      clockOffsetMs: receipt.serverTimeMs - now.wallMs,
      serverClock: hearTime(state, receipt.serverTimeMs, now),
    }),
    newestListVersion: Math.max(state.newestListVersion, receipt.denyListVersion),
    ...(receipt.isLocked !== undefined && { isLocked: receipt.isLocked }),
  };
}

/** Refused for now or for good, the queue stays: a device that is suspended today may be told otherwise tomorrow. */
function takeRejection(state: ValidatorState, receipt: TapReceipt, now: DeviceNow): ValidatorState {
  const { rejection, retryAfterSeconds = 0 } = receipt;
  if (rejection === 'UNAVAILABLE' || rejection === 'TOO_FAST') {
    return retryLater(state, now, { retryAfterSeconds });
  }
  if ((rejection === 'TOO_LARGE' || rejection === 'MALFORMED') && state.batchSize > 1) {
    // One of them is at fault: in halves the others get through.
    return retryLater({ ...state, batchSize: Math.ceil(state.batchSize / 2) }, now, { retryAfterSeconds });
  }
  return retryLater({ ...state, refusal: rejection ?? '' }, now, {
    retryAfterSeconds,
    boundMs: REFUSED_WAIT_MS,
  });
}

const REFUSED_WAIT_MS = 10 * 60_000;

/**
 * Nothing is deleted by a receipt that cannot be for us: our own taps of those numbers are stored nowhere. Mostly the journal
 * was lost and the key was not, so that numbers began anew; whoever stands before the device is told the way out.
 */
function refuseAhead(state: ValidatorState, receipt: TapReceipt, now: DeviceNow): Step {
  const detail =
    `a receipt up to ${receipt.highWaterMark}, of ${state.lastSeq} taps made. The queue is kept. A device that lost its ` +
    'journal is to be wiped and enrolled again (docs/validators.md); a copy of another device must be switched off.';
  return {
    state: retryLater({ ...state, refusal: 'RECEIPT_AHEAD' }, now, { boundMs: REFUSED_WAIT_MS }),
    effects: [{ type: 'ALARM', alarm: 'RECEIPT_AHEAD', detail }],
  };
}

function markAnswers(queue: readonly QueuedTap[], receipt: TapReceipt, highWaterMark: number): QueuedTap[] {
  const answered = new Set(receipt.answers.map(({ seq }) => seq));
  const left: QueuedTap[] = [];
  for (const queued of queue) {
    const { seq } = queued.tap;
    if (seq <= highWaterMark) continue;
    const isMissing = receipt.missing.some(({ from, to }) => from <= seq && seq <= to);
    const isAnswered = !isMissing && (queued.isAnswered || answered.has(seq));
    left.push(isAnswered === queued.isAnswered ? queued : { ...queued, isAnswered });
  }
  return left;
}

/** How far taps are answered without a gap. */
function passAnswered(queue: readonly QueuedTap[], mark: number): number {
  let passed = mark;
  for (const { tap, isAnswered } of queue) {
    if (!isAnswered || tap.seq !== passed + 1) break;
    passed = tap.seq;
  }
  return passed;
}

function isNamed({ answers }: TapReceipt, seq: number): boolean {
  return answers.some((answer) => answer.seq === seq);
}

function findAlarms({ highWaterMark, begunAfter }: ValidatorState, receipt: TapReceipt): ValidatorEffect[] {
  const { answers, missing } = receipt;
  const alarms: ValidatorEffect[] = [];
  // What a journal had that was lost is missing, and nobody's fault here.
  const lost = missing
    .map(({ from, to }) => ({ from: Math.max(from, begunAfter + 1), to }))
    .find(({ from, to }) => from <= to && to <= highWaterMark);
  if (lost !== undefined) {
    alarms.push({ type: 'ALARM', alarm: 'RECEIPT_BEHIND', detail: `taps ${lost.from} to ${lost.to}` });
  }
  for (const { seq, outcome, detail } of answers) {
    // Told of once: later receipts of the same tap find it below the mark.
    if (seq <= highWaterMark) continue;
    const text = `tap ${seq}: ${detail ?? outcome}`;
    if (outcome === 'CONFLICT') alarms.push({ type: 'ALARM', alarm: 'CONFLICT', detail: text });
    if (outcome === 'REJECTED_FORM') alarms.push({ type: 'ALARM', alarm: 'TAP_REFUSED', detail: text });
  }
  return alarms;
}
