/** Fines that inspectors issued, and what became of them: each step is in `ticketing.fine_events` and in the ledger, or in neither. */
import {
  type FineEvent,
  type FineRefusal,
  type FineState,
  findInForce,
  moveFine,
  postFine,
} from '@rukh/domain/ledger';
import type { InspectedTap, InspectionResult } from '@rukh/domain/taps';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';
import { findCashCurrency } from './carrier-claims.js';
import { INSPECTED_TAP } from './inspection-case.js';

export interface Fine {
  readonly fineId: number;
  readonly state: FineState;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface FineHistoryEvent extends FineEvent {
  readonly eventId: string;
  readonly at: Date;
  readonly reason: string;
  /** The tap that surfaced. */
  readonly deviceId: string | null;
  readonly seq: number | null;
}

/** As the office sees it, which does not say whose it is: Rukh knows no names. */
export interface OfficeFine extends Fine {
  readonly issuedAt: Date;
  readonly inspectorId: string;
  /** Of the inspector. */
  readonly operatorId: string;
  readonly vehicleId: string;
  readonly result: InspectionResult;
  /** In order. */
  readonly events: readonly FineHistoryEvent[];
}

/** A step that is taken. */
export interface FineStepTaken extends Omit<FineEvent, 'reference' | 'till'> {
  readonly reference?: string;
  readonly till?: FineEvent['till'];
  readonly reason: string;
  readonly tap?: { readonly deviceId: string; readonly seq: number };
}

/** A fine that is not void, with a tap of the medium on the vehicle. */
export interface FineWithTap {
  readonly fineId: number;
  readonly state: FineState;
  readonly lockedAtMs: number;
  readonly rideSinceMs: number;
  readonly deviceId: string;
  readonly seq: number;
  readonly tap: InspectedTap;
}

const COLUMNS = `fine_id::float8 AS "fineId", fine.state, amount_minor::float8 AS "amountMinor", currency`;
const FROM_FINES = `FROM ticketing.fines AS fine JOIN ticketing.inspections USING (inspection_id)
  JOIN ticketing.inspection_sessions USING (session_id)`;
const SELECT_FINE = `SELECT ${COLUMNS} ${FROM_FINES} WHERE inspector_id = $2`;
const SELECT_OFFICE_FINE = `SELECT ${COLUMNS}, issued_at AS "issuedAt", inspector_id AS "inspectorId",
  operator_id AS "operatorId", vehicle_id AS "vehicleId", result ${FROM_FINES} JOIN ticketing.inspectors USING (inspector_id)`;

/** Steps of before 054 say by their words what they were. */
const STEP = `coalesce(event.step, CASE WHEN event.reason LIKE 'PAYMENT %' THEN 'PAYMENT' WHEN event.reason LIKE 'REFUND %' THEN 'REFUND'
  WHEN event.actor = 'service' THEN 'SURFACED' ELSE 'ISSUED' END)`;
const SELECT_EVENTS = `SELECT fine_id::float8 AS "fineId", event_id::text AS "eventId", at, ${STEP} AS step,
    regexp_replace(actor, '^office:', '') AS actor, till, reason, device_id AS "deviceId", seq::float8 AS seq,
    coalesce(reference, substring(event.reason FROM '^(?:PAYMENT|REFUND) (.*)')) AS reference
  FROM ticketing.fine_events AS event`;

const SURFACED = 'the tap was in the queue of the validator';

export class Fines {
  constructor(private readonly pool: pg.Pool) {}

