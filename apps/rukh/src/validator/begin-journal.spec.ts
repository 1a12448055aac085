import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceTap } from '@rukh/domain/taps';
import { makeConfig, startValidator } from '@rukh/domain/validator';
import { beginJournal } from './begin-journal.js';
import { DeviceJournal, readJournal } from './device-journal.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-begin-'));
  path = join(folder, 'journal.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(): { bootId: number; lastSeq: number; highWaterMark: number } {
  const journal = DeviceJournal.open(path);
  const state = startValidator(makeConfig('V1', {}), { wallMs: 0, uptimeMs: 0 }, journal.kept);
  journal.close();
  return state;
}

describe('a device that is enrolled', () => {
  it('for the first time begins with nothing', () => {
    beginJournal(path, { lastSeq: 0, lastBootId: 0 });
    expect(start()).toMatchObject({ bootId: 1, lastSeq: 0, highWaterMark: 0 });
  });

  it('again after it was wiped goes on after the numbers and starts of before', () => {
    beginJournal(path, { lastSeq: 41, lastBootId: 3 });
    expect(start()).toMatchObject({ bootId: 4, lastSeq: 41, highWaterMark: 41 });
  });

  it('again after it was wiped and switched on without its code does so, too', () => {
    const journal = DeviceJournal.open(path);
    journal.append({ boot: 1 });
    journal.close();
    beginJournal(path, { lastSeq: 41, lastBootId: 3 });
    expect(start()).toMatchObject({ bootId: 4, lastSeq: 41, highWaterMark: 41 });
  });

  it('again after it was wiped has nothing to send again that was answered, over the gap that this left', () => {
    beginJournal(path, { lastSeq: 41, lastBootId: 3 });
    const journal = DeviceJournal.open(path);
    const tap = { seq: 42 } as DeviceTap;
    journal.append({ tap });
    journal.append({ tap: { ...tap, seq: 43 } });
    journal.append({
      receipt: { highWaterMark: 12, answers: [{ seq: 42, outcome: 'ACCEPTED' }] },
      forgotten: 42,
    });
    journal.close();
    expect(DeviceJournal.open(path).kept).toMatchObject({
      ...{ highWaterMark: 42, begunAfter: 41, taps: [{ seq: 43 }] },
    });
    expect(DeviceJournal.open(path, { compactAboveBytes: 0 }).kept).toEqual(DeviceJournal.open(path).kept);
  });

  it('again after it was wiped tells a validator of before how far its numbers are, too', () => {
    beginJournal(path, { lastSeq: 41, lastBootId: 3 });
    DeviceJournal.open(path, { compactAboveBytes: 0 }).close();
    const { records } = readJournal(readFileSync(path));
    const marks = records.map((record) => ('receipt' in record ? record.receipt.highWaterMark : 0));
    expect(Math.max(...marks)).toBe(41);
  });

  it('again with its journal goes on by that, whatever came in under its name', () => {
    const journal = DeviceJournal.open(path);
    journal.append({ boot: 2 });
    journal.append({ receipt: { highWaterMark: 7, answers: [] } });
    journal.close();
    beginJournal(path, { lastSeq: 41, lastBootId: 3 });
    expect(start()).toMatchObject({ bootId: 3, lastSeq: 7, highWaterMark: 7 });
  });
});
