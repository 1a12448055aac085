import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceTap } from '@rukh/domain/taps';
import { LONGEST_RECALL_MS } from '@rukh/domain/validator';
import { DeviceJournal } from './device-journal.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-journal-'));
  path = join(folder, 'journal.log');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function tap(seq: number, apartMs = 1): DeviceTap {
  return {
    deviceId: 'V1',
    seq,
    deviceTimeMs: 1_795_000_000_000 + seq * apartMs,
    clockSource: 'RTC',
    bootId: 1,
    uptimeMs: seq,
    kind: 'ENTRY',
    mediaType: 'CLOSED_CARD',
    token: `картка ${seq}`,
    reason: 'OK_PAYG',
    denyListVersion: 0,
    extras: [],
    place: {},
  };
}

function write(count: number, apartMs = 1): Buffer {
  const journal = DeviceJournal.open(path);
  journal.append({ boot: 1 });
  for (let seq = 1; seq <= count; seq++) journal.append({ tap: tap(seq, apartMs) });
  journal.append({ receipt: { highWaterMark: 1, answers: [{ seq: 1, outcome: 'ACCEPTED' }] } });
  journal.close();
  return readFileSync(path);
}

function seqs(journal: DeviceJournal): number[] {
  return journal.kept.taps.map(({ seq }) => seq);
}

describe("a validator's journal", () => {
  it('gives back the taps without a receipt, the mark and the number of starts', () => {
    write(3);
    const journal = DeviceJournal.open(path);
    expect(journal.kept).toEqual({
      ...{ boots: 1, highWaterMark: 1, usedTickets: [] },
      ...{ taps: [tap(2), tap(3)], answeredTaps: [tap(1)] },
    });
    journal.close();
  });

  it('torn at any byte, keeps every record before, and goes on', () => {
    const bytes = write(4);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).toString('latin1').split('\n').slice(0, -1);
      const journal = DeviceJournal.open(path, { sync: false });
      const isReceipted = whole.length === 6;
      const expected = [1, 2, 3, 4].slice(isReceipted ? 1 : 0, Math.max(0, whole.length - 1));
      expect(seqs(journal)).toEqual(isReceipted ? [2, 3, 4] : expected);
      expect(journal.damagedLines).toBe(0);
      journal.append({ tap: tap(9) });
      journal.close();
      const again = DeviceJournal.open(path, { sync: false });
      expect(seqs(again).at(-1)).toBe(9);
      again.close();
    }
  });

  it('with a flipped bit keeps all other taps, and says how much is damaged', () => {
    const bytes = write(4);
    const at = bytes.indexOf('"seq":2');
    bytes[at + 6]! ^= 1;
    writeFileSync(path, bytes);
    const journal = DeviceJournal.open(path);
    expect([seqs(journal), journal.damagedLines]).toEqual([[3, 4], 1]);
    journal.close();
  });

  it('is written anew without what has a receipt and is old, once it is long', () => {
    const before = write(4, LONGEST_RECALL_MS).length;
    DeviceJournal.open(path, { compactAboveBytes: 10 }).close();
    expect(readFileSync(path).length).toBeLessThan(before);
    const journal = DeviceJournal.open(path);
    expect(journal.kept).toEqual({
      boots: 1,
      highWaterMark: 1,
      taps: [2, 3, 4].map((seq) => tap(seq, LONGEST_RECALL_MS)),
      answeredTaps: [],
      usedTickets: [],
    });
    journal.close();
  });

  it('of a validator of before, which kept no word of what it forgot, gives back what is above the mark', () => {
    write(3);
    const journal = DeviceJournal.open(path, { sync: false });
    journal.append({ receipt: { highWaterMark: 1, answers: [{ seq: 2, outcome: 'ACCEPTED' }] } });
    journal.close();
    const again = DeviceJournal.open(path);
    expect([again.kept.highWaterMark, seqs(again)]).toEqual([1, [2, 3]]);
    again.close();
  });

  it('remembers who rode in the last hours, when their taps have a receipt, and nobody of another time', () => {
    const old = { ...tap(1), deviceTimeMs: tap(1).deviceTimeMs - LONGEST_RECALL_MS - 60_000 };
    const journal = DeviceJournal.open(path, { sync: false });
    const ahead = { ...tap(2), deviceTimeMs: tap(2).deviceTimeMs + 10 * LONGEST_RECALL_MS };
    for (const made of [old, ahead, tap(3), tap(4)]) journal.append({ tap: made });
    journal.append({ receipt: { highWaterMark: 3, answers: [] }, forgotten: 3 });
    journal.close();
    for (const options of [{}, { compactAboveBytes: 1 }, {}]) {
      const again = DeviceJournal.open(path, options);
      expect([again.kept.answeredTaps, again.kept.taps]).toEqual([[tap(3)], [tap(4)]]);
      again.close();
    }
  });

  it('remembers tickets for one ride that were taken, when their taps have a receipt and are gone', () => {
    const used = { ticketId: 'a1', untilMs: 9 };
    const journal = DeviceJournal.open(path, { sync: false });
    journal.append({ tap: tap(1), used });
    journal.append({ receipt: { highWaterMark: 1, answers: [] } });
    journal.close();
    for (const options of [{}, { compactAboveBytes: 1 }, {}]) {
      const again = DeviceJournal.open(path, options);
      expect([again.kept.taps, again.kept.usedTickets]).toEqual([[], [used]]);
      again.close();
    }
  });
});
