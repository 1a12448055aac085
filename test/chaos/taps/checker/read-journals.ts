/** The devices' own history, read from their disks. This is all that the checker knows of what should be. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export interface JournalTap {
  readonly deviceId: string;
  readonly seq: number;
  readonly deviceTimeMs: number;
  readonly mediaType: string;
  readonly kind: string;
  readonly reason: string;
  readonly denyListVersion: number;
  readonly token: string;
  readonly extras: readonly { readonly kind: string; readonly count: number }[];
}

export interface DeviceHistory {
  readonly deviceId: string;
  readonly taps: ReadonlyMap<number, JournalTap>;
  readonly boots: number;
  /** The highest number up to which the device was told that everything is durable. */
  readonly highWaterMark: number;
  /** What it was told of single taps, the last word of each. */
  readonly answers: ReadonlyMap<number, string>;
  /** What is wrong with the history itself. */
  readonly faults: readonly string[];
}

export function readJournals(folder: string): DeviceHistory[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => readJournal(name.slice(0, -'.log'.length), readFileSync(join(folder, name), 'utf8')));
}

function readJournal(deviceId: string, text: string): DeviceHistory {
  const taps = new Map<number, JournalTap>();
  const answers = new Map<number, string>();
  const faults: string[] = [];
  let boots = 0;
  let highWaterMark = 0;
  for (const line of text.split('\n')) {
    const record = readLine(line);
    if (record === undefined) continue;
    if (record.boot !== undefined) boots++;
    if (record.tap !== undefined) {
      const { tap } = record;
      const before = taps.get(tap.seq);
      if (before !== undefined && digest(before) !== digest(tap)) {
        faults.push(`tap ${tap.seq} was made twice`);
      }
      if (before === undefined && tap.seq !== taps.size + 1) {
        faults.push(`after ${taps.size} came ${tap.seq}`);
      }
      taps.set(tap.seq, tap);
    }
    if (record.receipt !== undefined) {
      highWaterMark = Math.max(highWaterMark, record.receipt.highWaterMark);
      for (const { seq, outcome } of record.receipt.answers) answers.set(seq, outcome);
    }
  }
  return { deviceId, taps, boots, highWaterMark, answers, faults };
}

interface Line {
  readonly boot?: number;
  readonly tap?: JournalTap;
  readonly receipt?: {
    readonly highWaterMark: number;
    readonly answers: readonly { readonly seq: number; readonly outcome: string }[];
  };
}

/** A line that a crash tore is none. */
function readLine(line: string): Line | undefined {
  const json = line.slice(9);
  return line !== '' && crc32(json).toString(16).padStart(8, '0') === line.slice(0, 8)
    ? (JSON.parse(json) as Line)
    : undefined;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
