import type { Charge } from './charge.js';
import type { FareTap } from './fare-tap.js';
import { priceTaps, pricingHorizon, reachBack, revisionHorizon } from './pricing/index.js';
import type { Rider } from './rider.js';
import type { TariffHistory } from './tariff/index.js';

/**
 * Charges of taps that come batch by batch, as the service keeps them: with each batch only rides are priced again that
 * it may change, from no more taps than their prices depend on.
 */
export function priceAsTheyCome(
  tariffs: TariffHistory,
  rider: Rider,
  batches: readonly (readonly FareTap[])[],
): readonly Charge[] {
  const here: FareTap[] = [];
  let kept: readonly Charge[] = [];
  for (const batch of batches) {
    here.push(...batch);
    const first = Math.min(...batch.map(({ atMs }) => atMs));
    const since = revisionHorizon(tariffs, first);
    const times = here.map(({ atMs }) => atMs).sort((a, b) => a - b);
    const from = reachBack(tariffs, times, pricingHorizon(tariffs, since, rider));
    const charges = priceTaps(
      tariffs,
      rider,
      here.filter(({ atMs }) => atMs >= from),
    );
    kept = [...kept.filter(({ atMs }) => atMs < since), ...charges.filter(({ atMs }) => atMs >= since)];
  }
  return kept;
}

/** So many at a time, in turn. */
export function inBatches<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0, i = 0; from < items.length; i++) {
    const size = sizes[i % sizes.length]!;
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
}
