/** Orders, journal and keys of requests in PostgreSQL. Whoever changes orders has the lock: one after another. */
import { Inject, Injectable } from '@nestjs/common';
import { type createPool, transact } from '@rukh/adapters/postgres';
import type { Author, OrderReason, OrderState, OrderView, OrderAlertInput } from '@rukh/domain/dispatch';
import {
  LATE_SECONDS,
  type ServiceAlert,
  type ServiceOrder,
  type ServiceOrderAction,
  isToldAfter,
} from '@rukh/domain/realtime';
import { DISPATCH_POOL } from '../tokens.js';

/** Orders are looked through page by page for those that somebody sees, and not without end. */
const PAGE = 500;
const MOST_LOOKED_AT = 20 * PAGE;

type Pool = ReturnType<typeof createPool>;
/** A connection, in a transaction or not. */
export type Connection = Pick<Pool, 'query'>;

export interface OrderRow {
  readonly order_id: string;
  readonly state: OrderState;
  readonly revision: number;
  readonly action: ServiceOrderAction;
  readonly alert: ServiceAlert | null;
  readonly alert_input: OrderAlertInput | null;
  readonly summary: OrderView['summary'];
  readonly reason: OrderReason | null;
  readonly created_by: Author;
  readonly created_at: number;
  readonly confirmed_by: Author | null;
  readonly confirmed_at: number | null;
  readonly ends_at: number | null;
  readonly ended_by: Author | null;
  readonly ended_at: number | null;
  readonly ended_reason: OrderReason | null;
}

export type NewOrder = Pick<OrderRow, 'order_id' | 'action' | 'alert' | 'summary' | 'reason'> & {
  readonly by: Author;
  readonly at: number;
  readonly confirmedAt: number;
  readonly endsAt: number | null;
  /** Who asked for it, where that is somebody else. */
  readonly askedBy?: Author | undefined;
};

@Injectable()
export class OrderStore {
  constructor(@Inject(DISPATCH_POOL) private readonly pool: Pool) {}

