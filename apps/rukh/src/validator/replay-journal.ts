import type { DeviceTap } from '@rukh/domain/taps';
import type { KeptOnDevice, UsedTicket } from '@rukh/domain/validator';
import type { JournalReceipt, JournalRecord } from './device-journal.js';

/**
 * What a disk says that a validator has, record after record as the validator itself took them (`takeReceipt` of the
 * domain): it goes on over taps that were answered without a gap, and an answer holds no longer where the back office says
 * that the tap is missing, nor over a start, when the taps that wait are sent again.
 */
export function replayJournal(records: readonly JournalRecord[]): KeptOnDevice {
  const taps = new Map<number, DeviceTap>();
  const used = new Map<string, UsedTicket>();
  const answered = new Set<number>();
  let boots = 0;
  let begunAfter = 0;
  let highWaterMark = 0;
  for (const record of records) {
    if ('boot' in record) {
      boots = Math.max(boots, record.boot);
      answered.clear();
    } else if ('receipt' in record) {
      begunAfter = Math.max(begunAfter, record.begunAfter ?? 0);
      highWaterMark = takeReceipt(answered, record.receipt, highWaterMark);
    } else {
      if ('tap' in record) taps.set(record.tap.seq, record.tap);
      if (record.used !== undefined) used.set(record.used.ticketId, record.used);
    }
  }
  for (const seq of taps.keys()) if (seq <= highWaterMark) taps.delete(seq);
  const kept = { boots, highWaterMark, taps: [...taps.values()], usedTickets: [...used.values()] };
  return begunAfter > 0 ? { ...kept, begunAfter } : kept;
}

/** The mark after a receipt. One that does not say what is missing may be of any age: its taps are sent again. */
function takeReceipt(
  answered: Set<number>,
  { highWaterMark, answers, missing }: JournalReceipt,
  before: number,
): number {
  let mark = Math.max(before, highWaterMark);
  if (missing === undefined) return mark;
  for (const { seq } of answers) answered.add(seq);
  for (const { from, to } of missing) {
    for (const seq of answered) if (from <= seq && seq <= to) answered.delete(seq);
  }
  while (answered.delete(mark + 1)) mark++;
  return mark;
}
