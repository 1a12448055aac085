import type { FareAttribute } from '../tariff/tariff.js';
import type { Draft } from './draft.js';
import { fitsLegs } from './attribute-fits.js';
import { fareDay } from './period-counter.js';

/** What a ride adds to the cheapest way to pay all rides of a journey by fares of GTFS-Fares v1. */
export interface AttributePrice {
  readonly fare: FareAttribute;
  /** Negative where one fare for the whole is cheaper than what the part before cost. */
  readonly amountMinor: number;
  /** Rides that the last fare covers, this one included. */
  readonly drafts: readonly Draft[];
}

interface Kept {
  readonly draft: Draft;
  /** Cheapest of all rides up to this one. */
  readonly best: number;
}

/** The fares of fare_attributes.txt with fare_rules.txt, each over a row of rides that it allows. */
export class AttributeCover {
  #kept: Kept[] = [];

  add(draft: Draft): AttributePrice | undefined {
    this.#forget(draft);
    const { attributes } = draft.leg.tariff;
    const before = this.#kept.at(-1)?.best ?? 0;
    let least: number | undefined;
    let chosen: { fare: FareAttribute; from: number } | undefined;
    for (let from = this.#kept.length; from >= 0; from--) {
      const rides = [...this.#kept.slice(from).map((kept) => kept.draft.leg), draft.leg];
      const base = from === 0 ? 0 : this.#kept[from - 1]!.best;
      for (const fare of attributes) {
        if (!fitsLegs(fare, rides)) continue;
        const cost = base + fare.priceMinor;
        if (least === undefined || cost < least) [least, chosen] = [cost, { fare, from }];
      }
    }
    const drafts = [...this.#kept.slice(chosen?.from ?? 0).map((kept) => kept.draft), draft];
    this.#kept.push({ draft, best: least ?? before });
    if (least === undefined || !chosen) return undefined;
    return {
      ...{ fare: chosen.fare, drafts },
      amountMinor: least - before,
    };
  }

  /** Rides that no fare can join with a new one: longer ago than any lasts, and of another fare day. */
  #forget({ leg }: Draft): void {
    const longest = Math.max(0, ...leg.tariff.attributes.map((fare) => fare.durationSeconds ?? 0));
    const day = fareDay(leg.tariff, leg.atMs);
    const isFar = ({ draft }: Kept): boolean =>
      fareDay(leg.tariff, draft.leg.atMs) !== day && leg.atMs - draft.leg.atMs > longest * 1000;
    const first = this.#kept.findIndex((kept) => !isFar(kept));
    if (first === 0) return;
    const base = first < 0 ? 0 : (this.#kept[first - 1]?.best ?? 0);
    this.#kept =
      first < 0 ? [] : this.#kept.slice(first).map(({ draft, best }) => ({ draft, best: best - base }));
  }
}
