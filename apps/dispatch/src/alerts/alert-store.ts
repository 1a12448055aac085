import { Inject, Injectable } from '@nestjs/common';
import type { createPool } from '@rukh/adapters/postgres';
import type { AlertState, AlertView, Author } from '@rukh/domain/dispatch';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { DISPATCH_POOL } from '../tokens.js';

type Pool = ReturnType<typeof createPool>;

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

/** Alerts written by hand. */
@Injectable()
export class AlertStore {
  constructor(@Inject(DISPATCH_POOL) private readonly pool: Pool) {}

  async list(state?: AlertState): Promise<AlertView[]> {
    const { rows } = await this.pool.query<AlertRow>(
      'SELECT * FROM dispatch.alerts ORDER BY changed_at DESC LIMIT 1000',
    );
    const now = Date.now() / 1000;
    const views = rows.map((row) => toView(row, now));
    return state === undefined ? views : views.filter((view) => view.state === state);
  }

  async find(alertId: string): Promise<AlertView | undefined> {
    const { rows } = await this.pool.query<AlertRow>('SELECT * FROM dispatch.alerts WHERE alert_id = $1', [
      alertId,
    ]);
    return rows[0] && toView(rows[0], Date.now() / 1000);
  }

  async add(alert: ServiceAlert, isPublished: boolean, by: Author): Promise<AlertView> {
    const now = Date.now() / 1000;
    const { rows } = await this.pool.query<AlertRow>(
      `INSERT INTO dispatch.alerts (alert_id, is_published, alert, created_by, created_at, changed_by, changed_at)
       VALUES ($1, $2, $3, $4, $5, $4, $5) RETURNING *`,
      [alert.alertId, isPublished, JSON.stringify(alert), JSON.stringify(by), now],
    );
    return toView(rows[0]!, now);
  }

  /** Undefined where it is another revision by now. */
  async change(
    alert: ServiceAlert,
    isPublished: boolean,
    revision: number,
    by: Author,
  ): Promise<AlertView | undefined> {
    const now = Date.now() / 1000;
    const { rows } = await this.pool.query<AlertRow>(
      `UPDATE dispatch.alerts SET revision = revision + 1, is_published = $2, alert = $3, changed_by = $4,
         changed_at = $5
       WHERE alert_id = $1 AND revision = $6 AND archived_at IS NULL RETURNING *`,
      [alert.alertId, isPublished, JSON.stringify(alert), JSON.stringify(by), now, revision],
    );
    return rows[0] && toView(rows[0], now);
  }

  async archive(alertId: string, revision: number, by: Author): Promise<AlertView | undefined> {
    const now = Date.now() / 1000;
    const { rows } = await this.pool.query<AlertRow>(
      `UPDATE dispatch.alerts SET revision = revision + 1, archived_at = $3, changed_by = $4, changed_at = $3
       WHERE alert_id = $1 AND revision = $2 AND archived_at IS NULL RETURNING *`,
      [alertId, revision, now, JSON.stringify(by)],
    );
    return rows[0] && toView(rows[0], now);
  }
}

function toView(row: AlertRow, now: number): AlertView {
  const { alert } = row;
  const told = alert.communicationPeriods ?? [];
  const periods = told.length > 0 ? told : (alert.impactPeriods ?? []);
  const end = periods.length === 0 ? Infinity : Math.max(...periods.map((period) => period.end ?? Infinity));
  return {
    alertId: row.alert_id,
    state: stateOf(row, end, now),
    revision: row.revision,
    alert,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    ...(end === Infinity ? {} : { endsAt: end }),
  };
}

function stateOf(row: AlertRow, end: number, now: number): AlertState {
  if (row.archived_at !== null) return 'archived';
  if (!row.is_published) return 'draft';
  if (end <= now) return 'archived';
  const told = row.alert.communicationPeriods ?? [];
  const isTold =
    told.length === 0 || told.some(({ start = 0, end: until = Infinity }) => start <= now && now < until);
  return isTold ? 'active' : 'future';
}
