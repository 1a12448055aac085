/**
 * A database that was dumped and restored, on a server that counts its transactions anew: what came in before, and was not
 * priced yet, is priced, and so is what comes in from then on.
 */
import { followTaps, migrate, verifyLedger } from '@rukh/adapters/postgres';
import { sha256Link } from '../ledger/hash-link.js';
import { flatRules } from './flat-rules.fixture.js';
import { MoneyRig, type RigTap } from './money-rig.fixture.js';

const RULES = flatRules({ fareMinor: 1700 });
const EIGHT = Date.parse('2026-11-20T08:00:00Z');
const nowMs = EIGHT + 3_600_000;

let rig: MoneyRig;

beforeAll(async () => {
  rig = await MoneyRig.start();
});
afterAll(async () => {
  await rig.stop();
});

const tap = (seq: number): RigTap => ({
  deviceId: 'r',
  seq,
  token: `card ${seq}`,
  atMs: EIGHT + seq * 60_000,
});
const rides = async (): Promise<string[]> =>
  (await rig.rows<{ ref: string }>('SELECT ride_ref AS ref FROM ticketing.current_charges ORDER BY 1')).map(
    ({ ref }) => ref,
  );

/** As the numbers of the server before look on the next. */
async function restore(): Promise<void> {
  await rig.rows('ALTER TABLE ticketing.taps DISABLE TRIGGER USER');
  await rig.rows(
    'UPDATE ticketing.taps SET accepted_xid = (accepted_xid::text::bigint + 5000000)::text::xid8',
  );
  await rig.rows('ALTER TABLE ticketing.taps ENABLE TRIGGER USER');
  for (const [reader, column] of [
    ['pricing_cursor', 'accepted_xid'],
    ['context_cursor', 'accepted_xid'],
    ['ticket_watch', 'seen_xid'],
  ]) {
    await rig.rows(
      `UPDATE ticketing.${reader} SET ${column} = (${column}::text::bigint + 5000000)::text::xid8`,
    );
  }
}

it('prices what came in before and after, each once, when it was migrated as a start does', async () => {
  await rig.accept([tap(1)]);
  await rig.price(RULES, { nowMs });
  await rig.accept([tap(2)]);
  await rig.rows(
    `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
     SELECT device_id, seq, 1, tapped_at, 'CORRECTED', 'slow', 'office', 'ACCEPTED' FROM ticketing.taps WHERE seq = 2`,
  );
  await restore();
  await rig.accept([tap(3)]);
  await rig.price(RULES, { nowMs });
  // Before the migration nothing is followed.
  expect(await rides()).toEqual(['r/1']);
  const told: string[] = [];
  await migrate(rig.url, { log: (text) => told.push(text) });
  expect(told).toContain('the database was restored: taps are counted anew');
  expect(told).toContain(
    'the database was restored, moved, or taken over by a standby: payments are held until `rukh payments release --by NAME --reason TEXT`',
  );
  await rig.accept([tap(4)]);
  await rig.price(RULES, { nowMs });
  expect(await rides()).toEqual(['r/1', 'r/2', 'r/3', 'r/4']);
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  // A correction is not taken for older than the taps that came in before it.
  expect(await rig.rows('SELECT made_xid AS place FROM ticketing.tap_corrections')).toEqual([{ place: '2' }]);
  await expect(rig.rows("UPDATE ticketing.taps SET accepted_xid = '9'")).rejects.toThrow();
});

it('is left as it is where nothing was restored', async () => {
  const told: string[] = [];
  await migrate(rig.url, { log: (text) => told.push(text) });
  expect(told.filter((text) => text.includes('restored'))).toEqual([]);
  expect((await followTaps(rig.pool, 100)).taps).toBe(0);
});
