import type { DeviceTap } from '@rukh/domain/taps';
import { type KeptOnDevice, LONGEST_RECALL_MS, type UsedTicket } from '@rukh/domain/validator';
import type { JournalRecord } from './journal-record.js';

/** What a disk says that a validator has: what it made, up to where it forgot taps, and its starts. It judges nothing anew. */
export function replayJournal(records: readonly JournalRecord[]): KeptOnDevice {
  const taps = new Map<number, DeviceTap>();
  const used = new Map<string, UsedTicket>();
  let boots = 0;
  let begunAfter = 0;
  let highWaterMark = 0;
  for (const record of records) {
    if ('boot' in record) boots = Math.max(boots, record.boot);
    else if ('receipt' in record) {
      begunAfter = Math.max(begunAfter, record.begunAfter ?? 0);
      highWaterMark = Math.max(highWaterMark, record.forgotten ?? record.receipt.highWaterMark);
    } else {
      if ('tap' in record) taps.set(record.tap.seq, record.tap);
      if (record.used !== undefined) used.set(record.used.ticketId, record.used);
    }
  }
  const all = [...taps.values()];
  const lastMs = all.at(-1)?.deviceTimeMs ?? 0;
  // A clock that was years ahead for a while makes no tap one of the last hours for years.
  const isRecent = ({ deviceTimeMs }: DeviceTap): boolean =>
    Math.abs(lastMs - deviceTimeMs) <= LONGEST_RECALL_MS;
  const kept = {
    ...{ boots, highWaterMark, usedTickets: [...used.values()] },
    taps: all.filter(({ seq }) => seq > highWaterMark),
    answeredTaps: all.filter((tap) => tap.seq <= highWaterMark && isRecent(tap)),
  };
  return begunAfter > 0 ? { ...kept, begunAfter } : kept;
}
