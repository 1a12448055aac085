/**
 * Kinds of transport as people name them. A route_type does not always tell: Lviv has its trolleybuses as buses named
 * `Тр…`, and a power cut stops them, but no bus.
 */
import { type Mode, modeOf } from '@rukh/domain/passenger';
import type { ServiceOrderActionOf } from '@rukh/domain/realtime';

export interface CityLine {
  readonly routeId: string;
  readonly shortName: string;
  readonly type: number;
}

const ELECTRIC: readonly Mode[] = ['tram', 'trolleybus', 'metro', 'cable_tram', 'funicular', 'monorail'];

const kindOf = ({ type, shortName }: CityLine): Mode => modeOf(type, shortName);

/** Those that the city has. */
export function listKinds(lines: readonly CityLine[]): Mode[] {
  return [...new Set(lines.map(kindOf))].sort();
}

export function isElectric(kind: Mode): boolean {
  return ELECTRIC.includes(kind);
}

/** By route_type where it tells the kinds apart, else line by line; nothing chosen leaves all. */
export function scopeOfKinds(
  lines: readonly CityLine[],
  kinds: readonly string[],
): Pick<ServiceOrderActionOf<'city_mode'>, 'routeTypes' | 'routeIds'> {
  if (kinds.length === 0) return {};
  const isChosen = (line: CityLine): boolean => kinds.includes(kindOf(line));
  const routeTypes = [...new Set(lines.filter(isChosen).map(({ type }) => type))].sort((a, b) => a - b);
  const isToldByType = lines.every((line) => isChosen(line) === routeTypes.includes(line.type));
  return isToldByType ? { routeTypes } : { routeIds: lines.filter(isChosen).map(({ routeId }) => routeId) };
}
