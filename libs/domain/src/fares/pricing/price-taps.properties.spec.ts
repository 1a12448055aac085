import fc from 'fast-check';
import { inBatches, priceAsTheyCome } from '../as-they-come.fixture.js';
import type { Charge } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import { type RandomTariff, folder, randomTariff, sound } from '../random-fares.fixture.js';
import { randomRider, randomTaps } from '../random-riders.fixture.js';
import type { Rider } from '../rider.js';
import type { Cap, Tariff } from '../tariff/index.js';
import { fareDay, periodKey } from './period-counter.js';
import { priceTaps, pricingHorizon, reachBack } from './index.js';

/** Of each property; `RUKH_PROPERTY_RUNS=1000000 npm run jest -- price-taps.properties` tries a million. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const numRuns = Number(process?.env['RUKH_PROPERTY_RUNS'] ?? 150);

type Case = readonly [RandomTariff, Rider, FareTap[]];
const history = fc.tuple(randomTariff, randomRider, randomTaps);

function holds(title: string, property: (...one: Case) => void): void {
  it(title, () => {
    fc.assert(
      fc.property(history, (one) => property(...one)),
      { numRuns },
    );
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const isLost = ({ disposition }: Charge): boolean => disposition === 'LOST_MEDIUM';
const total = (charges: readonly Charge[]): number => sum(charges.map(({ amountMinor }) => amountMinor));

describe('prices of random histories by random tariffs', () => {
  it('are the same in any order of arrival', () => {
    fc.assert(
      fc.property(
        history.chain(([tariff, rider, taps]) =>
          fc.tuple(
            fc.constant([tariff, rider, taps] as Case),
            fc.shuffledSubarray(taps, { minLength: taps.length }),
          ),
        ),
        ([[{ history: tariffs }, rider, taps], shuffled]) => {
          expect(priceTaps(tariffs, rider, shuffled)).toEqual(priceTaps(tariffs, rider, taps));
        },
      ),
      { numRuns },
    );
  });

  it('are the same where only what a batch may change is priced again, as the service does it', () => {
    fc.assert(
      fc.property(
        history.chain(([tariff, rider, taps]) =>
          fc.tuple(
            fc.constant([tariff, rider] as const),
            fc.shuffledSubarray(taps, { minLength: taps.length }),
            fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
          ),
        ),
        ([[{ history: tariffs }, rider], taps, sizes]) => {
          const kept = priceAsTheyCome(tariffs, rider, inBatches(taps, sizes));
          expect(kept).toEqual(priceTaps(tariffs, rider, taps));
        },
      ),
      { numRuns },
    );
  });

  holds(
    'are the same when batches are sent three times, and split otherwise',
    ({ history: tariffs }, rider, taps) => {
      const half = Math.floor(taps.length / 2);
      const again = [...taps.slice(half), ...taps, ...taps.slice(0, half), ...taps];
      expect(priceTaps(tariffs, rider, again)).toEqual(priceTaps(tariffs, rider, taps));
    },
  );

  holds('do not depend on the order of entitlements and passes', ({ history: tariffs }, rider, taps) => {
    const turned = { entitlements: rider.entitlements.toReversed(), products: rider.products.toReversed() };
    expect(total(priceTaps(tariffs, turned, taps))).toBe(total(priceTaps(tariffs, rider, taps)));
  });

  holds(
    'have each tap in one charge, amounts that are never negative, and steps that add up',
    ({ history: tariffs }, rider, taps) => {
      const charges = priceTaps(tariffs, rider, taps);
      expect(charges.flatMap(({ tapRefs }) => tapRefs).sort()).toEqual(taps.map(({ ref }) => ref).sort());
      for (const charge of charges) {
        expect(charge.amountMinor).toBeGreaterThanOrEqual(0);
        expect(Number.isSafeInteger(charge.amountMinor)).toBe(true);
        const steps = sum(charge.adjustments.map(({ amountMinor }) => amountMinor));
        expect(charge.nominalMinor + steps).toBe(charge.amountMinor);
        expect(charge.adjustments.every(({ amountMinor }) => amountMinor !== 0)).toBe(true);
        expect(charge.reasons.length).toBeGreaterThan(0);
        expect(charge.funded?.amountMinor ?? 0).toBeGreaterThanOrEqual(0);
      }
    },
  );

  holds('are not before the taps that they are for', ({ history: tariffs }, rider, taps) => {
    const times = new Map(taps.map(({ ref, atMs }) => [ref, atMs]));
    for (const { atMs, tapRefs } of priceTaps(tariffs, rider, taps)) {
      expect(Math.min(...tapRefs.map((ref) => times.get(ref)!))).toBe(atMs);
    }
  });

  holds('are never raised by a cap', (tariff, rider, taps) => {
    const with_ = priceTaps(tariff.history, rider, taps);
    const without = priceTaps(tariff.without('caps'), rider, taps);
    for (const [i, { amountMinor }] of with_.entries()) {
      expect(amountMinor).toBeLessThanOrEqual(without[i]!.amountMinor);
    }
  });

  holds('are never raised by tickets of best value, over a period', (tariff, rider, taps) => {
    if (tariff.parts.caps.length > 0) return;
    const with_ = total(priceTaps(tariff.history, rider, taps));
    expect(with_).toBeLessThanOrEqual(total(priceTaps(tariff.without('tickets'), rider, taps)));
  });

  holds('keep to each cap in each of its calendar periods', ({ history: tariffs, parts }, rider, taps) => {
    // Extras and fees are beside caps; a tariff without them shows the caps alone.
    if (parts.discount !== null && !parts.isInCaps) return;
    const bare = taps.map((tap) => ({ ...tap, extras: [] }));
    const charges = priceTaps(tariffs, rider, bare);
    const networks = new Map(bare.map(({ ref, networkId }) => [ref, networkId ?? '']));
    for (const cap of tariffs.versions[0]!.caps) {
      if (!isPlain(cap)) continue;
      const counted = charges.filter(
        (charge) => !isLost(charge) && (cap.scope.networks?.has(networks.get(charge.rideRef)!) ?? true),
      );
      for (const paid of byPeriod(cap, tariffs.versions[0]!, counted)) {
        expect(paid).toBeLessThanOrEqual(cap.limit);
      }
    }
  });

  holds(
    'keep surcharges to their own cap, beside what fares come to',
    ({ history: tariffs, parts }, rider, taps) => {
      const [first] = tariffs.versions;
      const cap = first!.caps.find(({ appliesTo }) => appliesTo === 'fees');
      if (!cap || parts.discount === null || parts.isInCaps || parts.discount.includes('-')) return;
      const feesOf = (charge: Charge): Charge => ({
        ...charge,
        amountMinor: charge.adjustments
          .filter(({ kind, ruleId }) => kind === 'SURCHARGE' || ruleId === cap.ruleId)
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      });
      const own = priceTaps(tariffs, rider, taps).filter((charge) => !isLost(charge));
      for (const fees of byPeriod(cap, first!, own.map(feesOf))) {
        expect(fees).toBeLessThanOrEqual(cap.limit);
      }
    },
  );

  holds(
    'of a rider are what they are without the rides on his lost card, which are each for itself',
    ({ history: tariffs }, rider, taps) => {
      const all = priceTaps(tariffs, rider, taps);
      const lost = new Set(taps.filter(({ loss }) => loss).map(({ ref }) => ref));
      const own = taps.filter(({ ref }) => !lost.has(ref));
      expect(all.filter(({ rideRef }) => !lost.has(rideRef))).toEqual(priceTaps(tariffs, rider, own));
      for (const charge of all.filter(({ rideRef }) => lost.has(rideRef))) {
        expect(['LOST_MEDIUM', 'PASSBACK_IGNORED']).toContain(charge.disposition);
        expect(charge).toMatchObject({ journeyRef: charge.rideRef, riderCategoryId: 'adult' });
        expect(charge.funded).toBeUndefined();
      }
    },
  );

  holds('stay as they were before a tap that is added later in time', ({ history: tariffs }, rider, taps) => {
    const sorted = priceTaps(tariffs, rider, taps);
    const latest = Math.max(...taps.map(({ atMs }) => atMs));
    const earlier = taps.filter(({ atMs }) => atMs < latest);
    const prefix = priceTaps(tariffs, rider, earlier);
    expect(prefix).toEqual(sorted.slice(0, prefix.length));
  });

  holds('of a tap are exact from the horizon on', ({ history: tariffs }, rider, taps) => {
    const all = priceTaps(tariffs, rider, taps);
    const times = taps.map(({ atMs }) => atMs).sort((a, b) => a - b);
    for (const charge of all.slice(-5)) {
      const since = reachBack(tariffs, times, pricingHorizon(tariffs, charge.atMs, rider));
      const loaded = priceTaps(
        tariffs,
        rider,
        taps.filter(({ atMs }) => atMs >= since),
      );
      expect(loaded.find(({ rideRef }) => rideRef === charge.rideRef)).toEqual(charge);
    }
  });

  holds('by a window from the first ride never let it slide', (tariff, rider, taps) => {
    const [window] = tariff.parts.windows;
    if (!window || tariff.parts.windows.length > 1 || window.measured !== 'first_entry') return;
    const starts = new Map<string, number>();
    for (const { journeyRef, atMs, disposition } of priceTaps(tariff.history, rider, taps)) {
      if (disposition === 'PASSBACK_IGNORED') continue;
      const first = starts.get(journeyRef) ?? atMs;
      starts.set(journeyRef, first);
      expect(atMs - first).toBeLessThanOrEqual(window.seconds * 1000);
    }
  });
});

function isPlain({ measure, effect, period, appliesTo, isOfAllRides, travelDays }: Cap): boolean {
  return (
    measure === 'amount' &&
    effect === 'free' &&
    appliesTo === 'fares' &&
    !isOfAllRides &&
    !travelDays &&
    period.kind.startsWith('fare_')
  );
}

function byPeriod(cap: Cap, tariff: Tariff, charges: readonly Charge[]): readonly number[] {
  const sums = new Map<number, number>();
  for (const { atMs, amountMinor } of charges) {
    const key = periodKey(cap.period.kind as 'fare_day', tariff, atMs);
    sums.set(key, (sums.get(key) ?? 0) + amountMinor);
  }
  return [...sums.values()];
}

describe('the night on which clocks change in Kyiv', () => {
  const tariffs = sound(
    folder('kyiv', {
      'tariff_info.txt':
        'tariff_id,valid_from,timezone,currency,fare_day_start\nk,2020-01-01,Europe/Kyiv,UAH,03:30:00',
      'fare_products.txt': 'fare_product_id,amount\nsingle,10.00',
      'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
      'fare_transfer_windows.txt': 'window_id,duration_seconds,end_inclusive,effect\nw,2400,1,free',
    }),
  );
  const amounts = (...times: string[]): number[] =>
    priceTaps(
      tariffs,
      { entitlements: [], products: [] },
      times.map((time, i) => ({
        ...{ ref: `d/${i}`, deviceId: 'd', seq: i + 1, atMs: Date.parse(time), kind: 'UNKNOWN' },
        ...{ mediaType: 'CLOSED_CARD', extras: [] },
      })),
    ).map(({ amountMinor }) => amountMinor);

  it('a window of 40 minutes is 40 minutes, though the wall clock says 1 h 35', () => {
    expect(amounts('2026-03-29T02:45:00+02:00', '2026-03-29T04:20:00+03:00')).toEqual([1000, 0]);
    expect(amounts('2026-03-29T02:45:00+02:00', '2026-03-29T04:26:00+03:00')).toEqual([1000, 1000]);
  });

  it('and in October, though the wall clock goes back', () => {
    expect(amounts('2026-10-25T03:50:00+03:00', '2026-10-25T03:20:00+02:00')).toEqual([1000, 0]);
    expect(amounts('2026-10-25T03:50:00+03:00', '2026-10-25T03:31:00+02:00')).toEqual([1000, 1000]);
  });

  it('a fare day that begins at a time that does not come begins when the clock is past it', () => {
    const [tariff] = tariffs.versions;
    const before = fareDay(tariff!, Date.parse('2026-03-29T02:59:59+02:00'));
    expect(fareDay(tariff!, Date.parse('2026-03-29T04:00:00+03:00'))).toBe(before + 1);
  });

  it('both bounds are the row’s own: at 40:00 exactly an inclusive one still holds', () => {
    expect(amounts('2026-05-04T08:00:00+03:00', '2026-05-04T08:40:00+03:00')).toEqual([1000, 0]);
    expect(amounts('2026-05-04T08:00:00+03:00', '2026-05-04T08:40:01+03:00')).toEqual([1000, 1000]);
  });
});
