import type { Route, RouteIndex } from '../gtfs/index.js';

/**
 * Which routes a tracker means by a name: those of that route_id or, where none has it, those that riders call so
 * (route_short_name), in whatever case and with whatever spaces: drivers type what is on the sign.
 */
export class NamedRoutes {
  readonly #byId = new Map<string, ReadonlySet<RouteIndex>>();
  readonly #byShortName = new Map<string, Set<RouteIndex>>();

  constructor(routes: readonly Route[]) {
    for (const [index, { routeId, shortName }] of routes.entries()) {
      this.#byId.set(routeId, new Set([index]));
      const name = asTyped(shortName);
      if (name === '') continue;
      const called = this.#byShortName.get(name);
      if (called) called.add(index);
      else this.#byShortName.set(name, new Set([index]));
    }
  }

  /** Undefined where no route is called so. */
  find(name: string): ReadonlySet<RouteIndex> | undefined {
    return this.#byId.get(name) ?? this.#byShortName.get(asTyped(name));
  }
}

function asTyped(name: string): string {
  return name.replace(/\s/g, '').toUpperCase();
}
