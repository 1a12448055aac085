/**
 * How many taps a second intake takes: signed batches over HTTP from a process of their own, the e-ticket in another, a
 * real PostgreSQL with its data synced to disk. Each answer is one after a commit. With prices, payments and places left
 * to other processes, once and again as two processes; and with all of them in the same one, at work on what comes in.
 * After a build:
 *
 *     node test/bench/taps.bench.ts [--seconds 10] [--devices 1000] [--history MILLIONS]
 *       [--only 'single taps'] [--deployment 'intake alone'] [--small]
 *
 * With --history the table is filled with so many million taps first, and what a tap costs is compared with an empty
 * one. Prints the figures; ends with 1 where a tap that has a receipt is not in the database.
 */
import 'reflect-metadata';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createPool, migrate } from '@rukh/adapters/postgres';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { Figures } from './figures.ts';
import { fillHistory } from './taps/fill-history.ts';
import { runLoad } from './taps/send-taps.ts';
import {
  DEPLOYMENTS,
  addDevices,
  ask,
  readBoth,
  runServer,
  start,
  startServer,
  stopServer,
} from './taps/ticketing-process.ts';

type Pool = ReturnType<typeof createPool>;

interface Settings {
  readonly seconds: number;
  readonly devices: number;
}

/** One way of sending. */
interface Load {
  readonly name: string;
  readonly tapsPerBatch: number;
  readonly connections: number;
  readonly inSessions: boolean;
}

interface Outcome {
  readonly taps: number;
  readonly seconds: number;
  readonly refused: number;
  /** Of the devices' first batches. */
  readonly refusedFirst: number;
  readonly cpuMicroseconds: number;
  readonly milliseconds: readonly number[];
}

const LOADS: readonly Load[] = [
  { name: 'batches of 20, Ed25519', tapsPerBatch: 20, connections: 64, inSessions: false },
  { name: 'batches of 20, sessions', tapsPerBatch: 20, connections: 64, inSessions: true },
  { name: 'single taps, sessions', tapsPerBatch: 1, connections: 256, inSessions: true },
  { name: 'single taps, Ed25519', tapsPerBatch: 1, connections: 256, inSessions: false },
];

const figures = new Figures('taps');

interface Bench {
  readonly pool: Pool;
  readonly servers: readonly ChildProcess[];
  readonly urls: readonly string[];
  readonly settings: Settings;
}

/** One load from its first tap to its last receipt; whether all that has a receipt is there. */
async function measure(
  { pool, servers, urls, settings }: Bench,
  load: Load,
  subject: string,
): Promise<boolean> {
  const prefix = `d${Date.now().toString(36)}`;
  const sender = start('load', ['--settings', JSON.stringify({ ...settings, ...load, prefix, urls })]);
  const [keys] = (await once(sender, 'message')) as [{ deviceId: string; publicKey: string }[]];
  await addDevices(pool, keys);
  await ask(sender, { warmUp: true });
  const before = await readBoth(pool, ...servers);
  const walBefore = await readWal(pool);
  const outcome = await ask<Outcome>(sender, { run: true });
  const after = await readBoth(pool, ...servers);
  const walAfter = await readWal(pool);
  if (sender.connected) sender.disconnect();
  const { taps, seconds, refused, refusedFirst, milliseconds } = outcome;
  figures.add(subject, `${load.name}: durable and answered`, taps / seconds, 'taps/s');
  figures.add(subject, `${load.name}: CPU of the e-ticket`, (after[0] - before[0]) / taps, 'us/tap', 1);
  figures.add(subject, `${load.name}: CPU of PostgreSQL`, (after[1] - before[1]) / taps, 'us/tap', 1);
  figures.add(subject, `${load.name}: write-ahead log`, (walAfter - walBefore) / taps, 'bytes/tap', 0);
  figures.add(subject, `${load.name}: CPU of the senders`, outcome.cpuMicroseconds / taps, 'us/tap', 1);
  figures.addSpread(subject, `${load.name}: answer`, milliseconds, 'ms');
  if (refusedFirst > 0) figures.add(subject, `${load.name}: refused at first contact`, refusedFirst, '');
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM ticketing.taps WHERE device_id LIKE $1`,
    [`${prefix}%`],
  );
  // With those that were sent before the clock ran.
  const lost = taps + keys.length * load.tapsPerBatch - rows[0]!.n;
  if (lost !== 0 || refused > 0) console.error(`${load.name}: ${lost} lost, ${refused} batches refused`);
  return lost === 0 && refused === 0;
}

/** Bytes of write-ahead log so far: what a tap costs the disk, whatever else the machine does. */
async function readWal(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS bytes",
  );
  return rows[0]!.bytes;
}

interface Plan {
  readonly settings: Settings;
  readonly millions: number;
  readonly loads: readonly Load[];
  readonly deployments: readonly string[];
}

async function run({ settings, millions, loads, deployments }: Plan): Promise<boolean> {
  const postgres = await startScratchPostgres(['-c', 'max_wal_size=4GB', '-c', 'shared_buffers=512MB']);
  await migrate(postgres.url());
  const pool = createPool({
    ...{ databaseUrl: postgres.url(), applicationName: 'bench', max: 1, statementTimeoutMs: 600_000 },
  });
  await pool.query("INSERT INTO ticketing.operators (operator_id, name) VALUES ('let', 'Bench')");
  const measureAll = async (suffix: string): Promise<boolean> => {
    let isGood = true;
    for (const deployment of deployments) {
      const { processes, env } = DEPLOYMENTS[deployment]!;
      const started = await Promise.all(
        Array.from({ length: processes }, () => startServer(postgres.url(), env)),
      );
      const servers = started.map(({ server }) => server);
      const urls = started.map(({ url }) => url);
      for (const load of loads) {
        isGood = (await measure({ pool, servers, urls, settings }, load, `${deployment}${suffix}`)) && isGood;
      }
      await Promise.all(servers.map(stopServer));
    }
    return isGood;
  };
  let isGood = await measureAll('');
  if (millions > 0) {
    await fillHistory(pool, millions);
    isGood = (await measureAll(`, ${millions} million taps`)) && isGood;
  }
  await pool.end();
  await postgres.stop();
  return isGood;
}

const { values } = parseArgs({
  options: {
    role: { type: 'string', default: 'all' },
    settings: { type: 'string', default: '{}' },
    seconds: { type: 'string', default: '10' },
    devices: { type: 'string', default: '1000' },
    history: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    deployment: { type: 'string', default: '' },
    small: { type: 'boolean', default: false },
  },
});

if (values.role === 'server') await runServer();
else if (values.role === 'load') await runLoad(JSON.parse(values.settings) as Parameters<typeof runLoad>[0]);
else {
  const isGood = await run({
    settings: {
      seconds: values.small ? 1 : Number(values.seconds),
      devices: values.small ? 100 : Number(values.devices),
    },
    millions: Number(values.history),
    loads: LOADS.filter(({ name }) => name.startsWith(values.only)),
    deployments: Object.keys(DEPLOYMENTS).filter((name) => name.startsWith(values.deployment)),
  });
  process.exit(isGood ? 0 : 1);
}
