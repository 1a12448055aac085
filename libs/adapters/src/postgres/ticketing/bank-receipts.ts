/**
 * Money that came to the bank account, as people of finance book it from the bank's statement: each document once, and taken back
 * where it was a mistake. Funding bodies' payments and carriers' cash are such tables, alike but for the names of two columns.
 */
import { type BankReceipt, type LedgerTransaction, judgeTakingBack } from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';

/** Of a receipt, what its table has beside its own number and who paid. */
export interface BookedReceipt extends BankReceipt {
  readonly bookedBy: string;
  readonly bookedAt: Date;
  /** Null where it holds. */
  readonly takenBackBy: string | null;
  readonly takenBackAt: Date | null;
  readonly takenBackWhy: string | null;
}

/** A column, and the field that it is read into. */
interface Column<Receipt> {
  readonly column: string;
  readonly field: keyof Receipt & string;
}

export interface ReceiptsWish {
  readonly payer?: string | undefined;
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  readonly limit: number;
}

const TODAY = `SELECT (clock_timestamp() AT TIME ZONE time_zone)::date::text AS today FROM ticketing.ledger_settings`;

export class BankReceipts<Receipt extends BookedReceipt> {
  readonly #select: string;

  constructor(
    private readonly table: string,
    private readonly id: Column<Receipt>,
    private readonly payer: Column<Receipt>,
  ) {
    this.#select = `SELECT ${id.column}::text AS "${id.field}", ${payer.column} AS "${payer.field}", currency,
        amount_minor::float8 AS "amountMinor", paid_on::text AS "paidOn", reference, booked_by AS "bookedBy",
        booked_at AS "bookedAt", taken_back_by AS "takenBackBy", taken_back_at AS "takenBackAt",
        taken_back_why AS "takenBackWhy"
      FROM ${table}`;
  }

  /** By when they were paid, the newest first; those that were taken back too. */
  async list(pool: pg.Pool, { payer, fromDay, toDay, limit }: ReceiptsWish): Promise<Receipt[]> {
    const { rows } = await pool.query<Receipt>(
      `${this.#select} WHERE ($1::text IS NULL OR ${this.payer.column} = $1)
         AND ($2::date IS NULL OR paid_on >= $2) AND ($3::date IS NULL OR paid_on <= $3)
       ORDER BY paid_on DESC, ${this.id.column} DESC LIMIT $4`,
      [payer, fromDay, toDay, limit],
    );
    return rows;
  }

  /** What is booked of the same payer, document and year, and not taken back. */
  async findBooked(
    client: DatabaseClient,
    payer: string,
    { reference, paidOn }: BankReceipt,
  ): Promise<Receipt | undefined> {
    const { rows } = await client.query<Receipt>(
      `${this.#select} WHERE ${this.payer.column} = $1 AND reference = $2 AND taken_back_at IS NULL
         AND extract(year FROM paid_on) = extract(year FROM $3::date)`,
      [payer, reference, paidOn],
    );
    return rows[0];
  }

  async book(
    client: DatabaseClient,
    payer: string,
    { currency, amountMinor, paidOn, reference, by }: BankReceipt & { readonly by: string },
    post: (receipt: Receipt) => LedgerTransaction,
  ): Promise<Receipt> {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO ${this.table} (${this.payer.column}, currency, amount_minor, paid_on, reference, booked_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${this.id.column}::text AS id`,
      [payer, currency, amountMinor, paidOn, reference, by],
    );
    const receipt = (await this.#find(client, rows[0]!.id))!;
    await postTransactions(client, [post(receipt)]);
    return receipt;
  }

  /** What is taken back already stays as it is. Undefined where there is no such receipt. */
  async takeBack(
    pool: pg.Pool,
    { id, by, why }: { readonly id: string; readonly by: string; readonly why: string },
    post: (receipt: Receipt) => LedgerTransaction,
  ): Promise<Receipt | Extract<ReturnType<typeof judgeTakingBack>, object> | undefined> {
    return inTransaction(pool, async (client) => {
      const receipt = await this.#find(client, id, 'FOR UPDATE');
      if (receipt === undefined) return undefined;
      const verdict = judgeTakingBack(receipt, by);
      if (typeof verdict !== 'string') return verdict;
      if (verdict === 'TAKEN_BACK') return receipt;
      await client.query(
        `UPDATE ${this.table} SET taken_back_by = $2, taken_back_at = clock_timestamp(), taken_back_why = $3
         WHERE ${this.id.column} = $1`,
        [id, by, why],
      );
      await postTransactions(client, [post(receipt)]);
      return this.#find(client, id);
    });
  }

  async #find(
    client: DatabaseClient,
    id: string,
    lock: 'FOR UPDATE' | '' = '',
  ): Promise<Receipt | undefined> {
    const { rows } = await client.query<Receipt>(`${this.#select} WHERE ${this.id.column} = $1 ${lock}`, [
      id,
    ]);
    return rows[0];
  }
}

/** `YYYY-MM-DD`, where the ledger is kept. */
export async function readToday(client: DatabaseClient): Promise<string> {
  return (await client.query<{ today: string }>(TODAY)).rows[0]!.today;
}
