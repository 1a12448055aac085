import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';
import type { KeptOnDevice } from '@rukh/domain/validator';
import type { JournalRecord } from './journal-record.js';
import { replayJournal } from './replay-journal.js';

export interface JournalOptions {
  /** False: a crash of the process loses nothing, one of the machine may. For simulated fleets. */
  readonly sync?: boolean;
  /** At opening, a longer file is written anew without what has a receipt. */
  readonly compactAboveBytes?: number;
}

/** Of tickets for one ride so many are remembered: weeks of a busy vehicle, and none is good for longer. */
const MAX_USED = 10_000;
const COMPACT_ABOVE_BYTES = 8 * 1024 * 1024;

/**
 * A validator's disk: one file that is only ever appended to (`journal-record.ts`). A tap is on the disk before its light is
 * shown (fdatasync), so what the power takes is at most a line that nobody has seen. Receipts are appended without
 * waiting: one that is lost only means that its taps are sent again.
 */
export class DeviceJournal {
  readonly #sync: boolean;
  #file: number;
  #bytes: number;

  private constructor(
    readonly path: string,
    readonly kept: KeptOnDevice,
    /** Lines in the middle of the file that are not what was written: the disk is failing. */
    readonly damagedLines: number,
    options: JournalOptions,
  ) {
    this.#sync = options.sync ?? true;
    this.#file = openSync(path, 'a');
    this.#bytes = fstatSync(this.#file).size;
  }

  /** Opens the file, or makes it, and mends a tail that a crash tore. */
  static open(path: string, options: JournalOptions = {}): DeviceJournal {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const { records, goodBytes, damagedLines } = readJournal(bytes);
    if (goodBytes < bytes.length) truncate(path, goodBytes);
    const kept = replayJournal(records);
    if (goodBytes > (options.compactAboveBytes ?? COMPACT_ABOVE_BYTES)) compact(path, kept);
    return new DeviceJournal(path, kept, damagedLines, options);
  }

  /** Returns when it is on the disk. Throws what the disk says. */
  append(record: JournalRecord): void {
    const line = Buffer.from(formatLine(record));
    try {
      const written = writeSync(this.#file, line);
      if (written !== line.length) {
        throw new Error(`the disk took ${written} bytes of a record of ${line.length}`);
      }
      const canWait = 'receipt' in record && record.begunAfter === undefined;
      if (this.#sync && !canWait) fdatasyncSync(this.#file);
      this.#bytes += line.length;
    } catch (error) {
      // A full disk may have taken a part, which must not be in the way of the next record.
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
    this.#file = -1;
  }
}

function formatLine(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** The records of a file, and where its last whole one ends: behind that is what a crash tore. */
export function readJournal(bytes: Buffer): {
  readonly records: readonly JournalRecord[];
  readonly goodBytes: number;
  readonly damagedLines: number;
} {
  const records: JournalRecord[] = [];
  let goodBytes = 0;
  let damaged = 0;
  let damagedLines = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) break;
    const record = readLine(bytes.toString('utf8', start, end));
    start = end + 1;
    if (record === undefined) {
      damaged++;
      continue;
    }
    records.push(record);
    damagedLines += damaged;
    damaged = 0;
    goodBytes = start;
  }
  return { records, goodBytes, damagedLines };
}

function readLine(line: string): JournalRecord | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return undefined;
  return JSON.parse(json) as JournalRecord;
}

function truncate(path: string, bytes: number): void {
  const file = openSync(path, 'r+');
  ftruncateSync(file, bytes);
  fdatasyncSync(file);
  closeSync(file);
}

/** The new file is whole on the disk before it takes the place of the old. */
function compact(path: string, kept: KeptOnDevice): void {
  const { boots, highWaterMark, begunAfter, taps, answeredTaps = [], usedTickets } = kept;
  const lines = [
    formatLine({ boot: boots }),
    formatLine({ receipt: { highWaterMark, answers: [] }, ...(begunAfter !== undefined && { begunAfter }) }),
    ...usedTickets.slice(-MAX_USED).map((used) => formatLine({ used })),
    ...[...answeredTaps, ...taps].map((tap) => formatLine({ tap })),
  ];
  const next = `${path}.next`;
  const file = openSync(next, 'w');
  writeSync(file, lines.join(''));
  fdatasyncSync(file);
  closeSync(file);
  renameSync(next, path);
}
