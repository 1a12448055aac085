/** The network of the schedule in force, to be looked things up in. */
import type { NetworkView, PatternView, RouteView, StopView } from '@rukh/domain/dispatch';
import { compareNames } from '../text/compare-names.js';
import { type ShapeLine, createShapeLine } from './shape-line.js';

export class City {
  readonly routes: ReadonlyMap<string, RouteView>;
  /** The same as people count them. */
  readonly lines: readonly RouteView[];
  readonly stops: ReadonlyMap<string, StopView>;
  readonly patterns: ReadonlyMap<string, PatternView>;
  readonly #routeOfPattern = new Map<string, RouteView>();
  readonly #lines = new Map<string, ShapeLine>();
  readonly #agencies: ReadonlyMap<string, string>;

  constructor(readonly network: NetworkView) {
    this.routes = new Map(network.routes.map((route) => [route.routeId, route]));
    this.lines = network.routes.toSorted((a, b) => compareNames(a.shortName, b.shortName));
    this.stops = new Map(network.stops.map((stop) => [stop.stopId, stop]));
    this.#agencies = new Map(network.agencies.map(({ agencyId, name }) => [agencyId, name]));
    const patterns = new Map<string, PatternView>();
    for (const route of network.routes) {
      for (const pattern of route.patterns) {
        patterns.set(pattern.patternId, pattern);
        this.#routeOfPattern.set(pattern.patternId, route);
      }
    }
    this.patterns = patterns;
  }

  get timeZone(): string {
    return this.network.timeZone;
  }

  /** How a line is called; its id where the schedule in force does not have it. */
  routeName(routeId: string | null | undefined): string {
    if (routeId == null) return '';
    return this.routes.get(routeId)?.shortName ?? routeId;
  }

  stopName(stopId: string | null | undefined): string {
    if (stopId == null) return '';
    return this.stops.get(stopId)?.name ?? stopId;
  }

  carrierName(carrierId: string | null | undefined): string {
    if (carrierId == null) return '';
    return this.#agencies.get(carrierId) ?? carrierId;
  }

  /** Where a direction goes: the headsign of its commonest pattern. */
  headsign(routeId: string | null | undefined, directionId: number | null | undefined): string {
    if (routeId == null || directionId == null) return '';
    return this.mainPattern(routeId, directionId)?.headsign ?? '';
  }

  /** The pattern with most trips of a direction. */
  mainPattern(routeId: string, directionId: number): PatternView | undefined {
    const patterns = this.routes.get(routeId)?.patterns.filter((p) => p.directionId === directionId) ?? [];
    return patterns.reduce<PatternView | undefined>(
      (best, pattern) => (best && best.tripCount >= pattern.tripCount ? best : pattern),
      undefined,
    );
  }

  /** The line of a pattern; straight from stop to stop where the data has none. Undefined of an unknown pattern. */
  shape(patternId: string): ShapeLine | undefined {
    const known = this.#lines.get(patternId);
    if (known) return known;
    const pattern = this.patterns.get(patternId);
    if (!pattern) return undefined;
    const stops = pattern.stops.flatMap(({ stopId, shapeMetres }) => {
      const stop = this.stops.get(stopId);
      return stop ? [{ lat: stop.lat, lon: stop.lon, shapeMetres }] : [];
    });
    const line = createShapeLine(pattern.line, stops);
    this.#lines.set(patternId, line);
    return line;
  }
}
