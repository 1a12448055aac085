import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ScheduleStore, TapContexts } from '@rukh/adapters/postgres';
import { Metrics, createApp, loadConfig } from '@rukh/service';
import { parse } from 'csv-parse/sync';
import { ticketingConfig } from '../config.js';
import { ContextMetrics } from '../context/context-metrics.js';
import { ContextService } from '../context/context.service.js';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { StorageModule } from '../storage.module.js';
import { ReportsModule } from './reports.module.js';

@Module({ imports: [StorageModule, ReportsModule] })
class ReportsApp {}

interface Schema {
  readonly fields: readonly {
    name: string;
    type: string;
    constraints?: { required?: boolean; enum?: string[]; minimum?: number };
  }[];
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
    fundingBody: string | null = null,
  ): Promise<void> => {
    const reasons = [{ code: 'QUOTA', ruleId: 'q', inputs: { used: 12, limit: 60 } }];
    const details = {
      riderCategoryId: fundingBody === null ? 'adult' : 'student',
      fareProductId: 'single',
      ...(fundingBody !== null && { reasons }),
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
    const variables = {
      RUKH_AGENCY: 'town',
      DATABASE_URL: rig.url,
      REDIS_URL: 'redis://127.0.0.1:1',
      RUKH_LOG_LEVEL: 'silent',
      RUKH_TICKETING_TOKEN_KEY: 'a key of thirty-two characters or more',
      RUKH_ADMIN_TOKEN: ADMIN,
    };
    Object.assign(process.env, variables);
    const schedules = { current: undefined } as unknown as ScheduleStore;
    const config = loadConfig(ticketingConfig, variables);
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
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  it.each(['fare_transactions', 'passenger_events', 'devices'])(
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
    expect(await csv(`completeness?${DAY}`)).toMatchObject([
      { device_id: 'V1', received: '7', missing: '1', expected: '8', queue_length: '' },
      { device_id: 'V2', received: '1', missing: '3', expected: '4', queue_length: '3' },
    ]);
  });

  it('never show one carrier another’s rows', async () => {
    await post('clearing', { fromDay: '2026-11-01', toDay: '2026-11-30', rule: 'EQUAL' });
    for (const name of [`fare_transactions?${DAY}`, `completeness?${DAY}`, `devices?${DAY}`]) {
      const ids = (await csv(name, 'ATP')).map((row) => row.device_id);
      expect([...new Set(ids)]).toEqual(['V2']);
    }
    expect((await csv(`passenger_events?${DAY}`, 'ATP')).map((row) => row.vehicle_id)).toEqual(['8']);
    expect((await csv('clearing', 'ATP')).map((row) => row.operator_id)).toEqual(['ATP']);
    const { statusCode } = await app.inject({ url: `/api/v1/reports/devices?${DAY}` });
    expect(statusCode).toBe(401);
  });

  it('clear a journey between its carriers to the last kopiyka, the same each time', async () => {
    const period = { fromDay: '2026-11-23', toDay: '2026-11-23', rule: 'EQUAL' };
    const [one, two] = [await post('clearing', period), await post('clearing', period)];
    expect(two.inputSha256).toBe(one.inputSha256);
    const lines = (await csv('clearing')).filter((row) => row.to_day === '2026-11-23');
    expect(lines).toMatchObject([
      { operator_id: 'ATP', rides: '1', charged_minor: '0', apportioned_minor: '850' },
      {
        operator_id: 'LET',
        rides: '2',
        charged_minor: '1701',
        apportioned_minor: '851',
        funded_minor: '1700',
        concession_rides: '1',
      },
    ]);
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
      await charge('V1/3', 'V1/3', 'LET', 0, 1700, 'LVIV');
      await charge('V1/4', 'V1/4', 'LET', 0, 1700, 'LVIV');
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
      await charge('V1/5', 'V1/5', 'LET', 0, 1700, 'LVIV');
      expect((await ask(path, 'LVIV')).rawPayload.equals(before)).toBe(true);
      expect((await ask('evidence?month=2026-11', 'LVIV')).rawPayload.equals(before)).toBe(false);
    });

    it('sum up by carrier, category and tariff', async () => {
      const { body } = await ask('sums?month=2026-11', 'LVIV');
      expect(parse(body, { columns: true })).toMatchObject([
        { operator_id: 'LET', rider_category: 'student', trips: '3', funded_minor: '5100' },
      ]);
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
