/**
 * Concession trips of a month that one funding body owes for, each with what proves it: the device and number of its
 * tap, the hash of what the device signed, when it was made and came in, where the vehicle was, and the charge. Riders
 * are under pseudonyms of the month. As of a moment: revisions that were made later are left out, so that the same
 * question has the same answer for ever, as long as the month's key of pseudonyms is kept.
 */
import type pg from 'pg';

export interface EvidenceScope {
  readonly fundingBodyId: string;
  /** First day of the month, YYYY-MM-DD. */
  readonly month: string;
  readonly asOf: Date;
}

export type EvidenceRow = Readonly<Record<string, unknown>>;

export class ConcessionEvidence {
  constructor(private readonly pool: pg.Pool) {}

  /** One that is known as such, or that owes all the same: a carrier may fund riders too. By the name it had then. */
  async findFundingBody(operatorId: string, asOf: Date): Promise<{ readonly name: string } | undefined> {
    const { rows } = await this.pool.query<{ name: string }>(
      `SELECT coalesce(
         (SELECT former.name FROM ticketing.former_operator_names AS former
          WHERE former.operator_id = body.operator_id AND former.called_until > $2 ORDER BY called_until LIMIT 1),
         body.name
       ) AS name FROM ticketing.operators AS body WHERE operator_id = $1 AND (
         role = 'FUNDING_BODY'
         OR EXISTS (SELECT FROM ticketing.ledger_balances WHERE account = 'funding:' || body.operator_id)
       )`,
      [operatorId, asOf],
    );
    return rows[0];
  }

  /**
   * Every trip, by its tap. The month's key of pseudonyms is made where there is none yet (`newKey`); where it was
   * forgotten, riders are left out.
   */
  async listTrips({ fundingBodyId, month, asOf }: EvidenceScope, newKey: Buffer): Promise<EvidenceRow[]> {
    await this.pool.query(
      `INSERT INTO ticketing.pseudonym_keys (month, key) SELECT $1::date, $2
       WHERE $1::date >= date_trunc('month', now() - interval '1 month') ON CONFLICT DO NOTHING`,
      [month, newKey],
    );
    const { rows } = await this.pool.query<EvidenceRow>(TRIPS, [fundingBodyId, month, asOf]);
    return rows;
  }
}

const PSEUDONYM = (what: string): string =>
  `encode(substring(sha256(pseudonym.key || convert_to(${what}, 'UTF8')) FROM 1 FOR 16), 'hex')`;
const ISO = (instant: string): string =>
  `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const TRIPS = `SELECT charge.ride_ref, charge.charge_id::text AS charge_id, charge.revision, charge.fare_date::text AS fare_date,
    ${ISO('charge.tapped_at')} AS tapped_at, ${ISO('tap.received_at')} AS received_at, tap.device_id, tap.seq::float8 AS seq,
    encode(tap.content_hash, 'hex') AS tap_sha256, tap.outcome, tap.reason, charge.operator_id, tap.vehicle_id,
    context.route_id, context.trip_id_performed, context.stop_id, coalesce(context.source, 'NONE') AS context_source,
    round(coalesce(context.confidence, 0)::numeric, 3)::float8 AS context_confidence,
    ${PSEUDONYM("'rider:' || charge.account_id")} AS rider, ${PSEUDONYM("'entitlement:' || charge.entitlement_id")} AS entitlement,
    charge.details ->> 'riderCategoryId' AS rider_category, charge.disposition, charge.tariff_version,
    charge.nominal_minor::float8 AS nominal_minor, charge.amount_minor::float8 AS paid_minor,
    charge.funded_minor::float8 AS funded_minor, charge.currency,
    (SELECT (why.step -> 'inputs' ->> 'used')::integer FROM json_array_elements(charge.details -> 'reasons') AS why (step)
      WHERE why.step ->> 'code' IN ('QUOTA', 'QUOTA_USED_UP') LIMIT 1) AS quota_used,
    (SELECT (why.step -> 'inputs' ->> 'limit')::integer FROM json_array_elements(charge.details -> 'reasons') AS why (step)
      WHERE why.step ->> 'code' IN ('QUOTA', 'QUOTA_USED_UP') LIMIT 1) AS quota_limit
  FROM ticketing.charges AS charge
  JOIN ticketing.taps AS tap ON tap.device_id = split_part(charge.ride_ref, '/', 1)
    AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint
  LEFT JOIN LATERAL (
    SELECT * FROM ticketing.tap_contexts AS made
    WHERE made.device_id = tap.device_id AND made.seq = tap.seq AND made.computed_at <= $3
    ORDER BY revision DESC LIMIT 1
  ) AS context ON true
  LEFT JOIN ticketing.pseudonym_keys AS pseudonym ON pseudonym.month = $2::date
  WHERE charge.funding_body_id = $1 AND charge.disposition <> 'VOID'
    AND charge.fare_date >= $2::date AND charge.fare_date < ($2::date + interval '1 month')::date
    AND charge.tapped_at >= $2::date - interval '2 days' AND charge.tapped_at < $2::date + interval '1 month 3 days'
    AND charge.made_at <= $3 AND NOT EXISTS (
      SELECT FROM ticketing.charges AS later
      WHERE later.ride_ref = charge.ride_ref AND later.revision > charge.revision AND later.made_at <= $3
    )
  ORDER BY charge.ride_ref COLLATE "C"`;
