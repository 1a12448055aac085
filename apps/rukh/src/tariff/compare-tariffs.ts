import { type Charge, type TariffHistory, priceTaps } from '@rukh/domain/fares';
import type { RecordedRider } from './read-taps.js';

/** What two tariffs earn on the same taps, and who pays more by the second, as simulation.json has it. */
export interface Comparison {
  readonly format: 'rukh-tariff-simulation/1';
  readonly currency: string;
  readonly riders: number;
  readonly taps: number;
  readonly first: Earned;
  readonly second: Earned;
  /** Riders by what the second changes for them. */
  readonly paying: { readonly more: number; readonly less: number; readonly same: number };
  readonly byCategory: readonly Share[];
  readonly byRoute: readonly Share[];
  readonly byMedia: readonly Share[];
  readonly byDisposition: readonly Share[];
  /** Tenths of riders, by what they pay by the first tariff, the least first. */
  readonly deciles: readonly Share[];
}

export interface Earned {
  readonly versions: readonly string[];
  readonly riderMinor: number;
  readonly fundedMinor: number;
  readonly rides: number;
}

export interface Share {
  readonly key: string;
  readonly rides: number;
  readonly firstMinor: number;
  readonly secondMinor: number;
  readonly more: number;
  readonly less: number;
}

/** Prices the riders' taps by both. What is given first holds before its time too, and what is last after it. */
export function compareTariffs(
  riders: readonly RecordedRider[],
  firstTariffs: TariffHistory,
  secondTariffs: TariffHistory,
): Comparison {
  const [first, second] = [stretch(firstTariffs), stretch(secondTariffs)];
  const tally = new Tally();
  for (const { rider, taps } of riders) {
    const places = new Map(taps.map((tap) => [tap.ref, tap]));
    const a = priceTaps(first, rider, taps);
    const b = priceTaps(second, rider, taps);
    tally.addRider(a, b, (charge) => places.get(charge.rideRef)?.routeId ?? '');
  }
  return tally.finish(riders, first);
}

/** So that a tariff that is not yet in force can be tried on taps of before. */
function stretch({ versions }: TariffHistory): TariffHistory {
  const last = versions.length - 1;
  return {
    versions: versions.map((version, i) => ({
      ...version,
      ...(i === 0 && { fromMs: -Infinity }),
      ...(i === last && { untilMs: Infinity }),
    })),
  };
}

interface Growing {
  rides: number;
  firstMinor: number;
  secondMinor: number;
  more: number;
  less: number;
}

class Shares {
  readonly #shares = new Map<string, Growing>();

  at(key: string): Growing {
    let share = this.#shares.get(key);
    if (!share) {
      share = { rides: 0, firstMinor: 0, secondMinor: 0, more: 0, less: 0 };
      this.#shares.set(key, share);
    }
    return share;
  }

  list(): readonly Share[] {
    const shares = [...this.#shares].map(([key, share]) => ({ key, ...share }));
    return shares.sort((a, b) => b.firstMinor - a.firstMinor || (a.key < b.key ? -1 : 1));
  }
}

class Tally {
  readonly #category = new Shares();
  readonly #route = new Shares();
  readonly #media = new Shares();
  readonly #disposition = new Shares();
  readonly #totals: { readonly first: number; readonly second: number; readonly rides: number }[] = [];
  readonly #earned = [newEarned(), newEarned()] as const;

  addRider(a: readonly Charge[], b: readonly Charge[], routeOf: (charge: Charge) => string): void {
    const groups = new Map<Growing, { first: number; second: number }>();
    this.#addSide(a, 0, routeOf, groups);
    this.#addSide(b, 1, routeOf, groups);
    for (const [share, { first, second }] of groups) {
      if (second > first) share.more++;
      if (second < first) share.less++;
    }
    this.#totals.push({ first: sum(a), second: sum(b), rides: a.length });
  }

  #addSide(
    charges: readonly Charge[],
    side: 0 | 1,
    routeOf: (charge: Charge) => string,
    groups: Map<Growing, { first: number; second: number }>,
  ): void {
    const earned = this.#earned[side];
    for (const charge of charges) {
      earned.riderMinor += charge.amountMinor;
      earned.fundedMinor += charge.funded?.amountMinor ?? 0;
      earned.rides++;
      earned.versions.add(charge.tariffVersion);
      const shares = [
        this.#category.at(charge.riderCategoryId),
        this.#route.at(routeOf(charge)),
        this.#media.at(charge.fareMediaId),
        this.#disposition.at(charge.disposition),
      ];
      for (const share of shares) addCharge(share, side, charge.amountMinor, groups);
    }
  }

  finish(riders: readonly RecordedRider[], { versions }: TariffHistory): Comparison {
    const more = this.#totals.filter(({ first, second }) => second > first).length;
    const less = this.#totals.filter(({ first, second }) => second < first).length;
    return {
      format: 'rukh-tariff-simulation/1',
      currency: versions[0]?.currency ?? '',
      riders: riders.length,
      taps: riders.reduce((count, { taps }) => count + taps.length, 0),
      first: closeEarned(this.#earned[0]),
      second: closeEarned(this.#earned[1]),
      paying: { more, less, same: this.#totals.length - more - less },
      byCategory: this.#category.list(),
      byRoute: this.#route.list(),
      byMedia: this.#media.list(),
      byDisposition: this.#disposition.list(),
      deciles: this.#deciles(),
    };
  }

  #deciles(): readonly Share[] {
    const sorted = this.#totals.toSorted((a, b) => a.first - b.first);
    return Array.from({ length: 10 }, (_, i) => {
      const part = sorted.slice(
        Math.floor((i * sorted.length) / 10),
        Math.floor(((i + 1) * sorted.length) / 10),
      );
      return {
        key: String(i + 1),
        rides: part.reduce((total, { rides }) => total + rides, 0),
        firstMinor: part.reduce((total, { first }) => total + first, 0),
        secondMinor: part.reduce((total, { second }) => total + second, 0),
        more: part.filter(({ first, second }) => second > first).length,
        less: part.filter(({ first, second }) => second < first).length,
      };
    });
  }
}

function addCharge(
  share: Growing,
  side: 0 | 1,
  amountMinor: number,
  groups: Map<Growing, { first: number; second: number }>,
): void {
  const own = groups.get(share) ?? { first: 0, second: 0 };
  groups.set(share, own);
  if (side === 0) {
    share.rides++;
    share.firstMinor += amountMinor;
    own.first += amountMinor;
  } else {
    share.secondMinor += amountMinor;
    own.second += amountMinor;
  }
}

function newEarned(): {
  riderMinor: number;
  fundedMinor: number;
  rides: number;
  readonly versions: Set<string>;
} {
  return { riderMinor: 0, fundedMinor: 0, rides: 0, versions: new Set() };
}

function closeEarned({ versions, ...earned }: ReturnType<typeof newEarned>): Earned {
  return { versions: [...versions].sort(), ...earned };
}

function sum(charges: readonly Charge[]): number {
  return charges.reduce((total, { amountMinor }) => total + amountMinor, 0);
}
