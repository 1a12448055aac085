/**
 * The seal of a day: a hash over the day's transactions in their order, begun with the seal of the day before. Whoever
 * keeps one seal can tell that nothing before it was changed, taken out, put in or put in another order.
 */
import type { LedgerTransaction } from './ledger-transaction.js';
import { sumMinor } from './minor-units.js';

/** Hash of some bytes and, after them, a text in UTF-8. SHA-256 where it runs; the domain has no cryptography. */
export type HashLink = (previous: Uint8Array, text: string) => Uint8Array;

/** A transaction with its number and moment, as it was booked. */
export interface BookedTransaction extends LedgerTransaction {
  readonly number: string;
  readonly postedAtMs: number;
}

export interface LedgerDay {
  /** Local date of booking, `YYYY-MM-DD`. */
  readonly date: string;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly transactions: number;
  readonly entries: number;
  /** Sum of all debits; that of all credits is the same. */
  readonly debitMinor: number;
}

/** The seal before the first day. */
export const FIRST_HASH: Uint8Array = new Uint8Array(32);

/** Seals one day; transactions are added in the order of their numbers. */
export class DayChain {
  #hash: Uint8Array;
  #transactions = 0;
  #entries = 0;
  #debitMinor = 0;

  constructor(
    readonly date: string,
    readonly previousHash: Uint8Array,
    private readonly hashLink: HashLink,
  ) {
    this.#hash = hashLink(previousHash, `day ${date}`);
  }

  add(transaction: BookedTransaction): void {
    this.#hash = this.hashLink(this.#hash, writeCanonical(transaction));
    this.#transactions++;
    this.#entries += transaction.entries.length;
    const debits = transaction.entries.map(({ amountMinor }) => Math.max(amountMinor, 0));
    this.#debitMinor = sumMinor([this.#debitMinor, ...debits]);
  }

  finish(): LedgerDay {
    return {
      date: this.date,
      previousHash: this.previousHash,
      hash: this.#hash,
      transactions: this.#transactions,
      entries: this.#entries,
      debitMinor: this.#debitMinor,
    };
  }
}

/** The bytes of a transaction, as text: JSON of an array with every field in its place. */
export function writeCanonical({
  number,
  key,
  kind,
  currency,
  postedAtMs,
  entries,
}: BookedTransaction): string {
  const lines = entries.map(({ account, amountMinor }) => [account, String(amountMinor)]);
  return JSON.stringify([number, key, kind, currency, postedAtMs, lines]);
}
