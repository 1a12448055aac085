/**
 * How soon a change of the deny list reaches validators with a network: each of them waits with a request, as validators
 * do (docs/deny-list.md), and asks again. After a build:
 *
 *     node test/bench/deny-list.bench.ts [--validators 1000] [--changes 10] [--small]
 *
 * Prints the time from the commit of a change to each validator's having a list with it; ends with 1 where one has not
 * got it within a minute.
 */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPool, migrate } from '@rukh/adapters/postgres';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { Figures } from './figures.ts';
import { type Connection, connectTo } from './taps/connection.ts';
import { readBoth, runServer, startServer, stopServer } from './taps/ticketing-process.ts';

type Pool = ReturnType<typeof createPool>;

interface ListAnswer {
  readonly kind: 'snapshot' | 'delta' | 'head';
  readonly epoch: number;
  readonly version?: number;
  readonly to?: number;
}

/** When each version was first seen, by validator. */
type Seen = Map<number, number>;

const figures = new Figures('deny-list');
const PROMISED_MS = 60_000;
const PAUSE_MS = 3_000;

class Validator {
  readonly seen: Seen = new Map();
  version = 0;
  #epoch = 0;
  #isOver = false;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  stop(): void {
    this.#isOver = true;
    this.#connection.close();
  }

  async run(): Promise<void> {
    while (!this.#isOver) {
      const path = `/api/v1/deny-list?after=${this.version}&epoch=${this.#epoch}&wait=25`;
      const answer = await this.#connection.send(Buffer.from(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`));
      if (answer.isGood) this.#note(JSON.parse(answer.body()) as ListAnswer);
      else await delay(500);
    }
  }

  #note(answer: ListAnswer): void {
    const version = answer.to ?? answer.version ?? 0;
    this.#epoch = answer.epoch;
    for (let passed = this.version + 1; passed <= version; passed++) {
      this.seen.set(passed, performance.now());
    }
    this.version = Math.max(this.version, version);
  }
}

/** Media that can be on a list: their names are known. */
async function addMedia(pool: Pool, count: number): Promise<Buffer[]> {
  const refs = Array.from({ length: count }, () => randomBytes(16));
  await pool.query(
    "INSERT INTO ticketing.media (token_ref, media_type) SELECT unnest($1::bytea[]), 'CLOSED_CARD'",
    [refs],
  );
  await pool.query(
    'INSERT INTO ticketing.list_refs (token_ref, list_ref) SELECT * FROM unnest($1::bytea[], $2::bytea[])',
    [refs, refs.map(() => randomBytes(16))],
  );
  return refs;
}

async function deny(pool: Pool, ref: Buffer): Promise<number> {
  await pool.query(`SELECT ticketing.deny($1, 'LOST', 'bench')`, [ref]);
  return performance.now();
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (const end = performance.now() + PROMISED_MS; !isSo();) {
    if (performance.now() > end) return false;
    await delay(20);
  }
  return true;
}

async function run(validators: number, changes: number): Promise<boolean> {
  const postgres = await startScratchPostgres();
  await migrate(postgres.url());
  const pool = createPool({ databaseUrl: postgres.url(), applicationName: 'bench', max: 1 });
  const [first, ...media] = await addMedia(pool, changes + 1);
  const { server, url } = await startServer(postgres.url());
  await deny(pool, first!);
  const fleet = await Promise.all(
    Array.from({ length: validators }, async () => new Validator(await connectTo(url))),
  );
  for (const validator of fleet) void validator.run();
  let isRight = await until(() => fleet.every(({ version }) => version > 0));
  const before = await readBoth(pool, server);
  const milliseconds: number[] = [];
  for (const ref of media) {
    await delay(PAUSE_MS);
    const version = Math.max(...fleet.map((validator) => validator.version)) + 1;
    const changedAt = await deny(pool, ref);
    isRight = (await until(() => fleet.every((validator) => validator.version >= version))) && isRight;
    milliseconds.push(...fleet.map(({ seen }) => (seen.get(version) ?? changedAt + PROMISED_MS) - changedAt));
  }
  const after = await readBoth(pool, server);
  const subject = `${validators} validators that wait, ${changes} changes`;
  const sorted = milliseconds.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)]! / 1000;
  figures.add(subject, 'from a change to a validator, p50', at(0.5), 's', 2);
  figures.add(subject, 'from a change to a validator, p95', at(0.95), 's', 2);
  figures.add(subject, 'from a change to a validator, max', at(1), 's', 2);
  figures.add(subject, 'CPU of the e-ticket', (after[0] - before[0]) / milliseconds.length, 'us/delivery');
  for (const validator of fleet) validator.stop();
  await stopServer(server);
  await pool.end();
  await postgres.stop();
  return isRight;
}

const { values } = parseArgs({
  options: {
    role: { type: 'string', default: 'all' },
    validators: { type: 'string', default: '1000' },
    changes: { type: 'string', default: '10' },
    small: { type: 'boolean', default: false },
  },
});
if (values.role === 'server') await runServer();
else {
  const [validators, changes] = values.small ? [50, 2] : [Number(values.validators), Number(values.changes)];
  process.exit((await run(validators, changes)) ? 0 : 1);
}
