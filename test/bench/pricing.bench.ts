/**
 * How fast a backlog of taps becomes charges, bookings and pay windows: after a blackout they all lie there at once. The
 * bundled tariffs, a real PostgreSQL with its data synced to disk, one process with two workers. After a build:
 *
 *     node test/bench/pricing.bench.ts [--taps 70000] [--cards 35000] [--history 0] [--millions 0] [--small]
 *
 * --history is days that the same cards tapped before. With --millions the table is filled with so many million taps of
 * others afterwards, and a second backlog priced, to be held against the first. Prints seconds, taps a second and CPU time of the process and
 * of PostgreSQL; ends with 1 where a tap was not priced, or the ledger is wrong.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createPool, followTaps, migrate, verifyLedger } from '@rukh/adapters/postgres';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { readTariffs } from '@rukh/domain/fares';
import { type PricingRules, priceBatch, tariffRules } from '@rukh/ticketing';
import { Figures } from './figures.ts';
import { readServerCpu } from './process-costs.ts';
import { fillHistory } from './taps/fill-history.ts';

const figures = new Figures('pricing');
const BUNDLED = fileURLToPath(new URL('../../data/tariffs', import.meta.url));
const POLICY = { lateCollectDays: 14, windowGraceMs: 3_600_000, cardCheckDays: 14, allowedDebtMinor: 0 };
const NOON = Date.parse('2025-10-15T12:00:00Z');
const HOUR_MS = 3_600_000;
const BATCH = 200;
const WORKERS = 2;

type Pool = ReturnType<typeof createPool>;

/** Taps of four hours before an instant, every fourth by bank card; sequence numbers go on from `firstSeq`. */
async function accept(
  pool: Pool,
  taps: number,
  cards: number,
  untilMs: number,
  firstSeq: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
       device_time, tapped_at, clock_quality, outcome, operator_id)
     SELECT 'v' || n % 1000, $4 + n / 1000, '\\x00', decode(md5('card ' || card), 'hex'),
       CASE WHEN card % 4 = 0 THEN 'BANK_CARD' ELSE 'CLOSED_CARD' END, 'ENTRY', 'OK_PAYG', 0, at, at, 'EXACT', 'ACCEPTED',
       'lad'
     FROM generate_series(0, $1::integer - 1) AS n, LATERAL (SELECT (n::bigint * 7919) % $2::integer AS card) AS c,
       LATERAL (SELECT to_timestamp($3::float8 / 1000) - make_interval(secs => (n::bigint * 104729) % 14400) AS at) AS t`,
    [taps, cards, untilMs, firstSeq],
  );
}

async function priceAll(pool: Pool, rules: PricingRules): Promise<void> {
  while ((await followTaps(pool, 5_000)).taps > 0);
  const work = async (): Promise<void> => {
    while ((await priceBatch(pool, rules, POLICY, { limit: BATCH, nowMs: NOON })).accounts > 0);
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

async function measure(pool: Pool, rules: PricingRules, subject: string, taps: number): Promise<void> {
  const before = { at: performance.now(), cpu: process.cpuUsage(), server: await readServerCpu(pool) };
  await priceAll(pool, rules);
  const seconds = (performance.now() - before.at) / 1000;
  const { user, system } = process.cpuUsage(before.cpu);
  const server = (await readServerCpu(pool)) - before.server;
  figures.add(subject, 'taps', taps, '');
  figures.add(subject, 'time to the last booking', seconds, 's', 1);
  figures.add(subject, 'priced and booked', taps / seconds, 'taps/s');
  figures.add(subject, 'CPU of pricing', (user + system) / taps, 'us/tap');
  figures.add(subject, 'CPU of PostgreSQL', server / taps, 'us/tap');
}

interface Plan {
  readonly taps: number;
  readonly cards: number;
  readonly historyDays: number;
  readonly millions: number;
}

async function run({ taps, cards, historyDays, millions }: Plan): Promise<boolean> {
  const postgres = await startScratchPostgres(['-c', 'max_wal_size=4GB', '-c', 'shared_buffers=512MB']);
  await migrate(postgres.url());
  const pool = createPool({
    ...{ databaseUrl: postgres.url(), applicationName: 'bench', statementTimeoutMs: 300_000 },
  });
  const folders = await Promise.all((await listTariffFolders(BUNDLED)).map(readTariffFolder));
  const rules = tariffRules(readTariffs(folders).history, 'Europe/Kyiv');
  let seq = 1;
  for (let day = historyDays; day > 0; day--) {
    await accept(pool, taps, cards, NOON - day * 24 * HOUR_MS, seq);
    seq += Math.ceil(taps / 1000);
    await priceAll(pool, rules);
  }
  await accept(pool, taps, cards, NOON, seq);
  await pool.query('VACUUM ANALYZE');
  const subject = historyDays === 0 ? 'backlog, no history' : `backlog after ${historyDays} days`;
  await measure(pool, rules, subject, taps);
  if (millions > 0) {
    const filling = createPool({
      databaseUrl: postgres.url(),
      applicationName: 'bench',
      max: 1,
      statementTimeoutMs: 600_000,
    });
    await fillHistory(filling, millions, 'LATE_EXPIRED');
    await filling.end();
    await accept(pool, taps, cards, NOON + HOUR_MS, seq + Math.ceil(taps / 1000));
    await measure(pool, rules, `backlog, ${millions} million taps`, taps);
  }
  const { rows } = await pool.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM ticketing.current_charges',
  );
  const verdict = await verifyLedger(pool, (previous, text) =>
    createHash('sha256').update(previous).update(text).digest(),
  );
  const faults = verdict.findings.flatMap((finding) => finding.faults);
  for (const fault of faults) console.error(fault);
  await pool.end();
  await postgres.stop();
  return rows[0]!.n === taps * (historyDays + (millions > 0 ? 2 : 1)) && faults.length === 0;
}

const { values } = parseArgs({
  options: {
    taps: { type: 'string', default: '70000' },
    cards: { type: 'string', default: '35000' },
    history: { type: 'string', default: '0' },
    millions: { type: 'string', default: '0' },
    small: { type: 'boolean', default: false },
  },
});
const taps = values.small ? 5_000 : Number(values.taps);
const isRight = await run({
  taps,
  cards: values.small ? 2_500 : Number(values.cards),
  historyDays: Number(values.history),
  millions: Number(values.millions),
});
if (!isRight) console.error('taps were not priced, or the ledger is wrong');
process.exit(isRight ? 0 : 1);
