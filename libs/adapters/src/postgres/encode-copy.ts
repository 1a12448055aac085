/**
 * Rows in the binary form of COPY (PostgreSQL manual, COPY, "Binary Format"): a third of the work that the text
 * form costs here, since no number is printed, and a tenth less in the server. A row that cannot be encoded (a number out of
 * its type's range) is left out and counted, so that one bad value never holds back the rows behind it.
 */
import type { Column } from './history/history-rows.js';

export interface EncodedCopy {
  readonly bytes: Buffer;
  readonly rows: number;
  /** Rows left out. */
  readonly refused: number;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 8;
/** 2000-01-01, from which PostgreSQL counts. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const POSTGRES_EPOCH_DAYS = 10_957;
const DAY_MS = 86_400_000;
/** More than any value but a text needs, with its length before it. */
const FIXED_BYTES = 12;

/** All rows as one message for `COPY ... FROM STDIN (FORMAT binary)`. */
export function encodeCopy<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): EncodedCopy {
  const writer = new CopyWriter(HEADER_BYTES + rows.length * columns.length * 12 + 1024);
  let refused = 0;
  for (const row of rows) {
    if (!writer.addRow(columns, row)) refused += 1;
  }
  return { bytes: writer.end(), rows: rows.length - refused, refused };
}

class CopyWriter {
  #buffer: Buffer;
  #at = HEADER_BYTES;
  /** The few service days of a batch, parsed once. */
  readonly #days = new Map<string, number>();

  constructor(sizeBytes: number) {
    this.#buffer = Buffer.allocUnsafe(sizeBytes);
    SIGNATURE.copy(this.#buffer);
    this.#buffer.fill(0, SIGNATURE.length, HEADER_BYTES);
  }

  addRow<Row>(columns: readonly Column<Row>[], row: Row): boolean {
    const start = this.#at;
    try {
      this.#reserve(2);
      this.#at = this.#buffer.writeInt16BE(columns.length, this.#at);
      for (const { name, type } of columns) this.#addValue(type, row[name]);
      return true;
    } catch {
      this.#at = start;
      return false;
    }
  }

  end(): Buffer {
    this.#reserve(2);
    this.#at = this.#buffer.writeInt16BE(-1, this.#at);
    return this.#buffer.subarray(0, this.#at);
  }

  #addValue(type: Column<unknown>['type'], value: unknown): void {
    this.#reserve(FIXED_BYTES);
    if (value === null || value === undefined) this.#at = this.#buffer.writeInt32BE(-1, this.#at);
    else if (typeof value === 'boolean') this.#addBoolean(value);
    else if (typeof value !== 'string') this.#addNumber(type, Number(value));
    else if (type === 'date') this.#addInteger(this.#daysOf(value));
    else this.#addText(value);
  }

  #addNumber(type: Column<unknown>['type'], value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no number to store`);
    if (type === 'timestamptz') this.#addTimestamp(value);
    else if (type === 'double') this.#addDouble(value);
    else if (type === 'real') this.#addReal(value);
    else if (type === 'smallint') this.#addSmallint(value);
    else this.#addInteger(Math.round(value));
  }

  #addDouble(value: number): void {
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeDoubleBE(value, this.#at);
  }

  #addReal(value: number): void {
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeFloatBE(value, this.#at);
  }

  #addSmallint(value: number): void {
    this.#at = this.#buffer.writeInt32BE(2, this.#at);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  #addInteger(value: number): void {
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  #addBoolean(value: boolean): void {
    this.#at = this.#buffer.writeInt32BE(1, this.#at);
    this.#at = this.#buffer.writeUInt8(value ? 1 : 0, this.#at);
  }

  /** Microseconds in two halves: below 2^53, so exact, and without the cost of a BigInt. */
  #addTimestamp(epochMs: number): void {
    const micros = Math.round((epochMs - POSTGRES_EPOCH_MS) * 1000);
    if (!Number.isSafeInteger(micros)) throw new RangeError(`${epochMs} is no time to store`);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeInt32BE(Math.floor(micros / 0x1_0000_0000), this.#at);
    this.#at = this.#buffer.writeUInt32BE(micros >>> 0, this.#at);
  }

  /** PostgreSQL stores no NUL in a text; it is left out, the rest is kept. */
  #addText(value: string): void {
    const text = value.includes('\0') ? value.replaceAll('\0', '') : value;
    this.#reserve(4 + text.length * 3);
    const length = this.#buffer.write(text, this.#at + 4, 'utf8');
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at += 4 + length;
  }

  #daysOf(serviceDate: string): number {
    const known = this.#days.get(serviceDate);
    if (known !== undefined) return known;
    const days = daysSincePostgresEpoch(serviceDate);
    this.#days.set(serviceDate, days);
    return days;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

function daysSincePostgresEpoch(serviceDate: string): number {
  const iso = `${serviceDate.slice(0, 4)}-${serviceDate.slice(4, 6)}-${serviceDate.slice(6, 8)}`;
  const days = Date.parse(iso) / DAY_MS - POSTGRES_EPOCH_DAYS;
  if (serviceDate.length !== 8 || !Number.isInteger(days)) throw new RangeError(`${serviceDate} is no day`);
  return days;
}
