import {
  type Charge,
  type FareTap,
  type Rider,
  type TariffHistory,
  priceTaps,
  pricingHorizon,
  reachBack,
  revisionHorizon,
} from '../fares/index.js';
import {
  type AskedRide,
  type KnownTap,
  type LatePolicy,
  askedUntilMs,
  billNews,
  orderNews,
} from './index.js';

/** A tap, and when it was received. */
export type ComingTap = FareTap & KnownTap;

const DAY_MS = 86_400_000;

/** One rider's rides with what is asked for them, kept as the service keeps them: batch by batch of what came. */
export class KeptRides {
  readonly #taps = new Map<string, ComingTap>();
  #kept: readonly (AskedRide & { readonly charge: Charge })[] = [];

  constructor(
    private readonly tariffs: TariffHistory,
    private readonly rider: Rider,
    private readonly policy: LatePolicy,
  ) {}

  /** Takes and prices them. */
  take(batch: readonly ComingTap[], nowMs: number): void {
    for (const tap of batch) this.#taps.set(tap.ref, tap);
    const first = Math.min(...batch.map(({ atMs }) => atMs));
    const since = revisionHorizon(this.tariffs, first);
    const before = this.#kept.filter(({ charge }) => charge.atMs >= since);
    const news = orderNews(this.#load(since), {
      ...{ sinceMs: since, nowMs, askedUntilMs: (atMs) => this.#askedUntilMs(atMs) },
      listPriced: () => this.#listPriced(first),
      revisedSinceMs: (atMs) => revisionHorizon(this.tariffs, atMs),
    });
    const charges = news.map(({ taps }) => this.#price(taps, since));
    const asked = news.reduce<ReadonlyMap<string, AskedRide>>(
      (known, { atMs }, i) =>
        billNews(
          known,
          charges[i]!.map((charge) => ({ ...charge, payer: 'rider' })),
          (ride) => atMs <= this.#askedUntilMs(ride.atMs),
        ),
      new Map(before.map(({ charge, ...ride }) => [charge.rideRef, ride])),
    );
    this.#kept = [
      ...this.#kept.filter(({ charge }) => charge.atMs < since),
      ...charges.at(-1)!.map((charge) => ({ charge, ...asked.get(charge.rideRef)! })),
    ];
  }

  /** By ride, what its rider owes for it and what is asked of him. */
  tell(): Record<string, readonly [owedMinor: number, billedMinor: number]> {
    const rides = [...this.#kept].sort((a, b) => (a.charge.rideRef < b.charge.rideRef ? -1 : 1));
    return Object.fromEntries(
      rides.map(({ charge, amountMinor, billedMinor }) => [
        charge.rideRef,
        [charge.disposition === 'LOST_MEDIUM' ? 0 : amountMinor, billedMinor],
      ]),
    );
  }

  #load(since: number): ComingTap[] {
    const taps = [...this.#taps.values()];
    const times = taps.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const from = reachBack(this.tariffs, times, pricingHorizon(this.tariffs, since, this.rider));
    return taps.filter(({ atMs }) => atMs >= from);
  }

  #price(taps: readonly ComingTap[], since: number): Charge[] {
    return priceTaps(this.tariffs, this.rider, taps).filter(({ atMs }) => atMs >= since);
  }

  #listPriced(first: number): ReadonlySet<string> {
    const earlier = [...this.#taps.values()].filter(({ atMs }) => atMs < first).map(({ ref }) => ref);
    return new Set([...earlier, ...this.#kept.flatMap(({ charge }) => charge.tapRefs)]);
  }

  #askedUntilMs(atMs: number): number {
    return askedUntilMs({ atMs, fareDayEndMs: Math.ceil(atMs / DAY_MS) * DAY_MS }, this.policy);
  }
}
