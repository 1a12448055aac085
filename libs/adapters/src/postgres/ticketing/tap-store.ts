/**
 * Taps, written once. A statement is a transaction, which is on disk when it resolves: what is answered to devices hangs
 * on that. Its own connections, so that nothing of the e-ticket can stand in its way.
 *
 * Nearly all taps are new, and COPY writes them for two thirds of what an insert costs; but it knows no conflicts. Where
 * one of the rows is there already it writes nothing, and an insert that looks at each of them takes its place. So taps
 * that are known to be here, as whatever a device sends again, are looked up and keep the others from nothing.
 */
import type { FareDayClosing } from '@rukh/domain/taps';
import pg from 'pg';
import { connectionSettings } from '../create-pool.js';
import { sendCopy } from '../send-copy.js';
import { isUniqueViolation } from '../violations.js';
import { encodeByteas, encodeInts, encodeTexts, encodeTimes } from './encode-array.js';
import { TAP_COLUMNS, type TapRow, encodeTapRows } from './encode-tap-rows.js';
import { listFareDayClosings } from './fare-day-closings.js';

/** What was found of a row: written now, or there before. */
export interface WrittenTap {
  readonly isNew: boolean;
  /** Of what is stored. */
  readonly contentHash: Uint8Array;
  readonly outcome: string;
}

const COPY = `COPY ticketing.taps (${TAP_COLUMNS}) FROM STDIN (FORMAT binary)`;

const INSERT = {
  name: 'insert-taps',
  text: `INSERT INTO ticketing.taps (${TAP_COLUMNS})
    SELECT device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version::integer,
      extras::jsonb, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id, claimed::jsonb, received_at,
      boot_id, uptime_ms, clock_source
    FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::bigint[],
      $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[],
      $16::text[], $17::timestamptz[], $18::bigint[], $19::bigint[], $20::text[]) AS sent (${TAP_COLUMNS})
    ON CONFLICT DO NOTHING
    RETURNING device_id, seq`,
} as const;

const FIND = {
  name: 'find-taps',
  text: `SELECT device_id, seq, content_hash, outcome
    FROM unnest($1::text[], $2::bigint[]) AS asked (device_id, seq) JOIN ticketing.taps USING (device_id, seq)`,
} as const;

export class TapStore {
  readonly #pool: pg.Pool;

