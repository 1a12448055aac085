import type { FixRow } from './read-fixes.js';

/**
 * Pairs the rows of two tables by vehicle and time, the first of one with the first of the other. Both are written
 * in the order of the same recording, so that a row seldom waits long for its other half; one that has waited too
 * long is given up and counted, which bounds the memory.
 */
const MOST_WAITING = 200_000;

export interface PairedFixes {
  readonly label: FixRow;
  readonly published: FixRow;
}

export class FixPairs {
  readonly #labels = new Waiting();
  readonly #published = new Waiting();
  /** Rows given up, and at the end those that still wait. */
  get labelsAlone(): number {
    return this.#labels.givenUp + this.#labels.size;
  }

  get publishedAlone(): number {
    return this.#published.givenUp + this.#published.size;
  }

  /** Rows that wait for a row of the other table. */
  get waitingLabels(): number {
    return this.#labels.size;
  }

  get waitingPublished(): number {
    return this.#published.size;
  }

  takeLabel(label: FixRow): PairedFixes | undefined {
    const published = this.#published.take(label);
    if (published) return { label, published };
    this.#labels.add(label);
    return undefined;
  }

  takePublished(published: FixRow): PairedFixes | undefined {
    const label = this.#labels.take(published);
    if (label) return { label, published };
    this.#published.add(published);
    return undefined;
  }
}

class Waiting {
  readonly #rows = new Map<string, FixRow[]>();
  size = 0;
  givenUp = 0;

  add(row: FixRow): void {
    const key = keyOf(row);
    const rows = this.#rows.get(key);
    if (rows) rows.push(row);
    else this.#rows.set(key, [row]);
    if (++this.size > MOST_WAITING) this.#giveUpOldest();
  }

  take(other: FixRow): FixRow | undefined {
    const key = keyOf(other);
    const rows = this.#rows.get(key);
    const row = rows?.shift();
    if (!rows || !row) return undefined;
    this.size--;
    if (rows.length === 0) this.#rows.delete(key);
    return row;
  }

  #giveUpOldest(): void {
    for (const [key, rows] of this.#rows) {
      this.#rows.delete(key);
      this.size -= rows.length;
      this.givenUp += rows.length;
      return;
    }
  }
}

function keyOf({ vehicleId, ts }: FixRow): string {
  return `${ts} ${vehicleId}`;
}
