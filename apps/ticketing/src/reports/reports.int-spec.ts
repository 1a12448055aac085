import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Tariffs } from '../pricing/tariffs.js';
import { TapsFirst } from '../taps-first.js';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type ScheduleStore,
  TapContexts,
  listDayRides,
  readDayReport,
  verifyLedger,
} from '@rukh/adapters/postgres';
import { Metrics, createApp } from '@rukh/service';
import { parse } from 'csv-parse/sync';
import { readTicketingConfig } from '../read-ticketing-config.js';
import { ContextMetrics } from '../context/context-metrics.js';
import { ContextService } from '../context/context.service.js';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { sha256Link } from '../ledger/hash-link.js';
import { OperatorsModule } from '../operators/operators.module.js';
import { StorageModule } from '../storage.module.js';
import { ReportsModule } from './reports.module.js';

@Module({ imports: [StorageModule, OperatorsModule, ReportsModule] })
class ReportsApp {}

interface Schema {
  readonly fields: readonly {
    name: string;
    type: string;
    constraints?: { required?: boolean; enum?: string[]; minimum?: number };
  }[];
}

interface Run {
  readonly runId: number;
  readonly inputSha256: string;
  readonly rules: unknown;
  readonly bookedAt: string | null;
  readonly isEarly: boolean;
  readonly lines: readonly object[];
  readonly sales: readonly object[];
}

/** How a value of each type of a table schema is written (Frictionless Table Schema). */
const FORMS: Readonly<Record<string, RegExp>> = {
  string: /^.+$/s,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

const SHARED = process.env.RUKH_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const ADMIN = 'a-token-of-the-administration';
const DAY = 'day=2026-11-23';

/** Files of an archive that is stored as it is. */
function readZip(bytes: Buffer): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [size, nameLength] = [bytes.readUInt32LE(at + 22), bytes.readUInt16LE(at + 26)];
    const name = bytes.toString('ascii', at + 30, at + 30 + nameLength);
    files[name] = bytes.subarray(at + 30 + nameLength, at + 30 + nameLength + size);
    at += 30 + nameLength + size;
  }
  return files;
}

