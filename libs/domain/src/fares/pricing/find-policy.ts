import type { FareTap } from '../fare-tap.js';
import { EVERYTHING, isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { TapPolicy } from '../tariff/terms.js';

const NONE: readonly string[] = [];

/**
 * How taps of a place become rides there: the first policy whose scope takes the tap; without one each tap is a ride. What
 * may be the end of a ride is asked as such: it starts where its entry was.
 */
export function findPolicy(
  tariff: Tariff,
  tap: FareTap,
  mediaId: string,
  entry: FareTap = tap,
): TapPolicy | undefined {
  const [first] = tariff.policies;
  if (!first || first.scope === EVERYTHING) return first;
  const areas = tariff.areasByStop.get(tap.stopId ?? '') ?? NONE;
  const byRoute = tariff.networksByRoute.get(tap.routeId ?? '') ?? NONE;
  const asked = {
    ...{ legGroupId: '', productId: '', categoryId: '', mediaId },
    networks: tap.networkId === undefined ? byRoute : [...byRoute, tap.networkId],
    routeId: tap.routeId,
    operatorId: tap.operatorId,
    ...{ fromAreas: tariff.areasByStop.get(entry.stopId ?? '') ?? NONE, toAreas: areas },
    places: tap.stopId === undefined ? [] : [areas],
    ...{ timeframes: NONE, endTimeframes: NONE },
  };
  return tariff.policies.find(({ scope }) => isInScope(scope, asked));
}
