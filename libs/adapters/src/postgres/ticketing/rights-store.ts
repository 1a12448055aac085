/** What the rider of an account may: concessions, which somebody else pays for, and passes, which he bought. */
import {
  type LedgerAccount,
  cashAccount,
  postRefund,
  postSale,
  riderAccount,
  valueLeft,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { lockAccount, postTransactions } from '../money/index.js';
import { END_PASS, FIND_REFUNDABLE, type RefundRow, toRefundable } from './pass-refunds.js';
import { transact } from '../transact.js';
import { writeAudit } from './write-audit.js';

export interface NewEntitlement {
  readonly riderCategoryId: string;
  readonly fundingBodyId?: string;
  readonly validFrom: Date;
  readonly validUntil?: Date;
}

export interface EntitlementRow {
  readonly entitlementId: number;
  readonly riderCategoryId: string;
  readonly fundingBodyId: string | null;
  readonly validFrom: Date;
  /** Null: without end. */
  readonly validUntil: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewPass {
  readonly fareProductId: string;
  /** Of a pass by time, counted from its activation. */
  readonly durationDays?: number;
  readonly rides?: number;
  readonly priceMinor: number;
  readonly currency: string;
  readonly payment: SalePayment;
  /** Of the seller's till: asked for again under it, the pass is the same. */
  readonly receipt?: string;
}

/** ACCOUNT: out of what the rider has put in. CASH: to somebody, who owes it then; by nobody known without a seller. */
export type SalePayment =
  { readonly paidBy: 'ACCOUNT' } | { readonly paidBy: 'CASH'; readonly sellerId?: string };

export interface PassRefund {
  /** Without it what of the pass is not used yet. */
  readonly amountMinor?: number;
  readonly payment: SalePayment;
  readonly reason: string;
}

/** NOT_FOUND: no such pass, or refunded before. TOO_MUCH: more than it cost. */
export type PassRefundRefusal = 'NOT_FOUND' | 'TOO_MUCH';

export interface PassRow {
  readonly passId: number;
  readonly accountId: number;
  readonly fareProductId: string;
  readonly state: 'UNUSED' | 'ACTIVATED' | 'REFUNDED';
  readonly rides: number | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly soldAt: Date;
  readonly activatedAt: Date | null;
  readonly validUntil: Date | null;
  readonly refundWishedAt: Date | null;
  readonly refundedMinor: number | null;
}

export interface AccountRow {
  readonly accountId: number;
  readonly state: string;
  readonly creditPolicy: string;
  readonly funding: string;
}

export class RightsStore {
  constructor(private readonly pool: pg.Pool) {}

  async findAccount(accountId: number): Promise<AccountRow | undefined> {
    const { rows } = await this.pool.query<AccountRow>(
      `SELECT account_id::float8 AS "accountId", state, credit_policy AS "creditPolicy", funding
       FROM ticketing.accounts WHERE account_id = $1`,
      [accountId],
    );
    return rows[0];
  }

  async listEntitlements(accountId: number): Promise<EntitlementRow[]> {
    const { rows } = await this.pool.query<EntitlementRow>(
      `SELECT entitlement_id::float8 AS "entitlementId", rider_category_id AS "riderCategoryId",
         funding_body_id AS "fundingBodyId", valid_from AS "validFrom",
         nullif(valid_until, 'infinity') AS "validUntil", revoked_at AS "revokedAt"
       FROM ticketing.entitlements WHERE account_id = $1 ORDER BY valid_from, entitlement_id`,
      [accountId],
    );
    return rows;
  }

  /** @throws an error of the database where there is no such account or funding body */
  async grant(accountId: number, right: NewEntitlement, actor: string): Promise<number> {
    const { riderCategoryId, fundingBodyId, validFrom, validUntil } = right;
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO ticketing.entitlements (account_id, rider_category_id, funding_body_id, valid_from, valid_until)
         VALUES ($1, $2, $3, $4, coalesce($5::timestamptz, 'infinity')) RETURNING entitlement_id::float8 AS id`,
        [accountId, riderCategoryId, fundingBodyId ?? null, validFrom, validUntil ?? null],
      );
      const entitlementId = rows[0]!.id;
      await client.query(`SELECT ticketing.reprice($1, $2, 'ENTITLEMENT')`, [accountId, validFrom]);
      const details = { entitlementId, ...right };
      await writeAudit(client, { actor, action: 'GRANT', accountId, details });
      return entitlementId;
    });
  }

  /**
   * Ends a concession at a moment: of its own accord, or because it was taken back. Rides before it stay as they were
   * paid for; those after it are priced again. False where there is none, or it had ended before.
   */
  async end(entitlementId: number, at: Date, action: 'END' | 'REVOKE', actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ account_id: number; since: Date }>(
        `UPDATE ticketing.entitlements SET revoked_at = greatest($2, valid_from)
         WHERE entitlement_id = $1 AND least(valid_until, revoked_at) > $2
         RETURNING account_id::float8, revoked_at AS since`,
        [entitlementId, at],
      );
      if (!rows[0]) return false;
      const { account_id: accountId, since } = rows[0];
      await client.query(`SELECT ticketing.reprice($1, $2, 'ENTITLEMENT')`, [accountId, since]);
      await writeAudit(client, { actor, action, accountId, details: { entitlementId, at: since } });
      return true;
    });
  }

  async listPasses(accountId: number): Promise<PassRow[]> {
    const { rows } = await this.pool.query<PassRow>(
      `${SELECT_PASS} WHERE pass.account_id = $1 ORDER BY sold_at, travel_right_id`,
      [accountId],
    );
    return rows;
  }

  async findPass(passId: number): Promise<PassRow | undefined> {
    const { rows } = await this.pool.query<PassRow>(`${SELECT_PASS} WHERE travel_right_id = $1`, [passId]);
    return rows[0];
  }

  /** What was sold under a receipt of a seller's till. */
  async findSold(sellerId: string, receipt: string): Promise<PassRow | undefined> {
    const { rows } = await this.pool.query<PassRow>(`${SELECT_PASS} WHERE seller_id = $1 AND receipt = $2`, [
      sellerId,
      receipt,
    ]);
    return rows[0];
  }

  /**
   * Sells a pass, which is not used until it is activated, and books the sale. Undefined where the rider has not put in
   * enough to pay it with.
   */
  async sell(accountId: number, pass: NewPass, actor: string): Promise<number | undefined> {
    const { fareProductId, durationDays, rides, priceMinor, currency, payment, receipt } = pass;
    return transact(this.pool, async (client) => {
      if (payment.paidBy === 'ACCOUNT' && !(await canPay(client, accountId, priceMinor))) return undefined;
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO ticketing.travel_rights
           (account_id, fare_product_id, duration, rides, price_minor, currency, paid_by, seller_id, receipt)
         VALUES ($1, $2, make_interval(days => $3), $4, $5, $6, $7, $8, $9) RETURNING travel_right_id::float8 AS id`,
        [
          ...[accountId, fareProductId, durationDays ?? null, rides ?? null, priceMinor, currency],
          ...[payment.paidBy, sellerOf(payment) ?? null, receipt ?? null],
        ],
      );
      const passId = rows[0]!.id;
      if (priceMinor > 0) {
        const sale = { key: `sale:pass:${passId}`, currency, amountMinor: priceMinor };
        await postTransactions(client, [postSale(sale, payerOf(accountId, payment))]);
      }
      await writeAudit(client, { actor, action: 'SELL_PASS', accountId, details: { passId, ...pass } });
      return passId;
    });
  }

  /**
   * Begins a pass: from then on prices go by it. A second time it does nothing.
   * @param until where the end is by the calendar; else the pass's duration after `from`, in hours of a clock
   */
  async activate(passId: number, from: Date, actor: string, until?: Date): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ account_id: number; held_product_id: number }>(ACTIVATE, [
        passId,
        from,
        until ?? null,
      ]);
      if (!rows[0]) return false;
      const accountId = rows[0].account_id;
      await client.query(`SELECT ticketing.reprice($1, $2, 'PASS')`, [accountId, from]);
      await writeAudit(client, { actor, action: 'ACTIVATE_PASS', accountId, details: { passId, from } });
      return true;
    });
  }

  /**
   * Gives money for a pass back, and ends it: rides that it covered stay covered. Answers what was given back.
   * @param at the moment from which it covers nothing more
   */
  async refund(
    passId: number,
    { amountMinor: wanted, payment, reason }: PassRefund,
    actor: string,
    at = new Date(),
  ): Promise<number | PassRefundRefusal> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<RefundRow>(FIND_REFUNDABLE, [passId]);
      const pass = rows[0];
      if (pass === undefined) return 'NOT_FOUND';
      const amountMinor = wanted ?? valueLeft(toRefundable(pass), at.getTime());
      if (amountMinor > pass.price_minor) return 'TOO_MUCH';
      const seller = sellerOf(payment) ?? null;
      await client.query(END_PASS, [passId, at, amountMinor, actor, reason, seller]);
      if (amountMinor > 0) {
        const back = { key: `refund:pass:${passId}`, currency: pass.currency, amountMinor };
        await postTransactions(client, [postRefund(back, payerOf(pass.account_id, payment))]);
      }
      await client.query(`SELECT ticketing.reprice($1, $2, 'PASS')`, [pass.account_id, at]);
      const details = { passId, amountMinor, reason };
      await writeAudit(client, { actor, action: 'REFUND_PASS', accountId: pass.account_id, details });
      return amountMinor;
    });
  }

  /** The rider wants his money back; what he gets, and whether, is for who decides about money. */
  async wishRefund(passId: number, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ account_id: number }>(
        `UPDATE ticketing.travel_rights SET refund_wished_at = now()
         WHERE travel_right_id = $1 AND state <> 'REFUNDED' AND refund_wished_at IS NULL
         RETURNING account_id::float8`,
        [passId],
      );
      if (!rows[0]) return false;
      const accountId = rows[0].account_id;
      await writeAudit(client, { actor, action: 'WISH_REFUND', accountId, details: { passId } });
      return true;
    });
  }
}

