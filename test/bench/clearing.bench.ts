/**
 * What clearing a period costs, day by day, by kilometres (which reads most): the rides of a city on its trips, the
 * trips as their vehicles were seen. A real PostgreSQL with its data synced to disk. After a build:
 *
 *     node test/bench/clearing.bench.ts [--days 3] [--rides 250000] [--vehicles 600] [--small]
 *
 * A period is the sum of its days, which are read one after another, so a month is ten times three days. Vehicles are seen
 * every 30 s for 17 hours. Ends with 1 where what carriers are due is not what was charged.
 */
import { parseArgs } from 'node:util';
import { ClearingReader, ClearingStore, createPool, migrate } from '@rukh/adapters/postgres';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { ClearPeriod, Tariffs, readTicketingConfig } from '@rukh/ticketing';
import { Figures } from './figures.ts';
import { readServerCpu } from './process-costs.ts';

const figures = new Figures('clearing');
const FIRST = '2026-10-05';

type Pool = ReturnType<typeof createPool>;

/** Every ride has its tap, its place and its charge; two rides of three are a journey. */
const RIDES = [
  `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
     device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
   SELECT 'v' || n % $2, $3 * 1000000 + n / $2 + 1, '\\x00', decode(md5('card ' || n % 90000), 'hex'), 'CLOSED_CARD', 'ENTRY',
     'OK_PAYG', 0, at, at, 'EXACT', 'ACCEPTED', (n % $2)::text, 'carrier-' || n % $2 % 7
   FROM generate_series(0, $1 - 1) AS n,
     LATERAL (SELECT $4::date + interval '4 hours' + n * interval '61200 seconds' / $1 AS at) AS t`,
  `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, service_date, source, confidence, trip_id_performed)
   SELECT 'v' || n % $2, $3 * 1000000 + n / $2 + 1, 1, 't' || n % $2, $4::date, 'AVL', 1,
     't' || n % $2 || '-' || n * 12 / $1 FROM generate_series(0, $1 - 1) AS n`,
  `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition, currency,
     nominal_minor, amount_minor, billed_minor, payer, operator_id, journey_ref, tap_refs, details, causes)
   SELECT ref, 1, 1, $4::date + interval '4 hours' + n * interval '61200 seconds' / $1, $4::date, 'v1',
     CASE WHEN n % 3 = 1 THEN 'FREE_TRANSFER' ELSE 'CHARGED' END, 'UAH', 1700, paid, paid, 'rider:1',
     'carrier-' || n % $2 % 7, CASE WHEN n % 3 = 1 THEN before ELSE ref END, ARRAY[ref],
     '{"reasons":[{"code":"FARE","ruleId":"fare_leg_rules:ride","inputs":{"product":"single"}}]}', '{TAP}'
   FROM generate_series(0, $1 - 1) AS n, LATERAL (SELECT CASE WHEN n % 3 = 1 THEN 0 ELSE 1700 END AS paid,
     'v' || n % $2 || '/' || $3 * 1000000 + n / $2 + 1 AS ref,
     'v' || (n - 1) % $2 || '/' || $3 * 1000000 + (n - 1) / $2 + 1 AS before) AS told`,
];
const POSITIONS = `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, service_date, vehicle_id,
    trip_id_performed, shape_dist_traveled)
  SELECT at, at, 49.8, 24, $2::date, vehicle::text, 't' || vehicle || '-' || n / 170, n % 170 * 60
  FROM generate_series(0, $1 - 1) AS vehicle, generate_series(0, 2039) AS n,
    LATERAL (SELECT $2::date + interval '4 hours' + n * interval '30 seconds' AS at) AS t`;

function dayOf(n: number): string {
  return new Date(Date.parse(FIRST) + n * 86_400_000).toISOString().slice(0, 10);
}

