/** One ride from the tap to the settlement, and the charges of an account. */
import { checkMinor } from '@rukh/domain/ledger';
import type pg from 'pg';
import { REFUND_COLUMNS, type Refund } from './refund-store.js';

export interface ChargeRevision {
  readonly chargeId: string;
  readonly rideRef: string;
  readonly revision: number;
  readonly accountId: string;
  readonly tappedAt: Date;
  readonly fareDate: string;
  readonly tariffVersion: string;
  readonly disposition: string;
  readonly currency: string;
  readonly nominalMinor: number;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly fundedMinor: number;
  readonly fundingBodyId: string | null;
  readonly operatorId: string | null;
  readonly journeyRef: string;
  readonly tapRefs: readonly string[];
  /** The charge as it was priced. */
  readonly details: unknown;
  readonly causes: readonly string[];
  readonly madeAt: Date;
  readonly isCurrent: boolean;
}

const CHARGE = `charge.charge_id AS "chargeId", charge.ride_ref AS "rideRef", charge.revision,
  charge.account_id AS "accountId", charge.tapped_at AS "tappedAt", charge.fare_date::text AS "fareDate",
  charge.tariff_version AS "tariffVersion", charge.disposition, charge.currency,
  charge.nominal_minor::float8 AS "nominalMinor", charge.amount_minor::float8 AS "amountMinor",
  charge.billed_minor::float8 AS "billedMinor", charge.funded_minor::float8 AS "fundedMinor",
  charge.funding_body_id AS "fundingBodyId", charge.operator_id AS "operatorId", charge.journey_ref AS "journeyRef",
  charge.tap_refs AS "tapRefs", charge.details, charge.causes, charge.made_at AS "madeAt",
  NOT EXISTS (
    SELECT FROM ticketing.charges AS later WHERE later.ride_ref = charge.ride_ref AND later.revision > charge.revision
  ) AS "isCurrent"`;

export class RideReader {
  constructor(private readonly pool: pg.Pool) {}

  /** The revisions that hold of an account's rides in [fromMs, toMs), the newest first. */
  async listCharges(
    accountId: string,
    { fromMs, toMs, limit }: { readonly fromMs: number; readonly toMs: number; readonly limit: number },
  ): Promise<ChargeRevision[]> {
    return this.#list<ChargeRevision>(
      `SELECT ${CHARGE} FROM ticketing.current_charges AS charge
       WHERE charge.account_id = $1 AND charge.tapped_at >= $2 AND charge.tapped_at < $3
       ORDER BY charge.tapped_at DESC, charge.ride_ref LIMIT $4`,
      [accountId, new Date(fromMs), new Date(toMs), limit],
    );
  }

  async findCharge(chargeId: string): Promise<ChargeRevision | undefined> {
    const [charge] = await this.#list<ChargeRevision>(
      `SELECT ${CHARGE} FROM ticketing.charges AS charge WHERE charge.charge_id = $1`,
      [chargeId],
    );
    return charge;
  }

  /** The revision of a ride that holds. */
  async findCurrent(rideRef: string): Promise<ChargeRevision | undefined> {
    const [charge] = await this.#list<ChargeRevision>(
      `SELECT ${CHARGE} FROM ticketing.charges AS charge WHERE charge.ride_ref = $1 ORDER BY revision DESC LIMIT 1`,
      [rideRef],
    );
    return charge;
  }

  /** Everything about the ride that a tap is of; undefined where there is no such tap. */
  async traceRide(deviceId: string, seq: string): Promise<RideTrace | undefined> {
    const [tap] = await this.#list<TracedTap>(TAP, [deviceId, seq]);
    if (!tap) return undefined;
    const rideRef = await this.#findRide(`${deviceId}/${seq}`, tap);
    const revisions = await this.#list<ChargeRevision>(
      `SELECT ${CHARGE} FROM ticketing.charges AS charge WHERE charge.ride_ref = $1 ORDER BY charge.revision`,
      [rideRef],
    );
    return {
      tap,
      corrections: await this.#list(CORRECTIONS, [deviceId, seq]),
      contexts: await this.#list(CONTEXTS, [deviceId, seq]),
      rideRef,
      revisions,
      refunds: await this.#list(REFUNDS, [rideRef]),
      windows: await this.#traceWindows(rideRef),
      bookings: await this.#traceBookings(rideRef),
    };
  }

  /** A tap that ended a ride is in the charge of the tap that began it. */
  async #findRide(tapRef: string, { tappedAt, accountId }: TracedTap): Promise<string> {
    const [found] = await this.#list<{ rideRef: string }>(
      `SELECT ride_ref AS "rideRef" FROM ticketing.current_charges AS charge
       WHERE account_id = $2 AND tapped_at BETWEEN $3::timestamptz - interval '1 day' AND $3::timestamptz + interval '1 hour'
         AND $1 = ANY (tap_refs)`,
      [tapRef, accountId, tappedAt],
    );
    return found?.rideRef ?? tapRef;
  }

  async #traceWindows(rideRef: string): Promise<TracedWindow[]> {
    const windows = await this.#list<Omit<TracedWindow, 'authorisations' | 'settlements'>>(WINDOWS, [
      rideRef,
    ]);
    return Promise.all(
      windows.map(async (window) => ({
        ...window,
        authorisations: await this.#list<TracedAuthorisation>(AUTHORISATIONS, [window.payWindowId]),
        settlements: await this.#list<TracedSettlement>(SETTLEMENTS, [window.payWindowId]),
      })),
    );
  }

  async #traceBookings(rideRef: string): Promise<TracedBooking[]> {
    const rows = await this.#list<Omit<TracedBooking, 'entries'> & { accounts: string[]; amounts: string[] }>(
      BOOKINGS,
      [rideRef],
    );
    return rows.map(({ accounts, amounts, ...booking }) => ({
      ...booking,
      entries: accounts.map((account, i) => ({ account, amountMinor: checkMinor(Number(amounts[i])) })),
    }));
  }

  async #list<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }
}

