import { Inject, Injectable } from '@nestjs/common';
import type { createPool } from '@rukh/adapters/postgres';
import type {
  Author,
  BothLanguages,
  JournalEntry,
  JournalKind,
  OrderReason,
  Principal,
} from '@rukh/domain/dispatch';
import { LiveEvents } from '../live/live-events.js';
import { DISPATCH_POOL } from '../tokens.js';

type Pool = ReturnType<typeof createPool>;

export type JournalLine = Omit<JournalEntry, 'entryId' | 'at'>;

interface JournalRow {
  readonly entry_id: string;
  readonly at: number;
  readonly by: Author;
  readonly kind: JournalKind;
  readonly event: string;
  readonly text: BothLanguages;
  readonly note: string | null;
  readonly reason: OrderReason | null;
  readonly order_id: string | null;
  readonly alert_id: string | null;
  readonly exception_id: string | null;
  readonly vehicle_id: string | null;
  readonly route_id: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface JournalQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly kind?: JournalKind | undefined;
  readonly before?: number | undefined;
  readonly orderId?: string | undefined;
  /** Part of a name. */
  readonly person?: string | undefined;
  readonly limit: number;
}

/** What happened and who did it. Lines are only ever added: the database refuses anything else. */
@Injectable()
export class Journal {
  constructor(
    @Inject(DISPATCH_POOL) private readonly pool: Pool,
    private readonly events: LiveEvents,
  ) {}

  /** Within a transaction where `on` is given: then `tell` is called after it. */
  async add(line: JournalLine, on: Pick<Pool, 'query'> = this.pool): Promise<JournalEntry> {
    const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
    const { rows } = await on.query<JournalRow>(
      `INSERT INTO dispatch.journal (at, by, kind, event, text, note, reason, order_id, alert_id, exception_id,
         vehicle_id, route_id, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING *`,
      [
        Date.now() / 1000,
        json(line.by),
        line.kind,
        line.event,
        json(line.text),
        line.note ?? null,
        json(line.reason),
        line.orderId ?? null,
        line.alertId ?? null,
        line.exceptionId ?? null,
        line.vehicleId ?? null,
        line.routeId ?? null,
        json(line.before),
        json(line.after),
      ],
    );
    return toEntry(rows[0]!);
  }

  tell({ entryId }: JournalEntry): void {
    this.events.publish('journal', { entryId: String(entryId) });
  }

  async list({ from, to, kind, before, orderId, person, limit }: JournalQuery): Promise<JournalEntry[]> {
    const { rows } = await this.pool.query<JournalRow>(
      `SELECT * FROM dispatch.journal
       WHERE ($1::float8 IS NULL OR at >= $1) AND ($2::float8 IS NULL OR at < $2) AND ($3::text IS NULL OR kind = $3)
         AND ($4::bigint IS NULL OR entry_id < $4) AND ($5::text IS NULL OR order_id = $5)
         AND ($6::text IS NULL OR position(lower($6) IN lower(by ->> 'name')) > 0)
       ORDER BY entry_id DESC LIMIT $7`,
      [from ?? null, to ?? null, kind ?? null, before ?? null, orderId ?? null, person ?? null, limit],
    );
    return rows.map(toEntry);
  }
}

function toEntry(row: JournalRow): JournalEntry {
  const { entry_id, at, by, kind, event, text } = row;
  const given = {
    note: row.note,
    reason: row.reason,
    orderId: row.order_id,
    alertId: row.alert_id,
    exceptionId: row.exception_id,
    vehicleId: row.vehicle_id,
    routeId: row.route_id,
    before: row.before,
    after: row.after,
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  return { entryId: Number(entry_id), at, by, kind, event, text, ...present };
}

/** Who a line says it was. */
export function authorOf({ userId, name }: Principal): Author {
  return { userId, name };
}