  /** A fine for what an inspection of this inspector found; the one there is where it was issued before. */
  async issue(
    inspectionId: number,
    inspectorId: string,
    { amountMinor, currency }: Pick<Fine, 'amountMinor' | 'currency'>,
  ): Promise<Fine | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ fineId: string; result: string }>(
        `INSERT INTO ticketing.fines (inspection_id, amount_minor, currency)
         SELECT inspection_id, $3, $4 FROM ticketing.inspections JOIN ticketing.inspection_sessions USING (session_id)
         WHERE inspection_id = $1 AND inspector_id = $2 AND result <> 'VALID'
         ON CONFLICT (inspection_id) DO NOTHING
         RETURNING fine_id AS "fineId", (SELECT result FROM ticketing.inspections WHERE inspection_id = $1) AS result`,
        [inspectionId, inspectorId, amountMinor, currency],
      );
      const [made] = rows;
      if (made) {
        const { fineId, result } = made;
        const fine = (await findOfficeFine(client, fineId))!;
        const step = { step: 'ISSUED', actor: `inspector:${inspectorId}`, reason: result } as const;
        await addStep(client, fine, step, 'ISSUED');
      }
      const found = await client.query<Fine>(`${SELECT_FINE} AND inspection_id = $1`, [
        inspectionId,
        inspectorId,
      ]);
      return found.rows[0];
    });
  }

  /** Of an inspector, issued in the last `hours`, the newest first. */
  async listOf(inspectorId: string, hours: number): Promise<Fine[]> {
    const { rows } = await this.pool.query<Fine>(
      `${SELECT_FINE} AND issued_at > now() - $1 * interval '1 hour' ORDER BY fine_id DESC LIMIT 100`,
      [hours, inspectorId],
    );
    return rows;
  }

  async find(fineId: number, inspectorId: string): Promise<Fine | undefined> {
    const { rows } = await this.pool.query<Fine>(`${SELECT_FINE} AND fine_id = $1`, [fineId, inspectorId]);
    return rows[0];
  }

  /** The office's: those in a state, or all, the newest first. */
  async list(state: FineState | undefined, limit: number): Promise<OfficeFine[]> {
    const { rows } = await this.pool.query<Omit<OfficeFine, 'events'>>(
      `${SELECT_OFFICE_FINE} WHERE $1::text IS NULL OR fine.state = $1 ORDER BY fine_id DESC LIMIT $2`,
      [state ?? null, limit],
    );
    return withEvents(this.pool, rows);
  }

  /** A step of the office, taken once. Undefined where there is no such fine. */
  async take(
    fineId: string,
    step: FineStepTaken,
  ): Promise<OfficeFine | { readonly refused: FineRefusal } | undefined> {
    return inTransaction(this.pool, async (client) => {
      const next = await takeStep(client, fineId, step);
      return next === undefined || typeof next === 'object' ? next : findOfficeFine(client, fineId);
    });
  }

  /** Voids a fine for a tap that surfaced; one that was paid is to be given back. Answers whether it did. */
  async voidFor({ fineId, deviceId, seq }: FineWithTap): Promise<boolean> {
    const step = { step: 'SURFACED', actor: 'service', reason: SURFACED, tap: { deviceId, seq } } as const;
    const next = await inTransaction(this.pool, (client) => takeStep(client, fineId, step));
    return typeof next === 'string' && next !== 'SAME';
  }

  /**
   * Fines of the last `days` with each tap of their medium on their vehicle before the lock. A card on the deny list is
   * among them: who was let in by a list of before rides on. Another's card is not: no tap makes it his. Nor does one that
   * was made when the card had been reported lost: whoever had it then rode on another's card.
   */
  async listWithTaps(days: number): Promise<FineWithTap[]> {
    const { rows } = await this.pool.query<FineWithTap>(
      `SELECT fine_id::float8 AS "fineId", fine.state, extract(epoch FROM opened_at)::float8 * 1000 AS "lockedAtMs",
         extract(epoch FROM ride_since)::float8 * 1000 AS "rideSinceMs", tap.device_id AS "deviceId",
         tap.seq::float8 AS seq, ${INSPECTED_TAP} AS tap
       FROM ticketing.fines AS fine
       JOIN ticketing.inspections USING (inspection_id)
       JOIN ticketing.inspection_sessions AS session USING (session_id)
       JOIN ticketing.placed_taps AS tap ON tap.token_ref = inspections.token_ref AND tap.vehicle_id = session.vehicle_id
       WHERE fine.state IN ('ISSUED', 'PAID') AND issued_at > now() - $1 * interval '1 day'
         AND inspections.result <> 'WRONG_HOLDER'
         AND tap.tapped_at < opened_at AND tap.tapped_at >= ride_since
         AND NOT ticketing.was_lost(tap.token_ref, tap.tapped_at)
       ORDER BY fine_id, tap.tapped_at`,
      [days],
    );
    return rows;
  }

  /** Fines with steps that a version before 054 took, which booked none. */
  async listUnbooked(): Promise<number[]> {
    const { rows } = await this.pool.query<{ fineId: number }>(
      `SELECT DISTINCT fine_id::float8 AS "fineId" FROM ticketing.fine_events AS event
       WHERE step IS NULL AND NOT EXISTS (
         SELECT FROM ticketing.ledger_transactions WHERE idempotency_key = 'fine:' || event.fine_id || ':' || event.event_id
       ) ORDER BY 1`,
    );
    return rows.map(({ fineId }) => fineId);
  }

  /** Books the steps of a fine that are not booked yet. */
  async book(fineId: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const fine = (await findOfficeFine(client, fineId))!;
      await postTransactions(
        client,
        fine.events.map((event) => postFine(fine, event)),
      );
    });
  }
}

