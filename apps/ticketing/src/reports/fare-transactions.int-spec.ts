import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '@rukh/service';
import { parse } from 'csv-parse/sync';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { OperatorsModule } from '../operators/operators.module.js';
import { StorageModule } from '../storage.module.js';
import { ReportsModule } from './reports.module.js';

@Module({ imports: [StorageModule, OperatorsModule, ReportsModule] })
class ReportsApp {}

const TOKEN = 'a-token';
/** More than the buffers between the two take up. */
const TAPS = 80_000;

interface Reading {
  readonly pid: number;
  readonly state: string;
  readonly since: string;
}

describe('a day of single transactions', () => {
  let rig: TicketingRig;
  let app: NestFastifyApplication;
  let port: number;
  let asked: ClientRequest[] = [];

  beforeAll(async () => {
    rig = await TicketingRig.create();
    Object.assign(process.env, rig.variables());
    await rig.accept({ seq: 1, at: 0 });
    await rig.query(`INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
        device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
      SELECT device_id, i, content_hash, token_ref, media_type, kind, reason, deny_list_version, device_time,
        tapped_at + i % 3600 * interval '1 second', clock_quality, outcome, vehicle_id, operator_id
      FROM ticketing.taps, generate_series(2, ${TAPS}) AS i`);
    await rig.query(`INSERT INTO ticketing.charges (ride_ref, revision, supersedes, account_id, tapped_at, fare_date, tariff_version,
        disposition, currency, nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
      SELECT 'V1/' || seq, 1, NULL, account_id, '2026-11-20T06:00:00Z', '2026-11-20', 'v1', 'CHARGED', 'UAH', 1700, 1700, 1700,
        'rider:1', 'V1/' || seq, ARRAY['V1/' || seq], '{}', '{TAP}' FROM ticketing.accounts, generate_series(1, 4) AS seq`);
    await rig.query(`INSERT INTO ticketing.charges (ride_ref, revision, supersedes, account_id, tapped_at, fare_date, tariff_version,
        disposition, currency, nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
      SELECT ride_ref, 2, charge_id, account_id, tapped_at, fare_date, 'v1', CASE ride_ref WHEN 'V1/2' THEN 'VOID' ELSE 'CAPPED' END,
        'UAH', 1700, CASE ride_ref WHEN 'V1/2' THEN 0 ELSE 300 END, 0, 'rider:1', ride_ref, tap_refs, '{}', '{LATE_TAP}'
      FROM ticketing.charges WHERE ride_ref IN ('V1/2', 'V1/3')`);
    await rig.query('ANALYZE');
    await rig.query(
      `INSERT INTO ticketing.report_tokens (token_hash, label) VALUES ('\\x${hash(TOKEN)}', 'spec')`,
    );
    app = await createApp(ReportsApp, { name: 'ticketing' });
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  // What a test that fails leaves open would hold up the next, and the end.
  afterEach(() => {
    for (const request of asked) request.on('error', () => undefined).destroy();
    asked = [];
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  const ask = (): ClientRequest => {
    const request = get({
      ...{ port, host: '127.0.0.1', agent: false, path: '/api/v1/reports/fare_transactions?day=2026-11-23' },
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    asked.push(request);
    return request;
  };
  const answerTo = async (request: ClientRequest): Promise<IncomingMessage> =>
    ((await once(request, 'response')) as [IncomingMessage])[0];
  const readAll = async (): Promise<string> => text(await answerTo(ask()));
  const listReading = (): Promise<Reading[]> =>
    rig.query(`SELECT pid, state, state_change::text AS since FROM pg_stat_activity
      WHERE application_name = 'rukh-reports' AND state <> 'idle' ORDER BY pid`);
  const waitForNone = async (): Promise<void> => {
    const reading = await waitFor(listReading, (list) => list.length === 0);
    expect(reading).toEqual([]);
  };
  /** What is read while nobody takes it: the buffers are full, and for a while nothing has been asked of the database. */
  const waitForPause = async (count: number): Promise<Reading[]> => {
    let before: Reading[] = [];
    return waitFor(
      async () => {
        before = await listReading();
        await delay(300);
        return listReading();
      },
      (now) => now.length === count && isDeepStrictEqual(now, before),
    );
  };
  /** The place of a stream that has broken off is free a moment after its connection. */
  const readAllOnceFree = (): Promise<string> =>
    waitFor(readAll, (answer) => !answer.includes('"status":503'));

  it('has each once, in order of time, at the price that holds', async () => {
    const rows = parse<Record<string, string>>(await readAll(), { columns: true });
    expect(rows).toHaveLength(TAPS);
    expect(new Set(rows.map((row) => row.transaction_id)).size).toBe(TAPS);
    const times = rows.map((row) => row.event_timestamp!);
    expect(times).toEqual(times.toSorted());
    const prices = new Map(
      rows.map((row) => [row.transaction_id, [row.amount, row.currency_type, row.fare_capped]]),
    );
    expect(prices.get('V1/1')).toEqual(['17', 'UAH', 'false']);
    expect(prices.get('V1/2')).toEqual(['0', '', 'false']);
    expect(prices.get('V1/3')).toEqual(['3', 'UAH', 'true']);
    expect(prices.get('V1/5')).toEqual(['0', '', 'false']);
  });

  it('is read no faster than it is taken, and broken off where the database fails in its middle', async () => {
    const answer = await answerTo(ask());
    answer.pause();
    const [reading] = await waitForPause(1);
    expect(reading).toMatchObject({ state: 'idle in transaction' });
    await rig.query(`SELECT pg_terminate_backend(${reading!.pid})`);
    await expect(text(answer)).rejects.toThrow('aborted');
    expect(await readAllOnceFree()).toContain('V1/1,');
  });

  it('lets its connection go when who asked goes away, and is written for two at once', async () => {
    for (let round = 0; round < 4; round++) {
      const request = ask();
      const answer = await answerTo(request);
      answer.pause().on('error', () => undefined);
      expect(await waitForPause(1)).toHaveLength(1);
      request.destroy();
      await waitForNone();
    }
    for (let round = 0; round < 4; round++) {
      const request = ask().on('error', () => undefined);
      await delay(15 * (round + 1));
      request.destroy();
    }
    await delay(2_000);
    await waitForNone();
    const both = [ask(), ask()];
    for (const answer of await Promise.all(both.map(answerTo))) answer.pause().on('error', () => undefined);
    const third = await answerTo(ask());
    expect([third.statusCode, third.headers['retry-after']]).toEqual([503, '30']);
    third.resume();
    for (const request of both) request.destroy();
    expect(await readAllOnceFree()).toContain('V1/1,');
    await waitForNone();
  });

  it('is answered by its status where it fails before the first row', async () => {
    await rig.query('ALTER TABLE ticketing.pseudonym_keys RENAME TO away');
    const answer = await answerTo(ask());
    await rig.query('ALTER TABLE ticketing.away RENAME TO pseudonym_keys');
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    expect(answer.headers['content-type']).toContain('problem+json');
    answer.resume();
  });
});

/** The first answer that will do, or the last of half a minute. */
async function waitFor<T>(ask: () => Promise<T>, willDo: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (willDo(answer) || Date.now() > end) return answer;
    await delay(50);
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
