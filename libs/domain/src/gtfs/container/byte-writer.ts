import { checksum } from './checksum.js';

/**
 * Writes the columns of a container one after another. Whole numbers are written as differences from the one
 * before, in as few bytes as each needs: times and sequences of a trip rise by little from stop to stop.
 */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** A whole number from 0, seven bits a byte, the lowest first. */
  unsigned(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A column of 32-bit whole numbers. */
  integers(values: ArrayLike<number>): void {
    this.unsigned(values.length);
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      const difference = (values[i]! - before) | 0;
      // Zigzag: small negative differences must be small numbers too.
      this.unsigned(((difference << 1) ^ (difference >> 31)) >>> 0);
      before = values[i]!;
    }
  }

  /** A column of bytes in which the same value often stands many times in a row. */
  runs(values: Uint8Array): void {
    this.unsigned(values.length);
    for (let from = 0; from < values.length;) {
      let to = from + 1;
      while (to < values.length && values[to] === values[from]) to++;
      this.unsigned(values[from]!);
      this.unsigned(to - from);
      from = to;
    }
  }

  floats(values: Float64Array): void {
    this.unsigned(values.length);
    this.#raw(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** Text as UTF-16 code units: the pure domain has no text encoder, and these come back at memory speed. */
  text(text: string): void {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    this.unsigned(units.length);
    this.#raw(new Uint8Array(units.buffer));
  }

  /** All that was written, with its checksum in the last four bytes. */
  finish(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length + 4);
    new DataView(bytes.buffer).setUint32(this.#length, checksum(bytes.subarray(0, this.#length)));
    return bytes;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
