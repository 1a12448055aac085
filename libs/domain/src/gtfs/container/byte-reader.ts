import { checksum } from './checksum.js';

/** Reads what `ByteWriter` wrote; throws a RangeError where the bytes are no container or are damaged. */
export class ByteReader {
  #at = 0;
  readonly #end: number;

  constructor(readonly bytes: Uint8Array) {
    this.#end = bytes.length - 4;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#end < 0 || view.getUint32(this.#end) !== checksum(bytes.subarray(0, this.#end))) {
      throw new RangeError('The compiled schedule is damaged: its checksum is wrong');
    }
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value = (value | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) return value;
    }
  }

  integers(): Int32Array {
    const values = new Int32Array(this.#count());
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      const zigzag = this.unsigned();
      before = (before + ((zigzag >>> 1) ^ -(zigzag & 1))) | 0;
      values[i] = before;
    }
    return values;
  }

  runs(): Uint8Array {
    const length = this.unsigned();
    if (length > 0x3fffffff) throw new RangeError('The compiled schedule claims too long a column');
    const values = new Uint8Array(length);
    for (let at = 0; at < values.length;) {
      const value = this.unsigned();
      const run = this.unsigned();
      values.fill(value, at, at + run);
      at += Math.max(1, run);
    }
    return values;
  }

  floats(): Float64Array {
    return new Float64Array(this.#raw(this.unsigned() * 8));
  }

  text(): string {
    const units = new Uint16Array(this.#raw(this.unsigned() * 2));
    let text = '';
    // By pieces, because the number of arguments of a call is limited.
    for (let at = 0; at < units.length; at += 8192) {
      text += String.fromCharCode(...units.subarray(at, at + 8192));
    }
    return text;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new RangeError('The compiled schedule ends too early');
    return this.bytes[this.#at++]!;
  }

  /** A number of values of at least one byte each. */
  #count(): number {
    const count = this.unsigned();
    if (count > this.#end - this.#at) throw new RangeError('The compiled schedule ends too early');
    return count;
  }

  /** A copy, because columns of numbers must begin at multiples of their size. */
  #raw(length: number): ArrayBuffer {
    if (length > this.#end - this.#at) throw new RangeError('The compiled schedule ends too early');
    const copy = new Uint8Array(length);
    copy.set(this.bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return copy.buffer;
  }
}
