/** Which stops somebody means: by the code on the sign, by words of the name, by where they stand. */
import { type LatLon, haversineMetres } from '../geo/index.js';
import { type StopIndex, foldName, romanizeName } from '../gtfs/index.js';
import { type StopCalls, plainCode } from './index-stops.js';

/** Stops of a code; else the one with that stop_id; none where there is neither. */
export function findStopsByCode({ byCode, schedule }: StopCalls, code: string): readonly StopIndex[] {
  const stops = byCode.get(plainCode(code));
  if (stops) return stops;
  const stop = schedule.stops.indexOf.get(code);
  return stop === undefined ? [] : [stop];
}

/** The places where vehicles stop that belong to `stops`: a station's are its children. */
export function listPlatforms({ children }: StopCalls, stops: readonly StopIndex[]): StopIndex[] {
  return [...new Set(stops.flatMap((stop) => [stop, ...(children.get(stop) ?? [])]))];
}

/**
 * Stops at which anything calls, or a child's does, whose name or code has all words of `query`: names that begin with its first
 * word, then those that have it as the beginning of a word, each by name. A word may be spelled with Latin letters: who
 * reads the page in English has no others.
 */
export function searchStops(calls: StopCalls, query: string, limit: number): StopIndex[] {
  const words = foldName(query)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const isLatin = /\p{Script=Latin}/u.test(query);
  const { ids, names, codes } = calls.schedule.stops;
  const found: { stop: StopIndex; rank: number }[] = [];
  for (let stop = 0; stop < ids.length; stop++) {
    if (!isServed(calls, stop)) continue;
    const isCode = words.length === 1 && codes[stop] !== '' && plainCode(codes[stop]!) === plainCode(query);
    const spelled = calls.spellings
      .flatMap((spelling) => spellName(spelling[stop]!, isLatin))
      .filter((name) => words.every((word) => name.includes(word)));
    if (!isCode && spelled.length === 0) continue;
    found.push({ stop, rank: isCode ? 0 : rankWord(words[0]!, spelled) });
  }
  found.sort((a, b) => a.rank - b.rank || compareText(names[a.stop]!, names[b.stop]!) || a.stop - b.stop);
  return found.slice(0, limit).map(({ stop }) => stop);
}

function spellName(name: string, isLatin: boolean): string[] {
  const folded = foldName(name);
  return isLatin ? [folded, romanizeName(folded)] : [folded];
}

function rankWord(word: string, names: readonly string[]): number {
  if (names.some((name) => name.startsWith(word))) return 1;
  return names.some((name) => name.includes(` ${word}`)) ? 2 : 3;
}

export interface NearbyStop {
  readonly stop: StopIndex;
  readonly metres: number;
}

/** Stops at which anything calls within `radiusMetres`, nearest first. */
export function listNearbyStops(
  calls: StopCalls,
  place: LatLon,
  radiusMetres: number,
  limit: number,
): NearbyStop[] {
  const { ids, lat, lon } = calls.schedule.stops;
  const near: NearbyStop[] = [];
  for (let stop = 0; stop < ids.length; stop++) {
    if (!calls.routesAt.has(stop)) continue;
    const metres = haversineMetres(place, { lat: lat[stop]!, lon: lon[stop]! });
    if (metres <= radiusMetres) near.push({ stop, metres });
  }
  return near.sort((a, b) => a.metres - b.metres || a.stop - b.stop).slice(0, limit);
}

function isServed({ routesAt, children }: StopCalls, stop: StopIndex): boolean {
  return routesAt.has(stop) || (children.get(stop) ?? []).some((child) => routesAt.has(child));
}

const collator = new Intl.Collator('uk', { numeric: true });
export function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}
