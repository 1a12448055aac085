import { type ScopedRide, isInScope } from '../tariff/scope.js';
import type { Modifier } from '../tariff/terms.js';
import type { Leg } from './describe-leg.js';
import type { Quote } from './quote-leg.js';
import { percentOf, roundMoney } from './round-money.js';

const NONE: readonly string[] = [];

/** What a leg costs with the discounts and surcharges that are part of its fare. */
export function modifyFare(leg: Leg, quote: Quote): number {
  const { modifiers } = leg.tariff;
  if (modifiers.length === 0) return quote.amountMinor;
  const scoped = scopeOf(leg, quote);
  return modifiers.reduce(
    (amount, modifier) =>
      modifier.isInCaps && isInScope(modifier.scope, scoped) ? changeBy(modifier, amount, leg) : amount,
    quote.amountMinor,
  );
}

/** An amount after one modifier; never below nothing. */
export function changeBy(
  { kind, value, leastMinor = 0, mostMinor = Infinity }: Modifier,
  amount: number,
  { tariff }: Leg,
): number {
  const exact = amount + (kind === 'percent' ? percentOf(amount, value) : value);
  const changed = Math.max(0, roundMoney(exact, tariff.rounding));
  // A discount that has a least price raises none that was below it.
  return Math.min(mostMinor, Math.max(changed, Math.min(amount, leastMinor)));
}

/** A leg with what was quoted for it, as scopes are asked of it. */
export function scopeOf(leg: Leg, { legGroupId, productId, categoryId }: Quote): ScopedRide {
  return {
    ...{ legGroupId, productId, categoryId, mediaId: leg.mediaId },
    ...{ networks: leg.networks, routeId: leg.routeId, operatorId: leg.operatorId },
    ...{ fromAreas: leg.fromAreas, toAreas: leg.toAreas, places: leg.places, timeframes: leg.timeframes },
    endTimeframes: leg.endMs === undefined ? NONE : leg.endTimeframes,
  };
}
