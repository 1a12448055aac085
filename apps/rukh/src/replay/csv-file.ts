import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';

const CHUNK_BYTES = 1 << 20;
const [COMMA, NEWLINE, MINUS, POINT, ZERO, QUOTE] = [44, 10, 45, 46, 48, 34];
/** Whole numbers up to this are written digit by digit. */
const MOST_DIGITS = 2 ** 53;

/**
 * A CSV file written field by field into big pieces of bytes, waiting for the disk where it must. A city's day is
 * tens of millions of rows: as strings they would cost more than what they tell of.
 */
export class CsvFile {
  readonly #stream: WriteStream;
  #bytes = Buffer.allocUnsafe(CHUNK_BYTES);
  #length = 0;
  #failure: Error | undefined;

  constructor(path: string, columns: readonly string[]) {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => (this.#failure = error));
    for (const column of columns) this.text(column);
    this.endRow();
  }

  /** The next field of the row; quoted where it must be. */
  text(value: string): void {
    this.#reserve(value.length);
    const start = this.#length;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code < 32 || code > 126 || code === COMMA || code === QUOTE) {
        this.#length = start;
        this.#quoted(value);
        return;
      }
      this.#bytes[this.#length++] = code;
    }
    this.#bytes[this.#length++] = COMMA;
  }

  /** The next field: a whole number. */
  integer(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) > MOST_DIGITS) {
      this.text(String(value));
      return;
    }
    this.#reserve(20);
    this.#digits(value, 1);
    this.#bytes[this.#length++] = COMMA;
  }

  /** The next field: a number with `decimals` digits after the point. */
  decimal(value: number, decimals: number): void {
    const scale = 10 ** decimals;
    const scaled = Math.round(value * scale);
    if (!(Math.abs(scaled) < MOST_DIGITS)) {
      this.text(value.toFixed(decimals));
      return;
    }
    this.#reserve(24);
    if (scaled < 0) this.#bytes[this.#length++] = MINUS;
    const whole = Math.floor(Math.abs(scaled) / scale);
    this.#digits(whole, 1);
    this.#bytes[this.#length++] = POINT;
    this.#digits(Math.abs(scaled) - whole * scale, decimals);
    this.#bytes[this.#length++] = COMMA;
  }

  /** Ends the row: the comma after its last field becomes the end of the line. */
  endRow(): void {
    this.#bytes[this.#length - 1] = NEWLINE;
  }

  /** Hands what is pending to the disk; resolves when there is room for more. Throws what the disk said. */
  async flush(atLeastBytes = CHUNK_BYTES / 4): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#length < atLeastBytes) return;
    const pending = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#length = 0;
    if (!this.#stream.write(pending)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await this.flush(1);
    this.#stream.end();
    await once(this.#stream, 'close');
  }

  #digits(value: number, least: number): void {
    let rest = value;
    if (rest < 0) {
      this.#bytes[this.#length++] = MINUS;
      rest = -rest;
    }
    let count = least;
    for (let limit = 10 ** least; limit <= rest; limit *= 10) count++;
    for (let i = this.#length + count - 1; i >= this.#length; i--) {
      const tens = Math.floor(rest / 10);
      this.#bytes[i] = ZERO + (rest - tens * 10);
      rest = tens;
    }
    this.#length += count;
  }

  #quoted(value: string): void {
    const text = /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
    this.#bytes[this.#length++] = COMMA;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes + 1 <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#bytes.length + bytes));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