async function takeStep(
  client: DatabaseClient,
  fineId: number | string,
  step: FineStepTaken,
): Promise<ReturnType<typeof moveFine> | undefined> {
  await client.query('SELECT FROM ticketing.fines WHERE fine_id = $1 FOR UPDATE', [fineId]);
  const fine = await findOfficeFine(client, fineId);
  if (fine === undefined) return undefined;
  const next = moveFine(fine.state, fine.events, { reference: null, till: null, ...step });
  if (typeof next !== 'string' || next === 'SAME') return next;
  const taken = findTakenBack(fine, step);
  if (taken) {
    const operatorId = await findTillCarrier(client, fine, taken);
    await addStep(client, { ...fine, operatorId }, { ...step, till: taken.till }, next);
    return next;
  }
  if (step.till === 'CASH' && (await isOtherCash(client, fine))) return { refused: 'OTHER_CURRENCY' };
  await addStep(client, fine, step, next);
  return next;
}

/** What is taken back goes where it came from. */
function findTakenBack({ events }: OfficeFine, { step }: FineStepTaken): FineHistoryEvent | undefined {
  const [, money] = /^(PAYMENT|REFUND)_TAKEN_BACK$/.exec(step) ?? [];
  return money === undefined ? undefined : findInForce(events, money as 'PAYMENT' | 'REFUND');
}

/** Whose cash it was: the inspector may be another carrier's since. */
async function findTillCarrier(
  client: DatabaseClient,
  { fineId, operatorId }: OfficeFine,
  { eventId }: FineHistoryEvent,
): Promise<string> {
  const { rows } = await client.query<{ operatorId: string }>(
    `SELECT substr(account, 6) AS "operatorId" FROM ticketing.ledger_entries
     JOIN ticketing.ledger_transactions USING (transaction_id)
     WHERE idempotency_key = $1 AND account LIKE 'cash:%'`,
    [`fine:${fineId}:${eventId}`],
  );
  return rows[0]?.operatorId ?? operatorId;
}

/** A carrier has its cash in one currency: another's would turn all of it into that. */
async function isOtherCash(client: DatabaseClient, { operatorId, currency }: OfficeFine): Promise<boolean> {
  const kept = await findCashCurrency(client, operatorId);
  return typeof kept === 'string' && kept !== currency;
}

async function addStep(
  client: DatabaseClient,
  fine: OfficeFine,
  { step, actor, reference, till = null, reason, tap }: FineStepTaken,
  state: FineState,
): Promise<void> {
  await client.query('UPDATE ticketing.fines SET state = $2 WHERE fine_id = $1', [fine.fineId, state]);
  const who = step === 'ISSUED' || step === 'SURFACED' ? actor : `office:${actor}`;
  const { rows } = await client.query<{ eventId: string }>(
    `INSERT INTO ticketing.fine_events (fine_id, state, step, actor, reason, reference, till, device_id, seq)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING event_id AS "eventId"`,
    [fine.fineId, state, step, who, reason, reference, till, tap?.deviceId, tap?.seq],
  );
  await postTransactions(client, [postFine(fine, { eventId: rows[0]!.eventId, step, till })]);
}

async function findOfficeFine(
  client: DatabaseClient,
  fineId: number | string,
): Promise<OfficeFine | undefined> {
  const { rows } = await client.query<Omit<OfficeFine, 'events'>>(
    `${SELECT_OFFICE_FINE} WHERE fine_id = $1`,
    [fineId],
  );
  return (await withEvents(client, rows))[0];
}

async function withEvents(
  pool: Pick<DatabaseClient, 'query'>,
  fines: readonly Omit<OfficeFine, 'events'>[],
): Promise<OfficeFine[]> {
  const { rows } = await pool.query<FineHistoryEvent & { readonly fineId: number }>(
    `${SELECT_EVENTS} WHERE fine_id = ANY ($1::bigint[]) ORDER BY event_id`,
    [fines.map(({ fineId }) => fineId)],
  );
  const events = new Map(fines.map(({ fineId }) => [fineId, [] as FineHistoryEvent[]]));
  for (const { fineId, ...event } of rows) events.get(fineId)!.push(event);
  return fines.map((fine) => ({ ...fine, events: events.get(fine.fineId)! }));
}
