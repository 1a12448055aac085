/** Remembers which tariffs prices were made by, and queues the accounts whose rides another tariff is now in force for. */
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from './in-transaction.js';
import { queueAllSince } from './pricing-queue.js';

/** A tariff in force in [fromMs, untilMs). */
export interface SeenTariff {
  readonly tariffVersion: string;
  /** Of what it says. */
  readonly contentHash: string;
  readonly currency: string;
  readonly fromMs: number;
  /** Infinity where it has no end. */
  readonly untilMs: number;
}

/** Rides that were charged would be in another currency, which they cannot become, or in no tariff, and all given back. */
export class UnfitTariffsError extends Error {
  override readonly name = 'UnfitTariffsError';
}

/** Answers how many accounts were queued; 0 where the tariffs are those known, or where none was known. @throws UnfitTariffsError */
export async function noteTariffs(pool: pg.Pool, tariffs: readonly SeenTariff[]): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE ticketing.tariffs_seen IN EXCLUSIVE MODE');
    const { rows } = await client.query<{
      version: string;
      hash: string;
      from_ms: number;
      until_ms: number | null;
      currency: string | null;
    }>(
      `SELECT tariff_version AS version, content_hash AS hash, currency, (extract(epoch FROM valid_from) * 1000)::float8 AS from_ms,
         CASE WHEN isfinite(valid_until) THEN (extract(epoch FROM valid_until) * 1000)::float8 END AS until_ms
       FROM ticketing.tariffs_seen ORDER BY valid_from`,
    );
    const known = rows.map(({ version, hash, currency, from_ms: fromMs, until_ms: untilMs }) => ({
      tariffVersion: version,
      contentHash: hash,
      currency: currency ?? '',
      fromMs,
      untilMs: untilMs ?? Infinity,
    }));
    const differsMs = findFirstDifference(known, tariffs);
    if (differsMs === undefined) return 0;
    await checkCharged(client, known, tariffs);
    await client.query('DELETE FROM ticketing.tariffs_seen');
    await client.query(
      `INSERT INTO ticketing.tariffs_seen (valid_from, valid_until, tariff_version, content_hash, currency)
       SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])`,
      [
        tariffs.map(({ fromMs }) => new Date(fromMs)),
        tariffs.map(({ untilMs }) => toTime(untilMs)),
        tariffs.map(({ tariffVersion }) => tariffVersion),
        tariffs.map(({ contentHash }) => contentHash),
        tariffs.map(({ currency }) => currency),
      ],
    );
    return known.length === 0 ? 0 : queueAllSince(client, differsMs, 'TARIFF');
  });
}

/** It is looked only for rides of times at which there was a tariff and now is none, or one in another currency. */
async function checkCharged(
  client: DatabaseClient,
  known: readonly SeenTariff[],
  tariffs: readonly SeenTariff[],
): Promise<void> {
  for (const { fromMs, untilMs, before, after } of listStretches(known, tariffs)) {
    // Null of tariffs seen before that was kept.
    if (before === undefined || (after && [after.currency, ''].includes(before.currency))) continue;
    const { rows } = await client.query<{ ref: string; currency: string }>(
      `SELECT ride_ref AS ref, currency FROM ticketing.current_charges
       WHERE tapped_at >= $1 AND tapped_at < $2 AND currency IS DISTINCT FROM $3 AND amount_minor + funded_minor > 0 LIMIT 1`,
      [new Date(fromMs), toTime(untilMs), after?.currency],
    );
    const [ride] = rows;
    if (ride === undefined) continue;
    const what = after
      ? `${after.tariffVersion} is in ${after.currency} for a time of which rides are charged in ${ride.currency}`
      : `${before.tariffVersion} is gone, by which rides are charged: all of them would be given back`;
    throw new UnfitTariffsError(`${what}, e.g. ${ride.ref}`);
  }
}

/** Stretches of time within which neither history changes, with what each has in force. */
function listStretches(
  known: readonly SeenTariff[],
  tariffs: readonly SeenTariff[],
): { fromMs: number; untilMs: number; before: SeenTariff | undefined; after: SeenTariff | undefined }[] {
  const edges = [...known, ...tariffs].flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  const instants = [...new Set(edges)].sort((a, b) => a - b);
  const findAt = (all: readonly SeenTariff[], atMs: number): SeenTariff | undefined =>
    all.find(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs);
  return instants.slice(0, -1).map((fromMs, i) => ({
    ...{ fromMs, untilMs: instants[i + 1]! },
    ...{ before: findAt(known, fromMs), after: findAt(tariffs, fromMs) },
  }));
}

const toTime = (ms: number): Date | 'infinity' => (ms === Infinity ? 'infinity' : new Date(ms));

/** The first instant for which two histories of tariffs say something else; undefined where there is none. */
export function findFirstDifference(a: readonly SeenTariff[], b: readonly SeenTariff[]): number | undefined {
  const differing = listStretches(a, b).find(
    ({ before, after }) => before?.contentHash !== after?.contentHash,
  );
  return differing?.fromMs;
}