const SELECT_PASS = `SELECT travel_right_id::float8 AS "passId", pass.account_id::float8 AS "accountId",
    pass.fare_product_id AS "fareProductId", pass.state, pass.rides, pass.price_minor::float8 AS "priceMinor",
    pass.currency, sold_at AS "soldAt", activated_at AS "activatedAt",
    nullif(held.valid_until, 'infinity') AS "validUntil", refund_wished_at AS "refundWishedAt",
    refunded_minor::float8 AS "refundedMinor"
  FROM ticketing.travel_rights AS pass LEFT JOIN ticketing.held_products AS held USING (held_product_id)`;

const ACTIVATE = `WITH pass AS (
    SELECT * FROM ticketing.travel_rights WHERE travel_right_id = $1 AND state = 'UNUSED' FOR UPDATE
  ), held AS (
    INSERT INTO ticketing.held_products (account_id, fare_product_id, valid_from, valid_until, rides, price_minor)
    SELECT account_id, fare_product_id, $2::timestamptz, coalesce($3::timestamptz, $2::timestamptz + duration, 'infinity'), rides,
      price_minor
    FROM pass RETURNING held_product_id
  )
  UPDATE ticketing.travel_rights AS sold
  SET state = 'ACTIVATED', activated_at = $2::timestamptz, held_product_id = (SELECT held_product_id FROM held)
  FROM pass WHERE sold.travel_right_id = pass.travel_right_id
  RETURNING sold.account_id::float8, sold.held_product_id::float8`;

function sellerOf(payment: SalePayment): string | undefined {
  return payment.paidBy === 'CASH' ? payment.sellerId : undefined;
}

function payerOf(accountId: number, payment: SalePayment): LedgerAccount {
  return payment.paidBy === 'ACCOUNT' ? riderAccount(accountId) : cashAccount(payment.sellerId);
}

/** Whether the rider has put in as much; until the end of the transaction nobody else spends it. */
async function canPay(client: pg.PoolClient, accountId: number, priceMinor: number): Promise<boolean> {
  await lockAccount(client, String(accountId));
  const { rows } = await client.query<{ balance: number }>(
    'SELECT balance_minor::float8 AS balance FROM ticketing.ledger_balances WHERE account = $1',
    [riderAccount(accountId)],
  );
  return -(rows[0]?.balance ?? 0) >= priceMinor;
}
