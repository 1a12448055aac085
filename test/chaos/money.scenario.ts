/**
 * Prices and payments by two processes of the e-ticket while each of them, PostgreSQL and Redis (which keeps nothing)
 * is killed again and again, and the payment gateway loses a third of its answers. What comes out must be what the same
 * taps cost on paper, to the kopiyka, taken from each card once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Database, createPool, verifyLedger } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { type FareTap, priceTaps, readTariffs } from '@rukh/domain/fares';

const MAIN = fileURLToPath(new URL('../../apps/ticketing/dist/main.js', import.meta.url));
const BUNDLED = fileURLToPath(new URL('../../data/tariffs', import.meta.url));
const CARDS = 120;
const TAPS = 1_500;
const KILLS = 10;
const RECOVERY_MS = 300_000;
const START = Date.now() - 20 * 3_600_000;

interface Tap {
  readonly deviceId: string;
  readonly seq: number;
  readonly card: number;
  readonly atMs: number;
}

/** A day of taps of cards, bank cards every second; the same in every run. */
function makeTaps(random: () => number): Tap[] {
  return Array.from({ length: TAPS }, (_, i) => ({
    deviceId: `v${i % 20}`,
    seq: Math.floor(i / 20) + 1,
    card: Math.floor(random() * CARDS),
    atMs: START + Math.floor(random() * 19 * 3_600_000),
  }));
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const mediaOf = (card: number): 'BANK_CARD' | 'CLOSED_CARD' => (card % 2 === 0 ? 'BANK_CARD' : 'CLOSED_CARD');
const tokenOf = (card: number): Buffer =>
  createHash('sha256').update(`card ${card}`).digest().subarray(0, 16);

class Service {
  #child: ChildProcess;

  constructor(private readonly env: Record<string, string>) {
    this.#child = this.#spawn();
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  start(): void {
    this.#child = this.#spawn();
  }

  #spawn(): ChildProcess {
    return spawn(process.execPath, [MAIN], { env: { ...process.env, ...this.env }, stdio: 'ignore' });
  }
}

let postgres: ScratchPostgres;
let redis: ScratchRedis;
let services: Service[];
let pool: Database;
const random = seeded(2026);
const taps = makeTaps(random);

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startMigratedPostgres(), startScratchRedis()]);
  pool = createPool({
    databaseUrl: withPatience(postgres.url()),
    applicationName: 'chaos',
    statementTimeoutMs: 60_000,
  });
  const env = {
    ...{
      DATABASE_URL: postgres.url(),
      REDIS_URL: redis.url,
      RUKH_TICKETING_PORT: '0',
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
      RUKH_LOG_LEVEL: 'silent',
    },
    ...{ RUKH_PRICING_BATCH: '10', RUKH_PRICING_POLL_MS: '20', RUKH_PAY_WINDOW_LIMIT_MINOR: '6000' },
    ...{ RUKH_PAY_WINDOW_MINUTES: '1', RUKH_SIMULATED_SILENCE: '0.33' },
    ...{ RUKH_GATEWAY_RETRY_MS: '200', RUKH_GATEWAY_ATTEMPTS: '100' },
  };
  services = [new Service(env), new Service(env)];
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.kill()));
  await pool.end();
  await Promise.all([postgres.stop(), redis.stop()]);
});

/** As intake does: durable, once. */
async function accept(batch: readonly Tap[]): Promise<void> {
  for (;;) {
    try {
      await pool.query(
        `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
           deny_list_version, device_time, tapped_at, clock_quality, outcome)
         SELECT device_id, seq, '\\x00', token, media, 'ENTRY', 'OK_PAYG', 0, at, at, 'EXACT', 'ACCEPTED'
         FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[], $5::timestamptz[])
           AS given (device_id, seq, token, media, at) ON CONFLICT DO NOTHING`,
        [
          batch.map(({ deviceId }) => deviceId),
          batch.map(({ seq }) => seq),
          batch.map(({ card }) => tokenOf(card)),
          batch.map(({ card }) => mediaOf(card)),
          batch.map(({ atMs }) => new Date(atMs)),
        ],
      );
      return;
    } catch {
      // The database is away: the validator keeps them and sends them again.
      await delay(100);
    }
  }
}

