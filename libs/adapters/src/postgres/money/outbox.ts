/**
 * Calls to the gateway that are to be made, written in the transaction that wants them. A row stays until the answer
 * is booked; one whose job was lost, or whose worker died, comes due again.
 */
import type pg from 'pg';
import type { DatabaseClient } from './in-transaction.js';

export type OutboxTopic = 'AUTHORISE' | 'SETTLE';

export interface OutboxRow {
  readonly outboxId: string;
  readonly topic: OutboxTopic;
  readonly refId: string;
  readonly attempts: number;
}

export async function putInOutbox(
  client: DatabaseClient,
  topic: OutboxTopic,
  refIds: readonly string[],
): Promise<void> {
  await client.query(
    'INSERT INTO ticketing.outbox (topic, ref_id) SELECT $1, ref FROM unnest($2::bigint[]) AS ref',
    [topic, refIds],
  );
}

/** Rows that are due, each put off by `leaseMs`: if nothing comes of it, it is due again then. */
export async function leaseDue(pool: pg.Pool, limit: number, leaseMs: number): Promise<string[]> {
  const { rows } = await pool.query<{ outbox_id: string }>(
    `UPDATE ticketing.outbox AS row SET due_at = clock_timestamp() + make_interval(secs => $2)
     FROM (
       SELECT outbox_id FROM ticketing.outbox
       WHERE done_at IS NULL AND dead_at IS NULL AND due_at <= clock_timestamp()
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) AS due
     WHERE row.outbox_id = due.outbox_id RETURNING row.outbox_id`,
    [limit, leaseMs / 1000],
  );
  // In the order in which they were wanted.
  return rows.map(({ outbox_id: id }) => id).sort((a, b) => Number(a) - Number(b));
}

/** A row that is still to be done. */
export async function findUndone(pool: pg.Pool, outboxId: string): Promise<OutboxRow | undefined> {
  const { rows } = await pool.query<{ topic: OutboxTopic; ref_id: string; attempts: number }>(
    `SELECT topic, ref_id, attempts FROM ticketing.outbox
     WHERE outbox_id = $1 AND done_at IS NULL AND dead_at IS NULL`,
    [outboxId],
  );
  const row = rows[0];
  return row && { outboxId, topic: row.topic, refId: row.ref_id, attempts: row.attempts };
}

export async function markDone(client: DatabaseClient, topic: OutboxTopic, refId: string): Promise<void> {
  await client.query(
    `UPDATE ticketing.outbox SET done_at = clock_timestamp(), last_error = NULL
     WHERE topic = $1 AND ref_id = $2 AND done_at IS NULL`,
    [topic, refId],
  );
}

/** Notes that an attempt came to nothing: it is due again after `retryMs`, or given up where that is undefined. */
export async function noteFailure(
  pool: pg.Pool,
  outboxId: string,
  error: string,
  retryMs: number | undefined,
): Promise<void> {
  await pool.query(
    `UPDATE ticketing.outbox SET attempts = attempts + 1, last_error = left($2, 500),
       due_at = clock_timestamp() + make_interval(secs => coalesce($3::float8, 0)),
       dead_at = CASE WHEN $3::float8 IS NULL THEN clock_timestamp() END
     WHERE outbox_id = $1 AND done_at IS NULL`,
    [outboxId, error, retryMs === undefined ? undefined : retryMs / 1000],
  );
}

/** Lets what was given up be tried again. */
export async function revive(pool: pg.Pool, outboxId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE ticketing.outbox SET dead_at = NULL, attempts = 0, due_at = clock_timestamp()
     WHERE outbox_id = $1 AND dead_at IS NOT NULL`,
    [outboxId],
  );
  return rowCount === 1;
}

export interface OutboxState {
  readonly waiting: number;
  readonly dead: number;
}

export async function readOutboxState(pool: pg.Pool): Promise<OutboxState> {
  const { rows } = await pool.query<OutboxState>(
    `SELECT count(*) FILTER (WHERE dead_at IS NULL)::integer AS waiting,
       count(*) FILTER (WHERE dead_at IS NOT NULL)::integer AS dead
     FROM ticketing.outbox WHERE done_at IS NULL`,
  );
  return rows[0]!;
}

export interface OpenCall {
  readonly outboxId: string;
  readonly topic: OutboxTopic;
  readonly refId: string;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly lastError: string | null;
  readonly deadAt: Date | null;
  readonly createdAt: Date;
}

/** Calls that are still to be made or answered, those given up first. */
export async function listOpenCalls(pool: pg.Pool, limit: number): Promise<OpenCall[]> {
  const { rows } = await pool.query<OpenCall>(
    `SELECT outbox_id AS "outboxId", topic, ref_id AS "refId", attempts, due_at AS "dueAt",
       last_error AS "lastError", dead_at AS "deadAt", created_at AS "createdAt"
     FROM ticketing.outbox WHERE done_at IS NULL ORDER BY dead_at NULLS LAST, due_at LIMIT $1`,
    [limit],
  );
  return rows;
}
