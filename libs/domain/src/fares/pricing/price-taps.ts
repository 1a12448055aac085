import type { Charge } from '../charge.js';
import type { FareTap, ReportedLoss } from '../fare-tap.js';
import type { Rider } from '../rider.js';
import type { TariffHistory } from '../tariff/tariff.js';
import { finishCharge } from './finish-charge.js';
import { type Draft, addReason } from './draft.js';
import { formRides } from './form-rides.js';
import { orderTaps } from './order-taps.js';
import { type Ride, isLoss } from './ride.js';
import { RiderPricing } from './rider-pricing.js';

/**
 * What a rider's taps cost. A function of their set: order, repetition and grouping of the arguments change nothing.
 * There is one charge a ride, in the order of rides, and each tap is in one of them. The taps must reach back to
 * `pricingHorizon` of the first whose price is wanted.
 */
export function priceTaps(tariffs: TariffHistory, rider: Rider, taps: readonly FareTap[]): readonly Charge[] {
  const { rides, unpriced } = formRides(tariffs, orderTaps(taps));
  const pricing = new RiderPricing(tariffs, rider);
  const charges = rides
    .map((ride) => (ride.entry.loss ? priceLoss(tariffs, ride, ride.entry.loss) : pricing.add(ride)))
    .map(finishCharge);
  if (unpriced.length === 0) return charges;
  const all = [...charges, ...unpriced.map((tap) => chargeNothing(tap, tariffs))];
  return all.sort((a, b) => a.atMs - b.atMs);
}

const NOBODY: Rider = { entitlements: [], products: [] };

/**
 * What a ride costs that was not the rider's, since its medium was reported lost before: by itself, for somebody who may
 * nothing. It counts towards none of his limits and transfers; the carrier is due it all the same.
 */
function priceLoss(tariffs: TariffHistory, ride: Ride, loss: ReportedLoss): Draft {
  const draft = new RiderPricing(tariffs, NOBODY).add(ride);
  if (!isLoss(ride)) return draft;
  const { sinceMs, reason, wasListed } = loss;
  addReason(draft, 'LOST_MEDIUM', '', {
    ...{ sinceMs, rule: reason },
    fault: wasListed ? 'DEVICE_FAULT' : 'SCHEME_RISK',
  });
  return draft;
}

/** A tap at whose time no tariff was in force costs nothing, and the charge says so: somebody has to look at it. */
function chargeNothing(tap: FareTap, { versions }: TariffHistory): Charge {
  return {
    ...{ rideRef: tap.ref, tapRefs: [tap.ref], atMs: tap.atMs, journeyRef: tap.ref },
    ...{ tariffVersion: '', currency: versions[0]?.currency ?? '' },
    ...{ fareProductId: '', riderCategoryId: '', fareMediaId: '' },
    ...{ disposition: 'CHARGED', nominalMinor: 0, adjustments: [], amountMinor: 0 },
    ...(tap.operatorId !== undefined && { operatorId: tap.operatorId }),
    reasons: [{ code: 'NO_TARIFF', ruleId: '', inputs: { atMs: tap.atMs } }],
  };
}
