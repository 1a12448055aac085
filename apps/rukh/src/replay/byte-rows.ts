import { KnownTexts } from './known-texts.js';

const [COMMA, NEWLINE, RETURN, MINUS, POINT, ZERO, NINE] = [44, 10, 13, 45, 46, 48, 57];
/** Digits of a whole number that a double holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, digits) => 10 ** digits);

/**
 * Rows of CSV text without quotes, read where they lie: a field becomes a number or a known id straight from its bytes.
 * A city's day is millions of rows of seventeen fields; as strings they cost more than tracking does.
 */
export class ByteRows {
  readonly #known = new KnownTexts();
  #bytes: Buffer = Buffer.alloc(0);
  #next = 0;
  #count = 0;
  /** Where the fields of the row at hand begin; each ends a byte before the next one begins. */
  #starts = new Int32Array(64);

  /** Goes on with these bytes, which end with a line. */
  take(bytes: Buffer): this {
    this.#bytes = bytes;
    this.#next = 0;
    return this;
  }

  next(): boolean {
    while (this.#next < this.#bytes.length) {
      this.#cut();
      if (this.#count > 1 || this.#endOf(0) > this.#starts[0]!) return true;
    }
    return false;
  }

  text(place: number): string | undefined {
    if (!this.#has(place)) return undefined;
    return this.#bytes.toString('utf8', this.#starts[place], this.#endOf(place));
  }

  id(place: number): string | undefined {
    if (!this.#has(place)) return undefined;
    return this.#known.find(this.#bytes, this.#starts[place]!, this.#endOf(place));
  }

  number(place: number): number | undefined {
    if (!this.#has(place)) return undefined;
    const start = this.#starts[place]!;
    const end = this.#endOf(place);
    if (start === end) return undefined;
    const value = readDecimal(this.#bytes, start, end);
    return Number.isNaN(value) ? toNumber(this.text(place)) : value;
  }

  #has(place: number): boolean {
    return place >= 0 && place < this.#count;
  }

  #endOf(place: number): number {
    return this.#starts[place + 1]! - 1;
  }

  /** Finds the fields of the next line. */
  #cut(): void {
    const bytes = this.#bytes;
    const length = bytes.length;
    let starts = this.#starts;
    let at = this.#next;
    let count = 0;
    starts[0] = at;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte !== COMMA && byte !== NEWLINE) continue;
      if (byte === NEWLINE) break;
      starts[++count] = at + 1;
      if (count + 2 >= starts.length) starts = this.#widen();
    }
    this.#next = at + 1;
    const end = at > starts[count]! && bytes[at - 1] === RETURN ? at - 1 : at;
    starts[++count] = end + 1;
    this.#count = count;
  }

  #widen(): Int32Array<ArrayBuffer> {
    const wider = new Int32Array(2 * this.#starts.length);
    wider.set(this.#starts);
    this.#starts = wider;
    return wider;
  }
}

/**
 * A plain decimal number, exact to the last bit: its digits are a whole number that a double holds, divided once by a
 * power of ten that it holds too. NaN for what is written otherwise or longer.
 */
function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (end - first > EXACT_DIGITS) return NaN;
  let value = 0;
  let point = end;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) value = value * 10 + (byte - ZERO);
    else if (byte === POINT && point === end) point = at;
    else return NaN;
  }
  // A sign or a point alone is no number.
  if (end - first < (point < end ? 2 : 1)) return NaN;
  const size = point < end ? value / POWERS[end - point - 1]! : value;
  return isNegative ? -size : size;
}

/** The number that a text says; undefined where it says none. */
export function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