export interface TracedTap {
  readonly deviceId: string;
  readonly seq: string;
  readonly accountId: string | null;
  readonly mediaType: string;
  readonly kind: string;
  readonly reason: string;
  readonly denyListVersion: number;
  readonly deviceTime: Date;
  readonly tappedAt: Date;
  readonly clockQuality: string;
  readonly outcome: string;
  readonly vehicleId: string | null;
  readonly operatorId: string | null;
  readonly receivedAt: Date;
}

export interface TracedContext {
  readonly revision: number;
  readonly tripId: string | null;
  readonly routeId: string | null;
  readonly directionId: number | null;
  readonly stopId: string | null;
  readonly source: string;
  readonly confidence: number;
  readonly computedAt: Date;
}

export interface TracedCorrection {
  readonly revision: number;
  readonly tappedAt: Date;
  readonly outcome: string;
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export type TracedRefund = Omit<Refund, 'chargeId' | 'rideRef' | 'accountId'>;

export interface TracedAuthorisation {
  readonly authorisationId: string;
  readonly kind: string;
  readonly begunBy: string | null;
  readonly amountMinor: number | null;
  readonly status: string;
  readonly gatewayRef: string | null;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly answeredAt: Date | null;
}

export interface TracedSettlement {
  readonly settlementId: string;
  readonly kind: string;
  readonly amountMinor: number | null;
  readonly isAtRisk: boolean;
  readonly status: string;
  readonly gatewayRef: string | null;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly settledAt: Date | null;
  /** Of the ledger; null until it is settled. */
  readonly transactionId: string | null;
  /** Under which it is booked there. */
  readonly key: string | null;
}

/** Sums are null for who is not told of the window's other rides. */
export interface TracedWindow {
  readonly payWindowId: string;
  readonly fareDate: string;
  readonly number: number;
  readonly state: string;
  readonly currency: string;
  readonly netMinor: number | null;
  readonly settledMinor: number | null;
  /** What of it is this ride. */
  readonly rideMinor: number;
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly authorisations: readonly TracedAuthorisation[];
  readonly settlements: readonly TracedSettlement[];
}

export interface TracedBooking {
  readonly transactionId: string;
  readonly key: string;
  readonly kind: string;
  readonly currency: string;
  readonly ledgerDate: string;
  readonly postedAt: Date;
  readonly entries: readonly { readonly account: string; readonly amountMinor: number }[];
  readonly isSealed: boolean;
}

export interface RideTrace {
  readonly tap: TracedTap;
  readonly corrections: readonly TracedCorrection[];
  readonly contexts: readonly TracedContext[];
  readonly rideRef: string;
  readonly revisions: readonly ChargeRevision[];
  readonly refunds: readonly TracedRefund[];
  readonly windows: readonly TracedWindow[];
  readonly bookings: readonly TracedBooking[];
}

const TAP = `SELECT tap.device_id AS "deviceId", tap.seq, owner.account_id AS "accountId", tap.media_type AS "mediaType",
    tap.kind, tap.reason, tap.deny_list_version AS "denyListVersion", tap.device_time AS "deviceTime",
    tap.tapped_at AS "tappedAt", tap.clock_quality AS "clockQuality", tap.outcome, tap.vehicle_id AS "vehicleId",
    tap.operator_id AS "operatorId", tap.received_at AS "receivedAt"
  FROM ticketing.taps AS tap LEFT JOIN ticketing.media_accounts AS owner
    ON owner.token_ref = tap.token_ref AND tap.tapped_at >= owner.valid_from AND tap.tapped_at < owner.valid_until
  WHERE tap.device_id = $1 AND tap.seq = $2`;

const CORRECTIONS = `SELECT revision, tapped_at AS "tappedAt", outcome, reason, made_by AS "madeBy", made_at AS "madeAt"
  FROM ticketing.tap_corrections WHERE device_id = $1 AND seq = $2 ORDER BY revision`;

const CONTEXTS = `SELECT revision, trip_id AS "tripId", route_id AS "routeId", direction_id AS "directionId",
    stop_id AS "stopId", source, confidence, computed_at AS "computedAt"
  FROM ticketing.tap_contexts WHERE device_id = $1 AND seq = $2 ORDER BY revision`;

const REFUNDS = `SELECT ${REFUND_COLUMNS}
  FROM ticketing.refunds WHERE ride_ref = $1 ORDER BY refund_id`;

const WINDOWS = `SELECT pay.pay_window_id AS "payWindowId", pay.fare_date::text AS "fareDate", pay.number, pay.state,
    pay.currency, pay.net_minor::float8 AS "netMinor", pay.settled_minor::float8 AS "settledMinor",
    item.ride::float8 AS "rideMinor", pay.opened_at AS "openedAt", pay.closes_at AS "closesAt",
    pay.closed_at AS "closedAt"
  FROM (
    SELECT pay_window_id, sum(delta_minor) AS ride FROM ticketing.pay_window_items WHERE ride_ref = $1 GROUP BY 1
  ) AS item
  JOIN ticketing.pay_windows AS pay USING (pay_window_id) ORDER BY pay.pay_window_id`;

const AUTHORISATIONS = `SELECT authorisation_id AS "authorisationId", kind, begun_by AS "begunBy",
    amount_minor::float8 AS "amountMinor", status, gateway_ref AS "gatewayRef", reason,
    requested_at AS "requestedAt", answered_at AS "answeredAt"
  FROM ticketing.authorisations WHERE pay_window_id = $1 ORDER BY authorisation_id`;

const SETTLEMENTS = `SELECT made.settlement_id AS "settlementId", made.kind, made.amount_minor::float8 AS "amountMinor",
    made.is_at_risk AS "isAtRisk", made.status, made.gateway_ref AS "gatewayRef", made.reason,
    made.requested_at AS "requestedAt", made.settled_at AS "settledAt", head.transaction_id AS "transactionId", head.idempotency_key AS key
  FROM ticketing.settlements AS made LEFT JOIN ticketing.ledger_transactions AS head USING (settlement_id)
  WHERE made.pay_window_id = $1 ORDER BY made.settlement_id`;

/** Booked for the ride's charges and refunds; what was settled of its windows stands with the windows. */
const BOOKINGS = `SELECT head.transaction_id AS "transactionId", head.idempotency_key AS key, head.kind, head.currency,
    head.ledger_date::text AS "ledgerDate", head.posted_at AS "postedAt",
    EXISTS (SELECT FROM ticketing.ledger_days AS day WHERE day.ledger_date = head.ledger_date) AS "isSealed",
    array_agg(entry.account ORDER BY entry.line) AS accounts,
    array_agg(entry.amount_minor::text ORDER BY entry.line) AS amounts
  FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
  WHERE head.charge_id IN (SELECT charge_id FROM ticketing.charges WHERE ride_ref = $1)
    OR head.refund_id IN (SELECT refund_id FROM ticketing.refunds WHERE ride_ref = $1)
  GROUP BY head.transaction_id ORDER BY head.transaction_id`;