  /** All that happens in `work` or nothing, one at a time in all processes. */
  async change<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return transact(this.pool, async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(hashtext('rukh.dispatch.orders'))`);
      return work(client);
    });
  }

  /** The newest `limit` of those that somebody sees; of a state, or all but drafts. */
  async list(
    state: OrderState | undefined,
    limit: number,
    sees: (row: OrderRow) => boolean,
  ): Promise<OrderRow[]> {
    const seen: OrderRow[] = [];
    for (let offset = 0; offset < MOST_LOOKED_AT; offset += PAGE) {
      const { rows } = await this.pool.query<OrderRow>(
        `SELECT * FROM dispatch.orders WHERE CASE WHEN $1::text IS NULL THEN state <> 'draft' ELSE state = $1 END
         ORDER BY created_at DESC, order_id LIMIT $2 OFFSET $3`,
        [state ?? null, PAGE, offset],
      );
      seen.push(...rows.filter(sees));
      if (seen.length >= limit || rows.length < PAGE) break;
    }
    return seen.slice(0, limit);
  }

  async find(orderId: string, on: Connection = this.pool): Promise<OrderRow | undefined> {
    const { rows } = await on.query<OrderRow>('SELECT * FROM dispatch.orders WHERE order_id = $1', [orderId]);
    return rows[0];
  }

  async listActive(on: Connection = this.pool): Promise<OrderRow[]> {
    const { rows } = await on.query<OrderRow>(
      `SELECT * FROM dispatch.orders WHERE state = 'active' ORDER BY confirmed_at, order_id`,
    );
    return rows;
  }

  /** Those that feeds are to know of: in force, or over by their time and told of runs that met them in it. */
  async listTold(on: Connection = this.pool): Promise<OrderRow[]> {
    const now = Date.now() / 1000;
    const { rows } = await on.query<OrderRow>(
      `SELECT * FROM dispatch.orders WHERE state = 'active' OR (state = 'expired' AND ends_at > $1)
       ORDER BY confirmed_at, order_id`,
      [now - LATE_SECONDS],
    );
    return rows.filter((row) => isTold(row, now));
  }

  /** Those in force at any time from one instant to another, epoch seconds; of one moment where the two are the same. */
  async listInForce(from: number, to: number): Promise<OrderRow[]> {
    const { rows } = await this.pool.query<OrderRow>(
      `SELECT * FROM dispatch.orders WHERE state <> 'draft' AND confirmed_at <= $2 AND coalesce(ended_at, 'infinity') > $1
       ORDER BY confirmed_at, order_id`,
      [from, to],
    );
    return rows;
  }

  async findRequest(
    on: Connection,
    userId: string,
    key: string,
  ): Promise<{ order_id: string; request_hash: string } | undefined> {
    const { rows } = await on.query<{ order_id: string; request_hash: string }>(
      'SELECT order_id, request_hash FROM dispatch.order_requests WHERE user_id = $1 AND key = $2',
      [userId, key],
    );
    return rows[0];
  }

  async keepRequest(
    on: Connection,
    userId: string,
    key: string,
    hash: string,
    orderId: string,
  ): Promise<void> {
    await on.query('INSERT INTO dispatch.order_requests VALUES ($1, $2, $3, $4, $5)', [
      userId,
      key,
      hash,
      orderId,
      Date.now() / 1000,
    ]);
  }

  /** Undefined where an order of this name was in force already: the same wish of the same second. */
  async confirm(on: Connection, order: NewOrder): Promise<OrderRow | undefined> {
    const { rows } = await on.query<OrderRow>(
      `INSERT INTO dispatch.orders (order_id, state, action, alert, summary, reason, created_by, created_at,
         confirmed_by, confirmed_at, ends_at)
       VALUES ($1, 'active', $2, $3, $4, $5, $10, $7, $6, $8, $9)
       ON CONFLICT (order_id) DO UPDATE SET state = 'active', revision = dispatch.orders.revision + 1,
         action = excluded.action, alert = excluded.alert, alert_input = NULL, summary = excluded.summary,
         reason = excluded.reason, confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at,
         ends_at = excluded.ends_at
       WHERE dispatch.orders.state = 'draft'
       RETURNING *`,
      [
        order.order_id,
        JSON.stringify(order.action),
        toJson(order.alert),
        JSON.stringify(order.summary),
        toJson(order.reason),
        JSON.stringify(order.by),
        order.at,
        order.confirmedAt,
        order.endsAt,
        JSON.stringify(order.askedBy ?? order.by),
      ],
    );
    return rows[0];
  }

  async saveDraft(
    orderId: string,
    draft: Pick<OrderRow, 'action' | 'summary' | 'reason' | 'alert_input'>,
    by: Author,
  ): Promise<OrderRow | undefined> {
    const { rows } = await this.pool.query<OrderRow>(
      `INSERT INTO dispatch.orders (order_id, state, action, alert_input, summary, reason, created_by, created_at)
       VALUES ($1, 'draft', $2, $3, $4, $5, $6, $7)
       ON CONFLICT (order_id) DO UPDATE SET revision = dispatch.orders.revision + 1, action = excluded.action,
         alert_input = excluded.alert_input, summary = excluded.summary, reason = excluded.reason
       WHERE dispatch.orders.state = 'draft'
       RETURNING *`,
      [
        orderId,
        JSON.stringify(draft.action),
        toJson(draft.alert_input),
        JSON.stringify(draft.summary),
        toJson(draft.reason),
        JSON.stringify(by),
        Date.now() / 1000,
      ],
    );
    return rows[0];
  }

  async dropDraft(orderId: string, on: Connection): Promise<boolean> {
    const { rowCount } = await on.query(
      `DELETE FROM dispatch.orders WHERE order_id = $1 AND state = 'draft'`,
      [orderId],
    );
    return rowCount === 1;
  }

  /** Undefined where it was not in force; one that is over by its time can be undone where `isTold`. */
  async end(
    on: Connection,
    orderId: string,
    state: 'undone' | 'expired',
    by: Author,
    reason: OrderReason | null,
    isTold = false,
  ): Promise<OrderRow | undefined> {
    const { rows } = await on.query<OrderRow>(
      `UPDATE dispatch.orders SET state = $2, revision = revision + 1, ended_by = $3, ended_at = $4, ended_reason = $5
       WHERE order_id = $1 AND (state = 'active' OR ($6 AND state = 'expired')) RETURNING *`,
      [orderId, state, JSON.stringify(by), Date.now() / 1000, toJson(reason), isTold],
    );
    return rows[0];
  }
}

export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Whether feeds tell of it at `now`, epoch seconds: in force, or over by its time and told of runs that met it in it. */
export function isTold({ state, action, ends_at }: OrderRow, now: number): boolean {
  return state === 'active' || (state === 'expired' && ends_at !== null && isToldAfter(action, ends_at, now));
}

/** As the feeds carry it out. */
export function toServiceOrder({ order_id, action, confirmed_at, alert }: OrderRow): ServiceOrder {
  return { orderId: order_id, action, confirmedAt: confirmed_at!, ...(alert ? { alert } : {}) };
}

export function toOrderView(row: OrderRow, withheld: readonly string[] = []): OrderView {
  return {
    orderId: row.order_id,
    state: row.state,
    revision: row.revision,
    action: row.action,
    alert: row.alert,
    summary: row.summary,
    ...(row.reason ? { reason: row.reason } : {}),
    ...(row.alert_input ? { alertInput: row.alert_input } : {}),
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.confirmed_by ? { confirmedBy: row.confirmed_by } : {}),
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at }),
    ...(row.state === 'undone' && row.ended_by && row.ended_at !== null && row.ended_reason
      ? { undone: { by: row.ended_by, at: row.ended_at, reason: row.ended_reason } }
      : {}),
    withheld,
  };
}