describe('reports', () => {
  let rig: TicketingRig;
  let app: NestFastifyApplication;
  const tokens: Record<string, string> = {};

  const post = async (url: string, payload: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${ADMIN}` };
    const { body } = await app.inject({ method: 'POST', url: `/api/v1/reports/${url}`, headers, payload });
    return JSON.parse(body) as Record<string, unknown>;
  };
  const csv = async (url: string, who = 'all'): Promise<Record<string, string>[]> => {
    const headers = { authorization: `Bearer ${tokens[who] ?? ''}` };
    const { body } = await app.inject({ url: `/api/v1/reports/${url}`, headers });
    return parse<Record<string, string>>(body, { columns: true });
  };
  const charge = async (
    ref: string,
    journey: string,
    operator: string,
    amount: number,
    funded = 0,
    { fundingBody = null, pass = null }: { fundingBody?: string | null; pass?: string | null } = {},
  ): Promise<void> => {
    const covered = [{ code: 'COVERED_BY_PASS', ruleId: 'p', inputs: { product: pass } }];
    const reasons = [{ code: 'QUOTA', ruleId: 'q', inputs: { used: 12, limit: 60 } }];
    const details = {
      riderCategoryId: fundingBody === null ? 'adult' : 'student',
      fareProductId: 'single',
      ...(fundingBody !== null && { reasons, adjustments: [{ kind: 'CONCESSION', ruleId: 'line-7' }] }),
      ...(pass !== null && { reasons: covered }),
    };
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
         currency, nominal_minor, amount_minor, billed_minor, payer, funded_minor, funding_body_id, entitlement_id, operator_id, journey_ref, tap_refs, details, causes)
       SELECT $1, 1, min(account_id), '2026-11-23T06:00:00Z', '2026-11-23', 'v1', CASE WHEN $4 = 0 THEN 'FREE_TRANSFER' ELSE 'CHARGED' END,
         'UAH', 1700, $4, $4, 'rider:1', $5, $6, CASE WHEN $6::text IS NOT NULL THEN 'e1' END, $3, $2, ARRAY[$1], $7, '{TAP}'
       FROM ticketing.accounts`,
      [ref, journey, operator, amount, funded, fundingBody, JSON.stringify(details)],
    );
  };

  beforeAll(async () => {
    rig = await TicketingRig.create();
    const variables = rig.variables({ RUKH_ADMIN_TOKEN: ADMIN });
    Object.assign(process.env, variables);
    const schedules = { current: undefined } as unknown as ScheduleStore;
    const config = await readTicketingConfig(variables);
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3']);
    await rig.runTrip('B', '8', 0, ['P1', 'P2']);
    await rig.accept(
      ...Array.from({ length: 6 }, (_, i) => ({ seq: i + 1, at: 1, card: `c${i}` })),
      { seq: 9, at: 6, card: 'c0' },
      { seq: 1, at: 1, deviceId: 'V2', card: 'c1' },
    );
    await new ContextService(
      config,
      new TapContexts(rig.pool),
      schedules,
      new ContextMetrics(new Metrics()),
      new TapsFirst(),
      new Tariffs(config),
    ).runRound(Date.now());
    await charge('V1/2', 'V1/2', 'LET', 1701);
    await charge('V2/1', 'V1/2', 'ATP', 0);
    await charge('V1/1', 'V1/1', 'LET', 0, 1700);
    app = await createApp(ReportsApp, { name: 'ticketing' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    tokens.all = String((await post('tokens', { label: 'city' })).token);
    tokens.LET = String((await post('tokens', { label: 'LET', operatorId: 'LET' })).token);
    tokens.ATP = String((await post('tokens', { label: 'ATP', operatorId: 'ATP' })).token);
    expect(await post('tokens', { label: 'x', operatorId: 'nobody' })).toMatchObject({ status: 404 });
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  it.each(['fare_transactions', 'passenger_events', 'stop_visits', 'devices'])(
    'give %s by the schema of TIDES',
    async (name) => {
      const rows = await csv(`${name}?${DAY}`);
      expect(rows.length).toBeGreaterThan(0);
      const file = `${SHARED}/data/tides/TIDES-${name}.schema.json`;
      if (!existsSync(file)) return;
      const { fields } = JSON.parse(readFileSync(file, 'utf8')) as Schema;
      expect(Object.keys(rows[0]!)).toEqual(fields.map((field) => field.name));
      for (const row of rows) {
        for (const { name: column, type, constraints } of fields) {
          const value = row[column]!;
          if (value !== '') expect([column, value]).toEqual([column, expect.stringMatching(FORMS[type]!)]);
          if (value !== '' && constraints?.minimum !== undefined) {
            expect(Number(value)).toBeGreaterThanOrEqual(constraints.minimum);
          }
          if (constraints?.required) expect([column, value]).not.toEqual([column, '']);
          if (constraints?.enum && value !== '') expect(constraints.enum).toContain(value);
        }
      }
    },
  );

  it('give a pseudonym a month, which is not the name that the card is kept under', async () => {
    const rows = await csv(`fare_transactions?${DAY}`);
    const byTap: Record<string, unknown> = Object.fromEntries(
      rows.map((row) => [String(row.transaction_id), row.token_id]),
    );
    expect(byTap['V1/1']).toBe(byTap['V1/9']);
    expect(byTap['V1/1']).not.toBe(byTap['V1/2']);
    expect(byTap['V1/1']).not.toBe(Buffer.from('c0..............').toString('hex'));
  });

  it('publish no stop at which fewer than five got in', async () => {
    const open = await csv(`passenger_events?${DAY}&level=open`);
    expect(open.map((row) => row.event_count)).toEqual(['6']);
  });

  it('say of each visit of a trip with riders how many got in, and how full it left where that is many', async () => {
    const visits = await csv(`stop_visits?${DAY}`);
    const events = await csv(`passenger_events?${DAY}`);
    const sum = (rows: readonly Record<string, string>[], column: string): number =>
      rows.reduce((all, row) => all + Number(row[column]), 0);
    expect(sum(visits, 'boarding_1')).toBe(sum(events, 'event_count'));
    expect(visits.length).toBeGreaterThan(events.length);
    expect(visits.every((row) => row.departure_load === '' || Number(row.departure_load) % 5 === 0)).toBe(
      true,
    );
    const open = await csv(`stop_visits?${DAY}&level=open`);
    expect(open.map((row) => row.boarding_1).filter((count) => count !== '')).toEqual(['6']);
  });

  it('count nobody who held his card twice, where it was taken for that', async () => {
    const [event] = (await csv(`passenger_events?${DAY}`)).filter(({ event_count }) => event_count === '6');
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
         currency, nominal_minor, amount_minor, billed_minor, payer, funded_minor, operator_id, journey_ref, tap_refs, details, causes)
       SELECT 'V1/6', 1, min(account_id), (SELECT tapped_at FROM ticketing.taps WHERE device_id = 'V1' AND seq = 6), '2026-11-23',
         'v1', 'PASSBACK_IGNORED', 'UAH', 0, 0, 0, 'rider:1', 0, 'LET', 'V1/6', '{V1/6}', '{}', '{TAP}' FROM ticketing.accounts`,
    );
    const counted = (await csv(`passenger_events?${DAY}`)).find(
      (row) => row.passenger_event_id === event!.passenger_event_id,
    );
    expect(counted!.event_count).toBe('5');
    const visits = await csv(`stop_visits?${DAY}`);
    expect(visits.find(({ boarding_1 }) => boarding_1 === '5')).toMatchObject({
      number_of_transactions: '6',
    });
    const taps = await csv(`fare_transactions?${DAY}`);
    expect(taps.find(({ transaction_id }) => transaction_id === 'V1/6')).toMatchObject({ num_riders: '0' });
  });

  it('say of each device and day what is missing', async () => {
    expect(await csv(`completeness?${DAY}`)).toMatchObject([
      { device_id: 'V1', received: '7', missing: '2', expected: '9', unlabelled: '0' },
      { device_id: 'V2', received: '1', missing: '0' },
    ]);
  });

  it('see what a device says that it has and has not sent, and take no number for a gap that was no tap', async () => {
    await rig.query(`INSERT INTO ticketing.tap_tombstones (device_id, seq, fault) VALUES ('V1', 7, 'x')`);
    await rig.query(
      `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
         last_seq, queue_length, deny_list_version)
       VALUES ('V2', '2026-11-23T20:00:00Z', 0, 'RTC', 1, 5, 4, 3, 0)`,
    );
    const told = [
      { device_id: 'V1', received: '7', missing: '1', expected: '8', rejected_form: '0', queue_length: '' },
      { device_id: 'V2', received: '1', missing: '3', expected: '4', rejected_form: '0', queue_length: '3' },
    ];
    expect(await csv(`completeness?${DAY}`)).toMatchObject(told);
    // What was given up is missing still.
    await rig.query(
      `INSERT INTO ticketing.tap_tombstones (device_id, seq, fault, is_lost, received_at)
       VALUES ('V1', 8, 'smashed', true, '2026-11-23T20:00:00Z'), ('V2', 3, 'smashed', true, '2026-11-23T20:00:00Z')`,
    );
    expect(await csv(`completeness?${DAY}`)).toMatchObject(told);
    const { completeness, taps } = await readDayReport(rig.pool, '2026-11-23');
    expect([completeness.missingTaps, taps.map(({ name }) => name)]).toEqual([1, ['ACCEPTED']]);
  });

  it('never show one carrier another’s rows', async () => {
    await post('clearing', { fromDay: '2026-11-01', toDay: '2026-11-30', rule: 'EQUAL' });
    for (const name of [`fare_transactions?${DAY}`, `completeness?${DAY}`, `devices?${DAY}`]) {
      const ids = (await csv(name, 'ATP')).map((row) => row.device_id);
      expect([...new Set(ids)]).toEqual(['V2']);
    }
    expect((await csv(`passenger_events?${DAY}`, 'ATP')).map((row) => row.vehicle_id)).toEqual(['8']);
    expect(new Set((await csv(`stop_visits?${DAY}`, 'ATP')).map((row) => row.vehicle_id))).toEqual(
      new Set(['8']),
    );
    expect((await csv('clearing', 'ATP')).map((row) => row.operator_id)).toEqual(['ATP']);
    const { statusCode } = await app.inject({ url: `/api/v1/reports/devices?${DAY}` });
    expect(statusCode).toBe(401);
  });

  describe('of clearing', () => {
    const period = { fromDay: '2026-11-23', toDay: '2026-11-23' };
    const clear = async (wish: object): Promise<Run> => {
      const { runId } = await post('clearing', { ...period, ...wish });
      return read(Number(runId));
    };
    const read = async (runId: number): Promise<Run> =>
      (await ask(`clearing/runs/${runId}?format=json`)).json<Run>();
    const ask = async (path: string): ReturnType<typeof app.inject> =>
      app.inject({ url: `/api/v1/reports/${path}`, headers: { authorization: `Bearer ${ADMIN}` } });
    const book = async (runId: number, more: object = {}): ReturnType<typeof app.inject> =>
      app.inject({
        method: 'POST',
        url: `/api/v1/reports/clearing/runs/${runId}/booking`,
        headers: { authorization: `Bearer ${ADMIN}` },
        payload: { by: 'Olena', ...more },
      });

    it('are made as a job, which is the same while it is worked on, and tells how far it is', async () => {
      interface Job {
        readonly jobId: number;
        readonly state: string;
        readonly daysDone: number;
        readonly days: number;
        readonly runId: number | null;
      }
      const wish = { ...period, fromDay: '2026-11-01', toDay: '2026-11-30', rule: 'EQUAL' };
      const [one, two] = (await Promise.all([
        post('clearing/jobs', wish),
        post('clearing/jobs', wish),
      ])) as unknown as Job[];
      const look = async ({ jobId }: Job): Promise<Job> => (await ask(`clearing/jobs/${jobId}`)).json<Job>();
      const isSame = two!.jobId === one!.jobId;
      // Unless it was over before the second question came.
      expect(isSame || [await look(one!), await look(two!)].some(({ state }) => state === 'DONE')).toBe(true);
      let job = one!;
      for (let tries = 0; job.state !== 'DONE' && tries < 3000; tries++) {
        await delay(20);
        job = await look(job);
      }
      expect(job).toMatchObject({ state: 'DONE', daysDone: 30, days: 30 });
      const made = (await ask(`clearing/runs/${job.runId}?format=json`)).json<Run>();
      expect(made.inputSha256).toBe((await post('clearing', wish)).inputSha256);
      // Who was cut off between the run and the end of his job makes no second run.
      expect((await post('clearing', wish)).runId).toBe(job.runId);
      expect((await ask('clearing/jobs/999')).statusCode).toBe(404);
    });

    it('divide a journey between its carriers to the last kopiyka, the same each time', async () => {
      const [one, two] = [await clear({ rule: 'EQUAL' }), await clear({ rule: 'EQUAL' })];
      expect(two.inputSha256).toBe(one.inputSha256);
      expect(two.lines).toMatchObject([
        { operatorId: 'ATP', rides: 1, chargedMinor: 0, apportionedMinor: 850 },
        {
          ...{ operatorId: 'LET', rides: 2, chargedMinor: 1701, apportionedMinor: 851, fundedMinor: 1700 },
          concessionRides: 1,
        },
      ]);
    });

    it('leave out what was refunded of a ride: nobody is paid for it', async () => {
      await rig.query(
        `INSERT INTO ticketing.refunds (charge_id, ride_ref, account_id, currency, amount_minor, reason, state, requested_by)
         SELECT charge_id, ride_ref, account_id, currency, 701, 'the bus broke down', 'PAID', 'Olena'
         FROM ticketing.current_charges WHERE ride_ref = 'V1/2'`,
      );
      const duesOf = async (): Promise<unknown> =>
        (await clear({ rule: 'EQUAL' })).lines.map(
          (line) => (line as { apportionedMinor: number }).apportionedMinor,
        );
      expect(await duesOf()).toEqual([500, 500]);
      await rig.query(
        "UPDATE ticketing.refunds SET state = 'REJECTED', decided_by = 'Taras', decided_at = now()",
      );
      expect(await duesOf()).toEqual([850, 851]);
    });

    it('divide by the kilometres of the trips that were run, as they were seen', async () => {
      for (const [trip, vehicle, metres] of [
        ['A', '7', 3000],
        ['B', '8', 1000],
      ] as const) {
        await rig.query(
          `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, service_date, vehicle_id,
             trip_id_performed, shape_dist_traveled)
           SELECT '2026-11-23T06:00:00Z'::timestamptz + at * interval '1 minute', now(), 49.8, 24, '2026-11-23', $2,
             $1 || '/' || $2, 100 + at * $3::float8 FROM generate_series(0, 1) AS at`,
          [trip, vehicle, metres],
        );
      }
      expect((await clear({ rule: 'KM' })).lines).toMatchObject([
        { operatorId: 'ATP', metres: 1000, apportionedMinor: 425 },
        { operatorId: 'LET', metres: 3000, apportionedMinor: 1276 },
      ]);
    });

    it('divide what passes were sold for over the rides that they covered, by the rule of the tariff', async () => {
      await rig.query(
        `INSERT INTO ticketing.travel_rights (account_id, fare_product_id, price_minor, currency, sold_at)
         SELECT min(account_id), 'pass-30', 90001, 'UAH', '2026-11-23T05:00:00Z' FROM ticketing.accounts`,
      );
      await charge('V2/7', 'V2/7', 'ATP', 0, 0, { pass: 'pass-30' });
      await charge('V1/7', 'V1/7', 'LET', 0, 0, { pass: 'pass-30' });
      const run = await clear({});
      expect(run.sales).toMatchObject([
        { productId: 'pass-30', operatorId: 'ATP', coveredRides: 1, soldMinor: 45_001 },
        { productId: 'pass-30', operatorId: 'LET', coveredRides: 1, soldMinor: 45_000 },
      ]);
      expect(run.rules).toMatchObject({ sales: [{ basis: 'BOARDINGS', share: 10_000 }] });
    });

    it('show a run on screen in both languages and as CSV', async () => {
      const { runId } = await clear({});
      const uk = (await ask(`clearing/runs/${runId}?format=html`)).body;
      expect(uk).toContain('Розподіл виручки 2026-11-23');
      expect(uk).toContain('<svg');
      const en = (await ask(`clearing/runs/${runId}?format=html&lang=en`)).body;
      expect(en).toContain('What carriers are due');
      expect(en).toContain('<td>Electrotrans</td>');
      const rows = parse<Record<string, string>>((await ask(`clearing/runs/${runId}?format=csv`)).body, {
        columns: true,
      });
      expect(rows.map((row) => [row.operatorId, row.operatorName, row.dueMinor])).toEqual([
        ['ATP', 'Buses', '45851'],
        ['LET', 'Electrotrans', '47551'],
      ]);
    });

    it('of a period that is not over say so, and are booked only by who says that he knows', async () => {
      const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Kyiv' }).format(Date.now());
      const run = await clear({ fromDay: today, toDay: today });
      expect(run).toMatchObject({ isEarly: true });
      expect((await ask(`clearing/runs/${run.runId}?format=html&lang=en`)).body).toContain(
        'The period was not over when this run was made',
      );
      const refused = await book(run.runId);
      expect(refused.statusCode).toBe(409);
      expect(refused.json()).toMatchObject({ type: 'urn:rukh:problem:clearing_early' });
      expect((await read(run.runId)).bookedAt).toBeNull();
      expect((await book(run.runId, { early: true })).statusCode).toBe(200);
    });

    it('made of the same once the period is over are another than the early one', async () => {
      const early = await clear({});
      await rig.query(`ALTER TABLE ticketing.clearing_runs DISABLE TRIGGER only_added;
        UPDATE ticketing.clearing_runs SET made_at = '2026-11-23T20:00:00+02:00' WHERE run_id = ${early.runId};
        ALTER TABLE ticketing.clearing_runs ENABLE TRIGGER only_added`);
      expect(await read(early.runId)).toMatchObject({ isEarly: true });
      const later = await clear({});
      expect(later).toMatchObject({ isEarly: false, inputSha256: early.inputSha256 });
      expect(later.runId).not.toBe(early.runId);
      expect((await clear({})).runId).toBe(later.runId);
    });

    it('book a run once, another of its period as the difference, and none that overlaps', async () => {
      const balances = async (): Promise<object> =>
        Object.fromEntries(
          (
            await rig.query<{ account: string; sum: number }>(
              `SELECT account, sum(amount_minor)::float8 AS sum FROM ticketing.ledger_entries
               JOIN ticketing.ledger_transactions USING (transaction_id) WHERE kind = 'CLEARING' GROUP BY 1`,
            )
          ).map(({ account, sum }) => [account, sum]),
        );
      const [first, second] = [await clear({}), await clear({ rule: 'EQUAL' })];
      expect((await book(first.runId)).statusCode).toBe(200);
      expect((await book(first.runId)).statusCode).toBe(200);
      expect(await balances()).toEqual({ revenue: 93_402, 'operator:ATP': -45_851, 'operator:LET': -47_551 });
      await charge('V2/8', 'V2/8', 'ATP', 1000);
      const third = await clear({});
      expect((await book(third.runId)).json()).toMatchObject({ supersededBy: null });
      expect(await balances()).toEqual({ revenue: 94_402, 'operator:ATP': -46_851, 'operator:LET': -47_551 });
      const { runId } = await post('clearing', { ...period, fromDay: '2026-11-22' });
      for (const [run, refusal] of [
        [first.runId, 'clearing_replaced'],
        [Number(runId), 'clearing_overlaps'],
      ] as const) {
        const refused = await book(run);
        expect(refused.statusCode).toBe(409);
        expect(refused.json()).toMatchObject({ type: `urn:rukh:problem:${refusal}` });
      }
      expect((await read(second.runId)).bookedAt).toBeNull();
      const findings = await verifyLedger(rig.pool, sha256Link);
      const check = 'clearing that is in the ledger is booked for what its carriers are due';
      expect(findings.findings.find((finding) => finding.check === check)).toEqual({ check, faults: [] });
    });
  });

  describe('of what carriers are owed: payouts', () => {
    interface Answer {
      readonly payoutId: string;
      readonly state: string;
      readonly amountMinor: number;
      readonly claims: readonly { operatorId: string; owedMinor: number; openMinor: number }[];
    }
    const headers = { authorization: `Bearer ${ADMIN}` };
    const IBAN = 'UA213223130000026007233566001';
    const send = async (path: string, payload: object): Promise<{ status: number; body: Answer }> => {
      const answer = await app.inject({ method: 'POST', url: `/api/v1/payouts${path}`, headers, payload });
      return { status: answer.statusCode, body: answer.json<Answer>() };
    };
    const read = async (format: string): Promise<Awaited<ReturnType<typeof app.inject>>> =>
      app.inject({ url: `/api/v1/payouts?lang=en&format=${format}`, headers });
    const claimOf = async (operatorId: string): Promise<object | undefined> =>
      (await read('json')).json<Answer>().claims.find((claim) => claim.operatorId === operatorId);
    const declare = { operatorId: 'ATP', currency: 'UAH', by: 'Olena' };

    it('go to an account whose check digits are right, which whoever approves them has not named', async () => {
      const name = async (operatorId: string, iban: string): Promise<number> => {
        const url = `/api/v1/payouts/accounts/${operatorId}`;
        return (await app.inject({ method: 'PUT', url, headers, payload: { iban, by: 'Ivan' } })).statusCode;
      };
      expect((await send('', declare)).status).toBe(409);
      expect(await name('ATP', 'UA213223130000026007233566002')).toBe(400);
      expect(await name('nobody', IBAN)).toBe(404);
      expect([await name('ATP', IBAN.toLowerCase()), await name('LET', IBAN)]).toEqual([200, 200]);
      expect(await claimOf('ATP')).toMatchObject({ iban: IBAN });
    });

    it('are declared once for what is owed, approved by another person, and booked when the bank has paid', async () => {
      expect(await claimOf('ATP')).toMatchObject({ owedMinor: 46_851, openMinor: 0 });
      expect((await send('', { ...declare, amountMinor: 46_852 })).status).toBe(409);
      const [one, two] = await Promise.all([send('', declare), send('', declare)]);
      expect([one.status, two.status].sort()).toEqual([201, 409]);
      const { body } = one.status === 201 ? one : two;
      expect(body).toMatchObject({ state: 'DECLARED', amountMinor: 46_851 });
      const path = `/${body.payoutId}`;
      for (const by of ['olena', 'Ivan']) {
        expect((await send(`${path}/decision`, { approve: true, by })).status).toBe(409);
      }
      const said = { paid: true, by: 'Taras', note: 'bank 17' };
      expect((await send(`${path}/confirmation`, said)).status).toBe(409);
      expect((await send(`${path}/decision`, { approve: true, by: 'Taras' })).body.state).toBe('APPROVED');
      const file = await app.inject({ method: 'POST', url: '/api/v1/payouts/export', headers });
      expect(parse<object>(file.body, { columns: true })).toMatchObject([
        { payout_id: body.payoutId, operator_id: 'ATP', iban: IBAN, currency: 'UAH', amount_minor: '46851' },
      ]);
      expect(await claimOf('ATP')).toMatchObject({ owedMinor: 46_851, openMinor: 46_851 });
      expect((await send(`${path}/confirmation`, said)).body.state).toBe('PAID');
      expect((await send(`${path}/confirmation`, said)).status).toBe(409);
      expect(await claimOf('ATP')).toMatchObject({ owedMinor: 0, openMinor: 0 });
      expect(
        await rig.query(`SELECT account, amount_minor::integer AS minor FROM ticketing.ledger_entries
          JOIN ticketing.ledger_transactions USING (transaction_id) WHERE kind = 'PAYOUT' ORDER BY 1`),
      ).toEqual([
        { account: 'bank', minor: -46_851 },
        { account: 'operator:ATP', minor: 46_851 },
      ]);
      const { findings } = await verifyLedger(rig.pool, sha256Link);
      const check = 'every payout that the bank made is booked once for its amount, and nothing else is';
      expect(findings.find((finding) => finding.check === check)).toEqual({ check, faults: [] });
    });

    it('are declared and approved by who is signed in, whatever name was typed, and who types cannot be he', async () => {
      const signIn = async (userId: string, name: string): Promise<string> => {
        const token = `${userId}-${'x'.repeat(40)}`;
        await rig.query(`INSERT INTO dispatch.users (user_id, login, name, roles)
          VALUES ('${userId}', '${userId}', '${name}', '{auditor}')`);
        await rig.query(`INSERT INTO dispatch.sessions (token_hash, user_id, method, started_at, last_used_at, expires_at)
          VALUES (sha256('${token}'), '${userId}', 'password', now(), now(), now() + interval '1 hour')`);
        return `theme=dark; rukh_session=${token}`;
      };
      const as = async (
        cookie: string,
        path: string,
        payload: object,
      ): Promise<{ status: number; body: Made }> => {
        const url = `/api/v1/payouts${path}`;
        const response = await app.inject({ method: 'POST', url, headers: { ...headers, cookie }, payload });
        return { status: response.statusCode, body: response.json<Made>() };
      };
      interface Made {
        readonly payoutId: string;
        readonly state: string;
        readonly declaredBy: string;
      }
      const [anna, bohdan] = [await signIn('anna', 'Анна Мельник'), await signIn('bohdan', 'Богдан Лис')];
      const made = await as(anna, '', { ...declare, operatorId: 'LET', amountMinor: 100, by: 'Taras' });
      expect(made.body).toMatchObject({ state: 'DECLARED', declaredBy: 'Анна Мельник (@anna)' });
      const path = `/${made.body.payoutId}/decision`;
      // Neither by another typed name, nor by typing the own one without the session.
      expect((await as(anna, path, { approve: true, by: 'Bohdan' })).status).toBe(409);
      expect((await send(path, { approve: true, by: 'анна мельник' })).status).toBe(409);
      expect((await send(path, { approve: true, by: 'Taras (@bohdan)' })).status).toBe(400);
      expect((await as(bohdan, path, { approve: false, by: 'Anna' })).body.state).toBe('REJECTED');
      expect(
        await rig.query(`SELECT decided_by FROM ticketing.payouts WHERE payout_id = ${made.body.payoutId}`),
      ).toEqual([{ decided_by: 'Богдан Лис (@bohdan)' }]);
    });

    it('that are rejected, or that the bank did not make, are owed as before', async () => {
      const of = { ...declare, operatorId: 'LET', amountMinor: 500 };
      const [withdrawn, failed] = [(await send('', of)).body, (await send('', of)).body];
      expect(
        (await send(`/${withdrawn.payoutId}/decision`, { approve: false, by: 'Olena' })).body.state,
      ).toBe('REJECTED');
      await send(`/${failed.payoutId}/decision`, { approve: true, by: 'Taras' });
      await app.inject({ method: 'POST', url: '/api/v1/payouts/export', headers });
      const said = { paid: false, by: 'Taras', note: 'no such account' };
      expect((await send(`/${failed.payoutId}/confirmation`, said)).body.state).toBe('FAILED');
      expect(await claimOf('LET')).toMatchObject({ owedMinor: 47_551, openMinor: 0 });
      const { body } = await read('html');
      expect(body).toContain('failed at the bank, owed as before');
      expect(body).toContain('data-declare="LET"');
      expect((await app.inject({ url: '/api/v1/payouts' })).statusCode).toBe(401);
      expect((await send('/999/decision', { approve: true, by: 'Taras' })).status).toBe(404);
    });
  });

  describe('of a funding body', () => {
    const ask = async (
      path: string,
      who: string,
    ): Promise<{ readonly statusCode: number; readonly rawPayload: Buffer; readonly body: string }> =>
      app.inject({
        url: `/api/v1/reports/concessions/${path}`,
        headers: { authorization: `Bearer ${tokens[who] ?? ''}` },
      });
    beforeAll(async () => {
      tokens.LVIV = String((await post('tokens', { label: 'LVIV', operatorId: 'LVIV' })).token);
      await charge('V1/3', 'V1/3', 'LET', 0, 1700, { fundingBody: 'LVIV' });
      await charge('V1/4', 'V1/4', 'LET', 0, 1700, { fundingBody: 'LVIV' });
    });

    it('have each trip with what proves it, under a pseudonym, and hashes of all of it', async () => {
      const { rawPayload } = await ask('evidence?month=2026-11', 'LVIV');
      const files = readZip(rawPayload);
      expect(Object.keys(files)).toEqual(['trips.csv', 'sums.csv', 'quotas.csv', 'manifest.json']);
      const trips = parse<Record<string, string>>(files['trips.csv']!, { columns: true });
      expect(trips).toMatchObject([
        {
          ride_ref: 'V1/3',
          device_id: 'V1',
          seq: '3',
          vehicle_id: '7',
          funded_minor: '1700',
          quota_used: '12',
        },
        { ride_ref: 'V1/4', context_source: 'AVL', rider_category: 'student' },
      ]);
      expect(trips[0]!.tap_sha256).toMatch(/^[0-9a-f]*$/);
      expect(trips[0]!.rider).toMatch(/^[0-9a-f]{32}$/);
      const manifest = JSON.parse(files['manifest.json']!.toString()) as {
        fundedMinor: number;
        files: { path: string; sha256: string }[];
      };
      expect(manifest.fundedMinor).toBe(3400);
      for (const { path, sha256 } of manifest.files) {
        expect(createHash('sha256').update(files[path]!).digest('hex')).toBe(sha256);
      }
      expect(parse(files['quotas.csv']!, { columns: true })).toMatchObject([{ used: '12', limit: '60' }]);
    });

    it('are the same to the last byte as of the same moment, whatever came since', async () => {
      const asOf = new Date().toISOString();
      const path = `evidence?month=2026-11&asOf=${asOf}`;
      const before = (await ask(path, 'LVIV')).rawPayload;
      await charge('V1/5', 'V1/5', 'LET', 0, 1700, { fundingBody: 'LVIV' });
      const rename = async (name: string): Promise<unknown> => {
        const headers = { authorization: `Bearer ${ADMIN}` };
        const url = '/api/v1/operators/LVIV/name';
        return app.inject({ method: 'PUT', url, headers, payload: { name } });
      };
      for (const name of ['Lviv community', 'Lviv city', 'Lviv']) await rename(name);
      expect((await ask(path, 'LVIV')).rawPayload.equals(before)).toBe(true);
      await rename('Lviv city');
      // A moment is told in milliseconds, a renaming in microseconds: in the same millisecond it has the name of before.
      await new Promise((resolve) => setTimeout(resolve, 2));
      const { rawPayload } = await ask(`evidence?month=2026-11&asOf=${new Date().toISOString()}`, 'LVIV');
      const { name } = JSON.parse(readZip(rawPayload)['manifest.json']!.toString()) as { name: string };
      expect(name).toBe('Lviv city');
      await rename('Lviv');
      expect((await ask('evidence?month=2026-11', 'LVIV')).rawPayload.equals(before)).toBe(false);
    });

    it('sum up by carrier, category and tariff', async () => {
      const { body } = await ask('sums?month=2026-11', 'LVIV');
      expect(parse(body, { columns: true })).toMatchObject([
        { operator_id: 'LET', rider_category: 'student', trips: '3', funded_minor: '5100' },
      ]);
    });

    it('tell finance what each owes by name, and of one by which rule and on which days, down to its rides', async () => {
      const finance = async (path: string): Promise<string> => {
        const headers = { authorization: `Bearer ${ADMIN}` };
        return (await app.inject({ url: `/api/v1/reports/funding${path}`, headers })).body;
      };
      const period = 'fromDay=2026-11-01&toDay=2026-11-30';
      expect(JSON.parse(await finance(`?${period}`))).toMatchObject({
        bodies: [
          { fundingBodyId: 'LVIV', name: 'Lviv', rides: 3, riders: 1, paidMinor: 0, fundedMinor: 5100 },
        ],
      });
      const sums = { currency: 'UAH', rides: 3, riders: 1, paidMinor: 0, fundedMinor: 5100 };
      expect(JSON.parse(await finance(`/LVIV?${period}`))).toEqual({
        ...{ fundingBodyId: 'LVIV', name: 'Lviv', fromDay: '2026-11-01', toDay: '2026-11-30' },
        lines: [
          {
            ...{ operatorId: 'LET', riderCategoryId: 'student', tariffVersion: 'v1', ruleId: 'line-7' },
            ...{ eachMinor: 1700, ...sums },
          },
        ],
        days: [{ day: '2026-11-23', ...sums }],
        ...{ owedMinor: 0, receivedMinor: 0, outstandingMinor: 0, payments: [] },
      });
      expect(JSON.parse(await finance('?fromDay=2026-10-01&toDay=2026-10-31'))).toMatchObject({
        bodies: [{ fundingBodyId: 'LVIV', rides: 0, fundedMinor: 0 }],
      });
      const page = await finance(`/LVIV?${period}&format=html&lang=en`);
      expect(page).toContain('#rides?day=2026-11-23&amp;fundingBodyId=LVIV');
      expect(page).toContain('data-save="reports/concessions/evidence?month=2026-11&amp;fundingBodyId=LVIV"');
      const rides = await listDayRides(rig.pool, { day: '2026-11-23', fundingBodyId: 'LVIV', limit: 10 });
      expect(rides.map(({ rideRef, fundedMinor }) => [rideRef, fundedMinor])).toEqual([
        ['V1/5', 1700],
        ['V1/4', 1700],
        ['V1/3', 1700],
      ]);
    });

    it('are given to finance too, which has the administration token, of whichever body it names', async () => {
      const authorization = `Bearer ${ADMIN}`;
      const url = '/api/v1/reports/concessions/evidence?month=2026-11&fundingBodyId=LVIV';
      const answer = await app.inject({ url, headers: { authorization } });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip']);
      const wrong = await app.inject({ url, headers: { authorization: `${authorization}x` } });
      expect(wrong.statusCode).toBe(401);
    });

    it('tell what it has paid, which is booked once for each bank document, and taken back where it was a mistake', async () => {
      const headers = { authorization: `Bearer ${ADMIN}` };
      const send = async (path: string, payload: object): Promise<[number, Record<string, unknown>]> => {
        const url = `/api/v1/funding-payments${path}`;
        const answer = await app.inject({ method: 'POST', url, headers, payload });
        return [answer.statusCode, answer.json<Record<string, unknown>>()];
      };
      const get = async (path: string): Promise<string> =>
        (await app.inject({ url: `/api/v1/${path}`, headers })).body;
      const period = 'fromDay=2026-11-01&toDay=2026-11-30';
      const dues = async (): Promise<unknown> => {
        const { bodies } = JSON.parse(await get(`reports/funding?${period}`)) as { bodies: object[] };
        return bodies[0];
      };
      await rig.query(`SELECT ticketing.post_transactions('{charge:x:1}', '{CHARGE}', '{UAH}', '{NULL}', '{NULL}', '{NULL}',
        '{1,1}', '{funding:LVIV,revenue}', '{5100,-5100}')`);
      expect(await dues()).toMatchObject({ owedMinor: 5100, receivedMinor: 0, outstandingMinor: 5100 });

      const wish = {
        ...{ fundingBodyId: 'LVIV', currency: 'UAH', amountMinor: 5000, paidOn: '2026-11-25' },
        ...{ reference: 'doc 17', by: 'Olena' },
      };
      const both = await Promise.all([send('', wish), send('', wish)]);
      expect(both.map(([status]) => status)).toEqual([200, 200]);
      expect(both[0][1]).toEqual(both[1][1]);
      const payment = both[0][1];
      expect(await dues()).toMatchObject({ owedMinor: 5100, receivedMinor: 5000, outstandingMinor: 100 });
      for (const [other, name] of [
        [{ amountMinor: 50 }, 'differs'],
        [{ reference: 'doc 18', paidOn: '2999-01-01' }, 'in_future'],
        [{ reference: 'doc 18', currency: 'EUR' }, 'other_currency'],
        // Typed or copied, it is the same document.
        [{ reference: ' doc  17 ', amountMinor: 50 }, 'differs'],
      ] as const) {
        const [status, problem] = await send('', { ...wish, ...other });
        expect([status, problem['type']]).toEqual([409, `urn:rukh:problem:funding_${name}`]);
      }
      expect((await send('', { ...wish, fundingBodyId: 'LET', reference: 'a carrier' }))[0]).toBe(404);
      expect((await send('', { ...wish, paidOn: '0000-01-01' }))[0]).toBe(400);
      const atNought = await get('reports/funding?fromDay=0000-01-01&toDay=0000-01-02');
      expect(JSON.parse(atNought)).toMatchObject({ status: 400 });
      expect((await send('', { ...wish, amountMinor: 0 }))[0]).toBe(400);

      const taken = { by: 'Taras', why: 'it was 500.00' };
      const path = `/${String(payment['paymentId'])}/taking-back`;
      // Who booked it cannot take it back alone.
      const [alone, problem] = await send(path, { ...taken, by: ' olena' });
      expect([alone, problem['type']]).toEqual([409, 'urn:rukh:problem:funding_same_person']);
      expect(await dues()).toMatchObject({ receivedMinor: 5000 });
      expect((await send(path, taken))[1]).toMatchObject({ takenBackBy: 'Taras', takenBackWhy: taken.why });
      expect((await send(path, { ...taken, by: 'Ivan' }))[1]).toMatchObject({ takenBackBy: 'Taras' });
      expect((await send('/999/taking-back', taken))[0]).toBe(404);
      expect((await send('', { ...wish, amountMinor: 50_000 }))[0]).toBe(200);
      // Payers number their documents anew each year.
      const before = (await send('', { ...wish, amountMinor: 7, paidOn: '2025-11-25' }))[1];
      expect(before).toMatchObject({ amountMinor: 7, takenBackAt: null });
      await send(`/${String(before['paymentId'])}/taking-back`, taken);
      expect(await dues()).toMatchObject({
        owedMinor: 5100,
        receivedMinor: 50_000,
        outstandingMinor: -44_900,
      });
      expect(
        await rig.query(`SELECT account, amount_minor::integer AS minor FROM ticketing.ledger_entries
          JOIN ticketing.ledger_transactions USING (transaction_id) WHERE kind = 'FUNDING_PAYMENT' AND account = 'bank'
          ORDER BY transaction_id`),
      ).toEqual([5000, -5000, 50_000, 7, -7].map((minor) => ({ account: 'bank', minor })));
      const { findings } = await verifyLedger(rig.pool, sha256Link);
      expect(findings.find(({ check }) => check.startsWith('every payment of a funding body'))).toMatchObject(
        {
          faults: [],
        },
      );

      const listed = parse<object>(await get('funding-payments?format=csv&fundingBodyId=LVIV&lang=en'), {
        columns: true,
      });
      expect(listed).toMatchObject([
        { fundingBodyName: 'Lviv', amountMinor: '50000', paidOn: '2026-11-25', takenBackBy: '' },
        { reference: 'doc 17', amountMinor: '5000', bookedBy: 'Olena', takenBackBy: 'Taras' },
        { reference: 'doc 17', amountMinor: '7', paidOn: '2025-11-25' },
      ]);
      expect(parse(await get(`reports/funding?${period}&format=csv`), { columns: true })).toMatchObject([
        { fundingBodyId: 'LVIV', name: 'Lviv', fundedMinor: '5100', outstandingMinor: '-44900' },
      ]);
      const page = await get(`reports/funding/LVIV?${period}&format=html&lang=en`);
      expect(page).toContain('taken back: it was 500.00. Taras, ');
      expect(page).toContain('data-funding="LVIV"');
    });

    it('are called as they are in the language of who reads', async () => {
      const call = async (id: string, payload: object): Promise<number> => {
        const headers = { authorization: `Bearer ${ADMIN}` };
        const url = `/api/v1/operators/${id}/name`;
        return (await app.inject({ method: 'PUT', url, headers, payload })).statusCode;
      };
      const page = async (lang: string): Promise<string> => {
        const url = `/api/v1/reports/funding?fromDay=2026-11-01&toDay=2026-11-30&format=html&lang=${lang}`;
        return (await app.inject({ url, headers: { authorization: `Bearer ${ADMIN}` } })).body;
      };
      expect(await call('LVIV', { name: 'Lviv', names: { uk: 'Львівська громада' } })).toBe(200);
      expect(await page('uk')).toContain('>Львівська громада</a>');
      expect(await page('en')).toContain('>Lviv</a>');
      // Two of one name are told apart.
      expect(await call('ATP', { name: 'Lviv' })).toBe(200);
      expect(await page('en')).toContain('>Lviv (LVIV)</a>');
      expect(await call('nobody', { name: 'x' })).toBe(404);
      expect(await call('LVIV', { name: '' })).toBe(400);
      expect(await call('LVIV', { name: 'a\u0000b' })).toBe(400);
      expect(await call('LVIV', { name: 'x', names: { fr: 'x' } })).toBe(400);
    });

    it.each([
      ['another funding body', 'evidence?month=2026-11&fundingBodyId=ATP', 'LVIV', 404],
      ['a carrier', 'evidence?month=2026-11', 'LET', 404],
      ['a carrier who names one', 'evidence?month=2026-11&fundingBodyId=LVIV', 'LET', 404],
      ['nobody', 'evidence?month=2026-11', 'none', 401],
      ['the city, which names one', 'sums?month=2026-11&fundingBodyId=LVIV', 'all', 200],
      ['a month that is none', 'sums?month=2026-13', 'LVIV', 400],
    ])('for %s', async (_, path, who, status) => {
      expect((await ask(path, who)).statusCode).toBe(status);
    });
  });
});
