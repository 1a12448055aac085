/**
 * Gives equal texts as one and the same string. A recording says the ids of a few hundred vehicles a million times, each
 * time in new letters; whatever looks them up afterwards has to read them through, unless they are the very same string.
 */
export class KnownTexts {
  readonly #known = new Map<string, string>();

  find(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(text, text);
    return text;
  }
}

/** More than a city has of vehicles, trips and stops together. */
const MOST_KNOWN = 200_000;
