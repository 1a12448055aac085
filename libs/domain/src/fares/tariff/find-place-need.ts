import type { Scope } from './scope.js';
import type { Filter, Tariff, TariffHistory } from './tariff.js';

/** How far prices go by where a ride was: not at all, by its route alone, or by trip and stops too. */
export const PLACE_NEEDS = ['never', 'route', 'place'] as const;
export type PlaceNeed = (typeof PLACE_NEEDS)[number];

/**
 * What of a tap's place may change a price by any version of a tariff. A flat tariff needs none of it, so its rides need
 * not be priced again when a tap is found to have been a stop farther on.
 */
export function findPlaceNeed({ versions }: TariffHistory): PlaceNeed {
  if (versions.some(goesByPlace)) return 'place';
  return versions.some(goesByRoute) ? 'route' : 'never';
}

function goesByPlace(tariff: Tariff): boolean {
  const { legRules, joinRules, attributes, policies, windows } = tariff;
  return (
    joinRules.length > 0 ||
    attributes.some(({ pairs, contains }) => pairs.length > 0 || contains.size > 0) ||
    policies.some(({ mode }) => mode === 'on_off') ||
    windows.some(({ sameStop, wayBack }) => sameStop !== 'allowed' || wayBack !== 'allowed') ||
    [...tariff.products.values()].some(({ prices }) => prices.some(({ bands }) => bands.length > 0)) ||
    legRules.some(
      ({ fromAreas, toAreas, distanceType }) =>
        narrows(fromAreas) || narrows(toAreas) || distanceType !== undefined,
    ) ||
    listScopes(tariff).some(
      ({ withinAreas, touchedAreas, fromAreas, toAreas }) =>
        withinAreas ?? touchedAreas ?? fromAreas ?? toAreas,
    )
  );
}

function goesByRoute(tariff: Tariff): boolean {
  const { legRules, attributes, windows } = tariff;
  return (
    legRules.some(({ networks }) => narrows(networks)) ||
    attributes.some(({ routes }) => routes.size > 0) ||
    windows.some(({ sameRoute, sameNetwork }) => sameRoute !== 'allowed' || sameNetwork !== 'allowed') ||
    listScopes(tariff).some(({ networks, routes }) => networks ?? routes)
  );
}

function narrows({ kind }: Filter): boolean {
  return kind !== 'any';
}

function listScopes(tariff: Tariff): readonly Scope[] {
  const rows = [
    ...[tariff.transferRules, tariff.modifiers, tariff.caps, tariff.tickets, [...tariff.passes.values()]],
    ...[tariff.extensions, tariff.quotas, tariff.extras, tariff.groups, tariff.policies],
  ];
  return [
    ...rows.flatMap((list) => list.map(({ scope }) => scope)),
    ...tariff.windows.flatMap(({ from, to, last, whole }) => [from, to, last, whole]),
  ];
}
