/** What an alert about a kind of transport informs of. A route_type alone may have trolleybuses among the buses. */
import { type CityLine, scopeOfKinds } from '../../orders/city-kinds.js';
import type { InformedEntity } from './alert-draft.js';

export function entitiesOfKind(lines: readonly CityLine[], kind: string): InformedEntity[] {
  const { routeTypes = [], routeIds = [] } = scopeOfKinds(lines, [kind]);
  return [...routeTypes.map((routeType) => ({ routeType })), ...routeIds.map((routeId) => ({ routeId }))];
}
