/**
 * Which rides a rule is for. Every extension file says it by the same columns (docs/tariffs.md, "Scope"); what is
 * left out takes any ride, what is given takes rides that are known to fit: an unknown route fits no list of routes.
 */
export interface Scope {
  readonly legGroups?: ReadonlySet<string>;
  readonly networks?: ReadonlySet<string>;
  readonly routes?: ReadonlySet<string>;
  readonly operators?: ReadonlySet<string>;
  readonly products?: ReadonlySet<string>;
  readonly media?: ReadonlySet<string>;
  readonly categories?: ReadonlySet<string>;
  readonly exceptCategories?: ReadonlySet<string>;
  /** All places of the ride lie in one of them. */
  readonly withinAreas?: ReadonlySet<string>;
  /** Some place of the ride lies in one of them. */
  readonly touchedAreas?: ReadonlySet<string>;
  readonly fromAreas?: ReadonlySet<string>;
  readonly toAreas?: ReadonlySet<string>;
  /** The ride begins in one of them. */
  readonly timeframes?: ReadonlySet<string>;
  /** The ride is known to end in one of them. */
  readonly endTimeframes?: ReadonlySet<string>;
}

/** What a scope is asked of a ride. */
export interface ScopedRide {
  readonly legGroupId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly mediaId: string;
  readonly networks: readonly string[];
  readonly routeId: string | undefined;
  readonly operatorId: string | undefined;
  readonly fromAreas: readonly string[];
  readonly toAreas: readonly string[];
  /** Areas of each known place: of the entry, of the exit, and those passed. */
  readonly places: readonly (readonly string[])[];
  readonly timeframes: readonly string[];
  readonly endTimeframes: readonly string[];
}

/** Takes every ride. */
export const EVERYTHING: Scope = {};

export function isInScope(scope: Scope, ride: ScopedRide): boolean {
  if (scope === EVERYTHING) return true;
  return isOfKind(scope, ride) && isInPlace(scope, ride);
}

function isOfKind(scope: Scope, ride: ScopedRide): boolean {
  return (
    has(scope.legGroups, ride.legGroupId) &&
    has(scope.products, ride.productId) &&
    has(scope.media, ride.mediaId) &&
    has(scope.categories, ride.categoryId) &&
    scope.exceptCategories?.has(ride.categoryId) !== true &&
    has(scope.routes, ride.routeId) &&
    has(scope.operators, ride.operatorId) &&
    hasSome(scope.networks, ride.networks) &&
    hasSome(scope.timeframes, ride.timeframes) &&
    hasSome(scope.endTimeframes, ride.endTimeframes)
  );
}

function isInPlace({ withinAreas, touchedAreas, fromAreas, toAreas }: Scope, ride: ScopedRide): boolean {
  const isWithin =
    !withinAreas || (ride.places.length > 0 && ride.places.every((areas) => hasSome(withinAreas, areas)));
  const isTouched = !touchedAreas || ride.places.some((areas) => hasSome(touchedAreas, areas));
  return isWithin && isTouched && hasSome(fromAreas, ride.fromAreas) && hasSome(toAreas, ride.toAreas);
}

function has(ids: ReadonlySet<string> | undefined, id: string | undefined): boolean {
  return !ids || (id !== undefined && ids.has(id));
}

function hasSome(ids: ReadonlySet<string> | undefined, some: readonly string[]): boolean {
  return !ids || some.some((id) => ids.has(id));
}
