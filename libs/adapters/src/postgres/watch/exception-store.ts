import type { BookedException, DispatchException, PastException } from '@rukh/domain/dispatch';
import type pg from 'pg';
import { transact } from '../transact.js';

export type ExceptionEventKind = 'raised' | 'taken' | 'released' | 'snoozed' | 'woken' | 'solved' | 'cleared';

/** A step in the life of an exception. */
export interface ExceptionEvent {
  readonly exceptionId: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly event: ExceptionEventKind;
  readonly userId?: string | undefined;
  readonly userName?: string | undefined;
  readonly note?: string | undefined;
}

export interface ExceptionChange {
  readonly booked: BookedException;
  readonly event: ExceptionEvent;
}

/** Exceptions solved from `from` to `to`, epoch seconds, at most so many; of some carriers, kinds, a line or a vehicle alone. */
export interface SolvedWanted {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly carrierIds?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly routeId?: string | undefined;
  readonly vehicleId?: string | undefined;
}

/** What needed a dispatcher, kept so that a restart raises nothing twice and a journal can be read. */
export class ExceptionStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Those whose thing is not over, also those that a person solved. */
  async listOpen(): Promise<Pick<BookedException, 'key' | 'exception'>[]> {
    const { rows } = await this.pool.query<{ key: string; details: DispatchException }>(
      'SELECT key, details FROM dispatch.exceptions WHERE over_at IS NULL',
    );
    return rows.map(({ key, details }) => ({ key, exception: details }));
  }

  /** The newest that were solved, of those that are wanted. */
  async listSolved(wanted: SolvedWanted): Promise<DispatchException[]> {
    const { from, to, limit, carrierIds, kinds, routeId, vehicleId } = wanted;
    const { rows } = await this.pool.query<{ details: DispatchException }>(
      `SELECT details FROM dispatch.exceptions WHERE solved_at >= to_timestamp($1) AND solved_at < to_timestamp($2)
         AND ($4::text[] IS NULL OR carrier_id = ANY($4)) AND ($5::text[] IS NULL OR kind = ANY($5))
         AND ($6::text IS NULL OR route_id = $6)
         AND ($7::text IS NULL OR $7 IN (vehicle_id, details->>'otherVehicleId'))
       ORDER BY solved_at DESC LIMIT $3`,
      [from, to, limit, carrierIds ?? null, kinds ?? null, routeId ?? null, vehicleId ?? null],
    );
    return rows.map(({ details }) => details);
  }

  /** Those that were open at an instant, epoch seconds, with what somebody had done about each last. */
  async listAt(at: number): Promise<PastException[]> {
    const { rows } = await this.pool.query<PastRow>(
      `SELECT e.key, e.details, h.event, extract(epoch FROM h.at)::float8 AS at, h.user_id, h.user_name
       FROM dispatch.exceptions AS e LEFT JOIN LATERAL (
         SELECT event, at, user_id, user_name FROM dispatch.exception_events AS v
         WHERE v.exception_id = e.exception_id AND v.at <= to_timestamp($1)
           AND event IN ('taken', 'released', 'snoozed', 'woken') ORDER BY event_id DESC LIMIT 1) AS h ON true
       WHERE e.raised_at <= to_timestamp($1) AND e.raised_at > to_timestamp($1::float8 - ${LONGEST_SECONDS})
         AND coalesce(e.solved_at, 'infinity') > to_timestamp($1) AND coalesce(e.over_at, 'infinity') > to_timestamp($1)`,
      [at],
    );
    return rows.map(toPast);
  }

  async find(exceptionId: string): Promise<DispatchException | undefined> {
    const { rows } = await this.pool.query<{ details: DispatchException }>(
      'SELECT details FROM dispatch.exceptions WHERE exception_id = $1',
      [exceptionId],
    );
    return rows[0]?.details;
  }

  /** Writes changes down in order, all or none; `alongside` in the same transaction. */
  async save(
    changes: readonly ExceptionChange[],
    alongside?: (client: pg.PoolClient) => Promise<void>,
  ): Promise<void> {
    if (changes.length === 0) return;
    await transact(this.pool, async (client) => {
      for (const { booked } of changes) await client.query(UPSERT, rowOf(booked));
      await client.query(
        `INSERT INTO dispatch.exception_events (exception_id, at, event, user_id, user_name, note)
         SELECT e.id, to_timestamp(e.at), e.event, e.user_id, e.user_name, e.note
         FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[])
           AS e (id, at, event, user_id, user_name, note)`,
        [
          changes.map(({ event }) => event.exceptionId),
          changes.map(({ event }) => event.at),
          changes.map(({ event }) => event.event),
          changes.map(({ event }) => event.userId ?? null),
          changes.map(({ event }) => event.userName ?? null),
          changes.map(({ event }) => event.note ?? null),
        ],
      );
      await alongside?.(client);
    });
  }
}

/** Nothing stays open for longer. */
const LONGEST_SECONDS = 2 * 86_400;

interface PastRow {
  readonly key: string;
  readonly details: DispatchException;
  readonly event: NonNullable<PastException['handled']> | null;
  readonly at: number | null;
  readonly user_id: string | null;
  readonly user_name: string | null;
}

function toPast({ key, details, event, at, user_id, user_name }: PastRow): PastException {
  if (event === null) return { key, details };
  const by = user_id === null || at === null ? undefined : { userId: user_id, name: user_name ?? '', at };
  return { key, details, handled: event, ...(by ? { by } : {}) };
}

/** Of two processes that raise one thing at once, the first is believed, and the second's is not kept. */
const UPSERT = `WITH added AS (
    INSERT INTO dispatch.exceptions
      (exception_id, key, kind, state, route_id, carrier_id, vehicle_id, raised_at, solved_at, over_at, details)
    VALUES ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8), to_timestamp($9), CASE WHEN $10::boolean THEN now() END, $11)
    ON CONFLICT DO NOTHING RETURNING 1)
  UPDATE dispatch.exceptions SET state = $4, solved_at = to_timestamp($9), details = $11,
    over_at = CASE WHEN $10::boolean THEN coalesce(over_at, now()) END
  WHERE exception_id = $1 AND NOT EXISTS (SELECT FROM added)`;

function rowOf({ key, exception, step }: BookedException): unknown[] {
  const { exceptionId, kind, state, routeId, carrierId, vehicleId, raisedAt, solved } = exception;
  return [
    exceptionId,
    key,
    kind,
    state,
    routeId ?? null,
    carrierId ?? null,
    vehicleId ?? null,
    raisedAt,
    solved?.at ?? null,
    step === 'over',
    JSON.stringify(exception),
  ];
}
