import { Inject, Injectable } from '@nestjs/common';
import type { createPool } from '@rukh/adapters/postgres';
import type { AlertState, AlertView, Author } from '@rukh/domain/dispatch';
import { type ServiceAlert, findAlertEnd, judgeAlertTime } from '@rukh/domain/realtime';
import { DISPATCH_POOL } from '../tokens.js';

type Pool = ReturnType<typeof createPool>;
/** A connection, in a transaction or not. */
type Connection = Pick<Pool, 'query'>;

interface AlertRow {
  readonly alert_id: string;
  readonly revision: number;
  readonly is_published: boolean;
  readonly archived_at: number | null;
  readonly alert: ServiceAlert;
  readonly created_by: Author;
  readonly created_at: number;
  readonly changed_by: Author;
  readonly changed_at: number;
}

/** The archive is shown so far back. */
const MOST_SHOWN = 1000;

/** Alerts written by hand. */
@Injectable()
export class AlertStore {
  constructor(@Inject(DISPATCH_POOL) private readonly pool: Pool) {}

  /** Those changed last first; whatever is not archived before what is. */
  async list(): Promise<AlertView[]> {
    const { rows } = await this.pool.query<AlertRow>(
      `SELECT * FROM dispatch.alerts ORDER BY archived_at IS NOT NULL, changed_at DESC LIMIT ${MOST_SHOWN}`,
    );
    const now = Date.now() / 1000;
    return rows.map((row) => toView(row, now));
  }

  /** With `on`, locked until its transaction ends. */
  async find(alertId: string, on?: Connection): Promise<AlertView | undefined> {
    const { rows } = await (on ?? this.pool).query<AlertRow>(
      `SELECT * FROM dispatch.alerts WHERE alert_id = $1 ${on ? 'FOR UPDATE' : ''}`,
      [alertId],
    );
    return rows[0] && toView(rows[0], Date.now() / 1000);
  }

  async add(alert: ServiceAlert, isPublished: boolean, by: Author, on: Connection): Promise<AlertView> {
    const now = Date.now() / 1000;
    const { rows } = await on.query<AlertRow>(
      `INSERT INTO dispatch.alerts (alert_id, is_published, alert, created_by, created_at, changed_by, changed_at)
       VALUES ($1, $2, $3, $4, $5, $4, $5) RETURNING *`,
      [alert.alertId, isPublished, JSON.stringify(alert), JSON.stringify(by), now],
    );
    return toView(rows[0]!, now);
  }

  /** Of a row that is locked. */
  async change(
    { alertId, alert, isPublished, isArchived }: AlertChange,
    by: Author,
    on: Connection,
  ): Promise<AlertView> {
    const now = Date.now() / 1000;
    const { rows } = await on.query<AlertRow>(
      `UPDATE dispatch.alerts SET revision = revision + 1, is_published = $2, alert = $3, archived_at = $4,
         changed_by = $5, changed_at = $6
       WHERE alert_id = $1 RETURNING *`,
      [alertId, isPublished, JSON.stringify(alert), isArchived ? now : null, JSON.stringify(by), now],
    );
    return toView(rows[0]!, now);
  }

  /** Published ones that are not archived, and not long over: what feeds are given. */
  async listTold(on: Connection = this.pool): Promise<ServiceAlert[]> {
    const { rows } = await on.query<AlertRow>(
      `SELECT * FROM dispatch.alerts WHERE is_published AND archived_at IS NULL ORDER BY created_at, alert_id`,
    );
    const now = Date.now() / 1000;
    return rows.map(({ alert }) => alert).filter((alert) => findAlertEnd(alert) > now);
  }
}

export interface AlertChange {
  readonly alertId: string;
  readonly alert: ServiceAlert;
  readonly isPublished: boolean;
  readonly isArchived: boolean;
}

function toView(row: AlertRow, now: number): AlertView {
  const end = findAlertEnd(row.alert);
  return {
    alertId: row.alert_id,
    state: stateOf(row, now),
    isPublished: row.is_published,
    revision: row.revision,
    alert: row.alert,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    ...(end === Infinity ? {} : { endsAt: end }),
  };
}

function stateOf({ archived_at, is_published, alert }: AlertRow, now: number): AlertState {
  if (archived_at !== null) return 'archived';
  if (!is_published) return 'draft';
  const judged = judgeAlertTime(alert, now);
  if (judged === 'alert_over') return 'archived';
  return judged === 'told' ? 'active' : 'future';
}
