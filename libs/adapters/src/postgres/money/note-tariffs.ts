/** Remembers which tariffs prices were made by, and queues the accounts whose rides another tariff is now in force for. */
import type pg from 'pg';
import { inTransaction } from './in-transaction.js';
import { queueAllSince } from './pricing-queue.js';

/** A tariff in force in [fromMs, untilMs). */
export interface SeenTariff {
  readonly tariffVersion: string;
  /** Of what it says. */
  readonly contentHash: string;
  readonly fromMs: number;
  /** Infinity where it has no end. */
  readonly untilMs: number;
}

/** Answers how many accounts were queued; 0 where the tariffs are those known, or where none was known. */
export async function noteTariffs(pool: pg.Pool, tariffs: readonly SeenTariff[]): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE ticketing.tariffs_seen IN EXCLUSIVE MODE');
    const { rows } = await client.query<{
      version: string;
      hash: string;
      from_ms: number;
      until_ms: number | null;
    }>(
      `SELECT tariff_version AS version, content_hash AS hash, (extract(epoch FROM valid_from) * 1000)::float8 AS from_ms,
         CASE WHEN isfinite(valid_until) THEN (extract(epoch FROM valid_until) * 1000)::float8 END AS until_ms
       FROM ticketing.tariffs_seen ORDER BY valid_from`,
    );
    const known = rows.map(({ version, hash, from_ms: fromMs, until_ms: untilMs }) => ({
      tariffVersion: version,
      contentHash: hash,
      fromMs,
      untilMs: untilMs ?? Infinity,
    }));
    const differsMs = findFirstDifference(known, tariffs);
    if (differsMs === undefined) return 0;
    await client.query('DELETE FROM ticketing.tariffs_seen');
    await client.query(
      `INSERT INTO ticketing.tariffs_seen (valid_from, valid_until, tariff_version, content_hash)
       SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::text[], $4::text[])`,
      [
        tariffs.map(({ fromMs }) => new Date(fromMs)),
        tariffs.map(({ untilMs }) => (untilMs === Infinity ? 'infinity' : new Date(untilMs))),
        tariffs.map(({ tariffVersion }) => tariffVersion),
        tariffs.map(({ contentHash }) => contentHash),
      ],
    );
    return known.length === 0 ? 0 : queueAllSince(client, differsMs, 'TARIFF');
  });
}

/** The first instant for which two histories of tariffs say something else; undefined where there is none. */
export function findFirstDifference(a: readonly SeenTariff[], b: readonly SeenTariff[]): number | undefined {
  const edges = [...a, ...b].flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  const instants = [...new Set(edges)].filter(Number.isFinite).sort((x, y) => x - y);
  const contentAt = (tariffs: readonly SeenTariff[], atMs: number): string | undefined =>
    tariffs.find(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs)?.contentHash;
  return instants.find((atMs) => contentAt(a, atMs) !== contentAt(b, atMs));
}
