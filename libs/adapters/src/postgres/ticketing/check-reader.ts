/** What the online check goes by, in one query: every lookup of it by an index, whatever the history has grown to. */
import { type CheckedMedium, findTransferEnd } from '@rukh/domain/media';
import type pg from 'pg';

export interface CheckMoment {
  readonly atMs: number;
  readonly transferMinutes: number;
}

export class CheckReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Undefined where the medium was never seen. */
  async find(tokenRef: Buffer, { atMs, transferMinutes }: CheckMoment): Promise<CheckedMedium | undefined> {
    const { rows } = await this.pool.query<CheckRow>({
      name: 'check-medium',
      text: CHECK,
      values: [tokenRef, new Date(atMs)],
    });
    return rows[0] && toMedium(rows[0], atMs, transferMinutes);
  }

  /** Whether the database answers. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }
}

/** As far back as a window of transfers may have begun. */
const HISTORY = '6 hours';
const MOST_TAPS = 50;
/** A ticket is used after it was sold, by clocks that may be wrong. */
const CLOCKS = '7 days';

const CHECK = `SELECT medium.state, extract(epoch FROM medium.expires_at)::float8 * 1000 AS expires_ms,
    ARRAY(SELECT ticketing.deny_reasons(medium.token_ref)) AS deny_reasons,
    coalesce(account.credit_policy, 'BLOCK_PAY_AS_YOU_GO') AS credit_policy,
    coalesce(account.state IN ('SUSPENDED', 'ARCHIVED', 'CLOSED'), false) AS is_shut,
    pass.fare_product_id, extract(epoch FROM nullif(pass.valid_until, 'infinity'))::float8 * 1000 AS pass_until_ms,
    concession.rider_category_id, ticket.vehicle_id AS ticket_vehicle_id,
    extract(epoch FROM ticket.valid_from)::float8 * 1000 AS ticket_from_ms,
    extract(epoch FROM ticket.valid_until)::float8 * 1000 AS ticket_until_ms,
    ARRAY(
      SELECT jsonb_build_array(extract(epoch FROM tapped_at)::float8 * 1000, vehicle_id) FROM ticketing.taps
      WHERE token_ref = $1 AND tapped_at > $2::timestamptz - interval '${HISTORY}' AND tapped_at <= $2
        AND ticketing.week_of(tapped_at) >= ticketing.week_of($2::timestamptz - interval '${HISTORY}')
        AND outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
      ORDER BY tapped_at DESC LIMIT ${MOST_TAPS}
    ) AS taps,
    coalesce(ticket.single_use, false) AND EXISTS (
      SELECT FROM ticketing.taps
      WHERE token_ref = $1 AND outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
        AND ticketing.week_of(tapped_at) >= ticketing.week_of(ticket.valid_from - interval '${CLOCKS}')
    ) AS is_used
  FROM ticketing.media AS medium
  LEFT JOIN ticketing.media_accounts AS owner ON owner.token_ref = medium.token_ref
    AND $2 >= owner.valid_from AND $2 < owner.valid_until
  LEFT JOIN ticketing.accounts AS account USING (account_id)
  LEFT JOIN LATERAL (
    SELECT fare_product_id, valid_until FROM ticketing.held_products AS held
    WHERE held.account_id = owner.account_id AND held.state = 'ACTIVE' AND held.valid_from <= $2 AND held.valid_until > $2
    ORDER BY valid_until DESC LIMIT 1
  ) AS pass ON true
  LEFT JOIN LATERAL (
    SELECT rider_category_id FROM ticketing.entitlements AS given
    WHERE given.account_id = owner.account_id AND given.valid_from <= $2 AND least(given.valid_until, given.revoked_at) > $2
    ORDER BY given.valid_from DESC LIMIT 1
  ) AS concession ON true
  LEFT JOIN ticketing.tickets AS ticket ON ticket.token_ref = medium.token_ref
  WHERE medium.token_ref = $1`;

interface CheckRow {
  readonly state: CheckedMedium['state'];
  readonly expires_ms: number | null;
  readonly deny_reasons: readonly string[];
  readonly credit_policy: CheckedMedium['creditPolicy'];
  readonly is_shut: boolean;
  readonly fare_product_id: string | null;
  readonly pass_until_ms: number | null;
  readonly rider_category_id: string | null;
  readonly ticket_vehicle_id: string | null;
  readonly ticket_from_ms: number | null;
  readonly ticket_until_ms: number | null;
  readonly taps: readonly (readonly [number, string | null])[];
  readonly is_used: boolean;
}

function toMedium(row: CheckRow, atMs: number, transferMinutes: number): CheckedMedium {
  const times = row.taps.map(([tappedAtMs]) => tappedAtMs).reverse();
  const transferUntilMs = findTransferEnd(times, transferMinutes, atMs);
  const last = row.taps[0];
  return {
    state: row.state,
    denyReasons: row.deny_reasons,
    creditPolicy: row.credit_policy,
    isAccountShut: row.is_shut,
    ...(row.expires_ms !== null && { expiresAtMs: row.expires_ms }),
    ...(row.fare_product_id !== null && {
      pass: {
        fareProductId: row.fare_product_id,
        ...(row.pass_until_ms !== null && { untilMs: row.pass_until_ms }),
      },
    }),
    ...(row.rider_category_id !== null && { riderCategoryId: row.rider_category_id }),
    ...(last && { lastTap: { atMs: last[0], ...(last[1] !== null && { vehicleId: last[1] }) } }),
    ...(transferUntilMs !== undefined && { transferUntilMs }),
    ...(row.ticket_from_ms !== null && {
      ticket: {
        ...{ validFromMs: row.ticket_from_ms, validUntilMs: row.ticket_until_ms! },
        ...(row.ticket_vehicle_id !== null && { vehicleId: row.ticket_vehicle_id }),
      },
    }),
    isUsedTicket: row.is_used,
  };
}
