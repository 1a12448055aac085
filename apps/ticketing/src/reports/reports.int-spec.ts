import 'reflect-metadata';
import { TapsFirst } from '../taps-first.js';
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
  readonly fields: readonly { name: string; constraints?: { required?: boolean; enum?: string[] } }[];
}

const SHARED = process.env.RUKH_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const ADMIN = 'a-token-of-the-administration';
const DAY = 'day=2026-11-23';

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
  ): Promise<void> => {
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
         currency, nominal_minor, amount_minor, billed_minor, payer, funded_minor, operator_id, journey_ref, tap_refs, details, causes)
       SELECT $1, 1, min(account_id), '2026-11-23T06:00:00Z', '2026-11-23', 'v1', CASE WHEN $4 = 0 THEN 'FREE_TRANSFER' ELSE 'CHARGED' END,
         'UAH', 1700, $4, $4, 'rider:1', $5, $3, $2, ARRAY[$1], '{"riderCategoryId":"adult","fareProductId":"single"}', '{TAP}'
       FROM ticketing.accounts`,
      [ref, journey, operator, amount, funded],
    );
  };

  beforeAll(async () => {
    rig = await TicketingRig.create();
    const variables = {
      RUKH_AGENCY: 'town',
      DATABASE_URL: rig.postgres.url(),
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
      new TapsFirst(),
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
        for (const { name: column, constraints } of fields) {
          const value = row[column]!;
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
});