async function load(pool: Pool, plan: Plan): Promise<void> {
  await pool.query("INSERT INTO ticketing.accounts (state) VALUES ('ACTIVE')");
  await pool.query(
    `INSERT INTO ticketing.operators (operator_id, name) SELECT 'carrier-' || n, 'Carrier' FROM generate_series(0, 6) AS n`,
  );
  await pool.query(
    `INSERT INTO ticketing.devices (device_id, operator_id, state)
     SELECT 'v' || n, 'carrier-' || n % 7, 'ACTIVE' FROM generate_series(0, $1 - 1) AS n`,
    [plan.vehicles],
  );
  await pool.query(
    `INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from)
     SELECT 'v' || n, n::text, 'carrier-' || n % 7, '2026-01-01' FROM generate_series(0, $1 - 1) AS n`,
    [plan.vehicles],
  );
  for (let day = 0; day < plan.days; day++) {
    for (const text of RIDES) {
      await pool.query(text, [plan.rides, plan.vehicles, day + 1, dayOf(day)].slice(0, countOf(text)));
    }
    await pool.query(POSITIONS, [plan.vehicles, dayOf(day)]);
  }
  await pool.query('VACUUM ANALYZE');
}

function countOf(text: string): number {
  return Math.max(...[...text.matchAll(/\$(\d)/g)].map(([, n]) => Number(n)));
}

interface Plan {
  readonly days: number;
  readonly rides: number;
  readonly vehicles: number;
}

async function run(plan: Plan): Promise<boolean> {
  const postgres = await startScratchPostgres(['-c', 'max_wal_size=4GB', '-c', 'shared_buffers=512MB']);
  await migrate(postgres.url());
  const pool = createPool({
    ...{ databaseUrl: postgres.url(), applicationName: 'bench', statementTimeoutMs: 600_000 },
  });
  await load(pool, plan);
  const config = await readTicketingConfig({
    ...{ DATABASE_URL: postgres.url(), REDIS_URL: 'redis://127.0.0.1:1', RUKH_AGENCY: 'bench' },
    RUKH_TICKETING_TOKEN_KEY: 'a token key that is for benchmarks only',
    RUKH_ADMIN_TOKEN: 'a-token-for-benchmarks-only',
  });
  const store = new ClearingStore(pool);
  const periods = new ClearPeriod(config, new Tariffs(config), new ClearingReader(pool), store);
  const before = { at: performance.now(), cpu: process.cpuUsage(), server: await readServerCpu(pool) };
  const { runId } = await periods.run({ fromDay: dayOf(0), toDay: dayOf(plan.days - 1), rule: 'KM' });
  const seconds = (performance.now() - before.at) / 1000;
  const { user, system } = process.cpuUsage(before.cpu);
  const server = (await readServerCpu(pool)) - before.server;
  const rides = plan.days * plan.rides;
  const subject = `${plan.days} days, ${plan.rides} rides each`;
  figures.add(subject, 'time to the run', seconds, 's', 1);
  figures.add(subject, 'CPU of clearing', (user + system) / 1e6 / plan.days, 's/day', 2);
  figures.add(subject, 'CPU of PostgreSQL', server / 1e6 / plan.days, 's/day', 2);
  figures.add(subject, 'memory of the process, most', process.resourceUsage().maxRSS / 1024, 'MB');
  const { lines } = (await store.find(runId))!;
  const due = lines.reduce((sum, line) => sum + line.apportionedMinor, 0);
  await pool.end();
  await postgres.stop();
  const charged =
    1700 * plan.days * Array.from({ length: plan.rides }, (_, n) => n).filter((n) => n % 3 !== 1).length;
  return due === charged && lines.reduce((sum, line) => sum + line.rides, 0) === rides;
}

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '3' },
    rides: { type: 'string', default: '250000' },
    vehicles: { type: 'string', default: '600' },
    small: { type: 'boolean', default: false },
  },
});
const isRight = await run({
  days: values.small ? 2 : Number(values.days),
  rides: values.small ? 5_000 : Number(values.rides),
  vehicles: values.small ? 30 : Number(values.vehicles),
});
if (!isRight) console.error('what carriers are due is not what was charged');
process.exit(isRight ? 0 : 1);