  /** @param connections as many inserts as may be under way at once, and one more */
  constructor(databaseUrl: string, connections: number) {
    this.#pool = new pg.Pool({
      ...connectionSettings({ databaseUrl, applicationName: 'rukh-taps' }),
      // Whatever the server's own setting is: a receipt is given for what is on disk only.
      options: '-c synchronous_commit=on',
      max: connections,
      idleTimeoutMillis: 30_000,
    });
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Writes rows of which each is a number of its own; answers each row's fate, in their order. Once it resolves all is
   * on disk. Where it throws, rows may or may not be: they may be written again.
   * @param known those of them that are there already, as far as one knows; a mistake costs time and nothing else
   */
  async insert(rows: readonly TapRow[], known: ReadonlySet<TapRow>): Promise<WrittenTap[]> {
    const sorted = [...rows].sort(byNumber);
    const client = await this.#pool.connect();
    const warnings: string[] = [];
    // A cancelled wait for a standby succeeds with a warning: the commit is on one site only.
    const onNotice = (notice: { severity?: string | undefined }): void => {
      if (notice.severity === 'WARNING') warnings.push('WARNING');
    };
    client.on('notice', onNotice);
    let failure: Error | undefined;
    try {
      const stored = new Map([
        ...(await writeNew(
          client,
          sorted.filter((row) => !known.has(row)),
        )),
        ...(await writeKnown(
          client,
          sorted.filter((row) => known.has(row)),
        )),
      ]);
      if (warnings.length > 0) throw new Error('the database could not say that the taps are durable');
      if (stored.size === 0) return rows.map(toNew);
      return rows.map((row) => stored.get(`${row.deviceId} ${row.seq}`) ?? toNew(row));
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.off('notice', onNotice);
      // What failed may be under way still: the connection goes with it.
      client.release(failure);
    }
  }

  /** Taps are judged by them, and wait for no other connection. */
  listClosings(): Promise<FareDayClosing[]> {
    return listFareDayClosings(this.#pool);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

const NONE_STORED: ReadonlyMap<string, WrittenTap> = new Map();

type Stored = ReadonlyMap<string, WrittenTap>;

async function writeNew(client: pg.PoolClient, rows: readonly TapRow[]): Promise<Stored> {
  if (rows.length === 0 || (await copyNew(client, rows))) return NONE_STORED;
  return insertMissing(client, rows);
}

/** A number may be settled without a row: what was no tap then may be one now. */
async function writeKnown(client: pg.PoolClient, rows: readonly TapRow[]): Promise<Stored> {
  if (rows.length === 0) return NONE_STORED;
  const stored = await findStored(client, rows);
  const missing = rows.filter(({ deviceId, seq }) => !stored.has(`${deviceId} ${seq}`));
  return missing.length === 0 ? stored : new Map([...stored, ...(await insertMissing(client, missing))]);
}

/** Whether all were written; none was where one of them is there already. */
async function copyNew(client: pg.PoolClient, rows: readonly TapRow[]): Promise<boolean> {
  try {
    await sendCopy(client, COPY, encodeTapRows(rows));
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Writes those that are not there; answers those that were. */
async function insertMissing(
  client: pg.PoolClient,
  rows: readonly TapRow[],
): Promise<ReadonlyMap<string, WrittenTap>> {
  const inserted = await client.query<[string, string]>({
    ...INSERT,
    rowMode: 'array',
    values: toColumns(rows),
  });
  if (inserted.rows.length === rows.length) return NONE_STORED;
  const written = new Set(inserted.rows.map(([deviceId, seq]) => `${deviceId} ${seq}`));
  const others = rows.filter(({ deviceId, seq }) => !written.has(`${deviceId} ${seq}`));
  const stored = await findStored(client, others);
  if (stored.size < others.length) throw new Error('taps were neither written nor there before');
  return stored;
}

function toNew({ contentHash, outcome }: TapRow): WrittenTap {
  return { isNew: true, contentHash, outcome };
}

/** All who write taps take them in one order, so that no two wait for each other. */
function byNumber(a: TapRow, b: TapRow): number {
  if (a.deviceId !== b.deviceId) return a.deviceId < b.deviceId ? -1 : 1;
  return a.seq - b.seq;
}

async function findStored(client: pg.PoolClient, rows: readonly TapRow[]): Promise<Map<string, WrittenTap>> {
  const found = await client.query<{ device_id: string; seq: string; content_hash: Buffer; outcome: string }>(
    {
      ...FIND,
      values: [encodeTexts(rows.map(({ deviceId }) => deviceId)), encodeInts(rows.map(({ seq }) => seq))],
    },
  );
  return new Map(
    found.rows.map(({ device_id: deviceId, seq, content_hash: contentHash, outcome }) => [
      `${deviceId} ${seq}`,
      { isNew: false, contentHash, outcome },
    ]),
  );
}

function toColumns(rows: readonly TapRow[]): Buffer[] {
  return [
    encodeTexts(rows.map((row) => row.deviceId)),
    encodeInts(rows.map((row) => row.seq)),
    encodeByteas(rows.map((row) => row.contentHash)),
    encodeByteas(rows.map((row) => row.tokenRef)),
    encodeTexts(rows.map((row) => row.mediaType)),
    encodeTexts(rows.map((row) => row.kind)),
    encodeTexts(rows.map((row) => row.reason)),
    encodeInts(rows.map((row) => row.denyListVersion)),
    encodeTexts(rows.map((row) => row.extras)),
    encodeTimes(rows.map((row) => row.deviceTimeMs)),
    encodeTimes(rows.map((row) => row.tappedAtMs)),
    encodeTexts(rows.map((row) => row.clockQuality)),
    encodeTexts(rows.map((row) => row.outcome)),
    encodeTexts(rows.map((row) => row.vehicleId)),
    encodeTexts(rows.map((row) => row.operatorId)),
    encodeTexts(rows.map((row) => row.claimed)),
    encodeTimes(rows.map((row) => row.receivedAtMs)),
    encodeInts(rows.map((row) => row.bootId)),
    encodeInts(rows.map((row) => row.uptimeMs)),
    encodeTexts(rows.map((row) => row.clockSource)),
  ];
}
