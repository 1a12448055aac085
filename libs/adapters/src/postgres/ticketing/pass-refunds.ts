/** What of a pass can be given back, and the end of one that was. */
import type { RefundablePass } from '@rukh/domain/ledger';

export interface RefundRow {
  readonly account_id: number;
  readonly price_minor: number;
  readonly currency: string;
  readonly from_ms: number | null;
  readonly until_ms: number | null;
  readonly rides: number | null;
  readonly used: number;
}

/**
 * How many rides, or days, of a pass are used is what pricing says that were when it covered a ride by it: a tap takes as
 * many as people rode by it, also where others of that tap had to pay.
 */
export const FIND_REFUNDABLE = `SELECT pass.account_id::float8, pass.price_minor::float8, pass.currency, pass.rides,
    extract(epoch FROM held.valid_from)::float8 * 1000 AS from_ms,
    extract(epoch FROM nullif(held.valid_until, 'infinity'))::float8 * 1000 AS until_ms,
    (SELECT coalesce(max((told -> 'inputs' ->> 'used')::float8), 0)
      FROM ticketing.current_charges AS charge, json_array_elements(charge.details -> 'reasons') AS every (told)
      WHERE charge.account_id = pass.account_id AND charge.disposition <> 'VOID'
        AND charge.tapped_at >= held.valid_from AND charge.tapped_at < held.valid_until
        AND told ->> 'code' = 'COVERED_BY_PASS' AND told -> 'inputs' ->> 'held' = pass.held_product_id::text) AS used
  FROM ticketing.travel_rights AS pass LEFT JOIN ticketing.held_products AS held USING (held_product_id)
  WHERE travel_right_id = $1 AND pass.state <> 'REFUNDED' FOR UPDATE OF pass`;

export const END_PASS = `WITH sold AS (
    UPDATE ticketing.travel_rights SET state = 'REFUNDED', refunded_at = $2, refunded_minor = $3, refunded_by = $4,
      refund_reason = $5, seller_id = coalesce($6, seller_id)
    WHERE travel_right_id = $1 RETURNING held_product_id
  )
  UPDATE ticketing.held_products AS held
  SET valid_until = least(held.valid_until, greatest($2, held.valid_from + interval '1 microsecond'))
  FROM sold WHERE held.held_product_id = sold.held_product_id`;

export function toRefundable({ price_minor, from_ms, until_ms, rides, used }: RefundRow): RefundablePass {
  return {
    priceMinor: price_minor,
    ...(from_ms !== null && { begun: { fromMs: from_ms, ...(until_ms !== null && { untilMs: until_ms }) } }),
    ...(rides !== null && { rides: { sold: rides, used } }),
  };
}
