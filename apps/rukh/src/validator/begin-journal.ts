import { existsSync } from 'node:fs';
import { DeviceJournal } from './device-journal.js';
import type { Enrolled } from './enrol-device.js';

/**
 * The journal of a device that has none: a new one's begins with nothing, that of one that was wiped after the numbers that
 * were given under its name before. They belong to other taps: given again they would be refused, and rides lost. A device
 * that has its journal goes on by that.
 */
export function beginJournal(path: string, { lastSeq, lastBootId }: Enrolled): void {
  if (existsSync(path) || lastSeq === 0) return;
  const journal = DeviceJournal.open(path);
  journal.append({ boot: lastBootId });
  journal.append({ receipt: { highWaterMark: lastSeq, answers: [] } });
  journal.close();
}
