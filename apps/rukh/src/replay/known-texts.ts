/** More than a city has of vehicles, trips, stops and instants together. */
const MOST_KNOWN = 200_000;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Gives equal texts as one and the same string, found by their bytes (FNV-1a, 32 bits). A recording says the ids of a few
 * hundred vehicles a million times; as new letters each time they would have to be made, and read through by whatever
 * looks them up afterwards.
 */
export class KnownTexts {
  readonly #known = new Map<number, string>();

  find(bytes: Buffer, start: number, end: number): string {
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
    const known = this.#known.get(hash);
    if (known !== undefined && isWritten(known, bytes, start, end)) return known;
    const text = bytes.toString('utf8', start, end);
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    // Of two texts with one hash the newer is known: the other is only made anew.
    this.#known.set(hash, text);
    return text;
  }
}

/** Whether the bytes are this text; letters beyond ASCII are never taken for the same. */
function isWritten(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
