import { DeviceJournal } from './device-journal.js';
import type { Enrolled } from './enrol-device.js';

/**
 * The journal of a device that has none: a new one's begins with nothing, that of one that was wiped after the numbers that
 * were given under its name before. They belong to other taps: given again they would be refused, and rides lost. A device
 * that has its journal goes on by that; one that was only switched on meanwhile has none yet.
 */
export function beginJournal(path: string, { lastSeq, lastBootId }: Enrolled): void {
  if (lastSeq === 0) return;
  const journal = DeviceJournal.open(path);
  const { highWaterMark, taps } = journal.kept;
  if (highWaterMark === 0 && taps.length === 0) {
    // The numbers first: a power cut between the two leaves a device that only counts its starts anew.
    journal.append({ receipt: { highWaterMark: lastSeq, answers: [] }, begunAfter: lastSeq });
    journal.append({ boot: lastBootId });
  }
  journal.close();
}