async function acceptAll(): Promise<void> {
  const waiting = taps.map((tap) => ({ tap, at: random() })).sort((a, b) => a.at - b.at);
  for (let i = 0; i < waiting.length; i += 15) {
    const batch = waiting.slice(i, i + 15).map(({ tap }) => tap);
    await accept(batch);
    if (random() < 0.3) await accept(batch);
    await delay(100);
  }
}

async function killAround(): Promise<void> {
  for (let i = 0; i < KILLS; i++) {
    await delay(900);
    const victim = i % 4;
    if (victim === 2) {
      await redis.kill();
      await redis.start();
    } else if (victim === 3) {
      await postgres.kill();
      await postgres.start();
    } else {
      await services[victim]!.kill();
      services[victim]!.start();
    }
  }
}

async function untilSettled(): Promise<void> {
  const open = `SELECT (SELECT count(*) FROM ticketing.repricing)
      + (SELECT count(*) FROM ticketing.outbox WHERE done_at IS NULL)
      + (SELECT count(*) FROM ticketing.pay_windows WHERE state <> 'CLOSED')
      + (SELECT count(*) FROM ticketing.pay_windows WHERE settled_minor > greatest(net_minor, 0))
      + ($1 - (SELECT count(*) FROM ticketing.current_charges)) AS n`;
  const countLeft = async (): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(open, [TAPS]);
    return Number(rows[0]!.n);
  };
  let left = -1;
  for (const deadline = Date.now() + RECOVERY_MS; left !== 0;) {
    if (Date.now() > deadline) throw new Error(`${left} things are still to be done`);
    await delay(500);
    left = await countLeft().catch(() => -1);
  }
}

/** What the taps cost on paper, by card. */
async function priceOnPaper(): Promise<number[]> {
  const folders = await Promise.all((await listTariffFolders(BUNDLED)).map(readTariffFolder));
  const { history } = readTariffs(folders);
  return Array.from({ length: CARDS }, (_, card) => {
    const own = taps
      .filter((tap) => tap.card === card)
      .map(({ deviceId, seq, atMs }): FareTap => ({
        ...{
          ref: `${deviceId}/${seq}`,
          deviceId,
          seq,
          atMs,
          kind: 'ENTRY',
          mediaType: mediaOf(card),
          extras: [],
        },
      }));
    const charges = priceTaps(history, { entitlements: [], products: [] }, own);
    return charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  });
}

async function sumsByCard(text: string): Promise<number[]> {
  const { rows } = await pool.query<{ token: string; sum: number }>(text);
  const sums = new Map(rows.map(({ token, sum }) => [token, sum]));
  return Array.from({ length: CARDS }, (_, card) => sums.get(tokenOf(card).toString('hex')) ?? 0);
}

describe('the money of the e-ticket', () => {
  it('is what the taps cost on paper, taken once, whatever was killed meanwhile', async () => {
    await Promise.all([acceptAll(), killAround()]);
    await untilSettled();
    const paper = await priceOnPaper();
    const charged = await sumsByCard(
      `SELECT encode(token_ref, 'hex') AS token, sum(amount_minor)::float8 AS sum FROM ticketing.current_charges
       JOIN ticketing.media_accounts USING (account_id) GROUP BY 1`,
    );
    expect(charged).toEqual(paper);
    const taken = await sumsByCard(
      `SELECT token, sum(CASE kind WHEN 'CAPTURE' THEN amount_minor ELSE -amount_minor END)::float8 AS sum
       FROM simulated_gateway.operations WHERE kind IN ('CAPTURE', 'CREDIT') AND status = 'APPROVED' GROUP BY 1`,
    );
    expect(taken).toEqual(paper.map((amount, card) => (mediaOf(card) === 'BANK_CARD' ? amount : 0)));
    const { findings, transactions } = await verifyLedger(pool, (previous, text) =>
      createHash('sha256').update(previous).update(text).digest(),
    );
    expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(transactions).toBeGreaterThan(TAPS / 2);
  }, 600_000);
});
