import type { FareTap } from '../fare-tap.js';
import type { Distance, DistanceMethod, Tariff } from '../tariff/tariff.js';

export interface Measures {
  readonly metres: number | undefined;
  readonly stops: number | undefined;
  readonly zones: number | undefined;
  readonly minutes: number | undefined;
}

const UNMEASURED: Measures = { metres: undefined, stops: undefined, zones: undefined, minutes: undefined };
const EARTH_METRES = 6_371_008.8;

/** How far a ride went, as far as its taps and the tariff's tables tell. */
export function measureRide(tariff: Tariff, entry: FareTap, exit: FareTap | undefined): Measures {
  if (!exit) return UNMEASURED;
  const row = findRow(tariff, entry, exit);
  const isSameTrip = entry.tripId !== undefined && entry.tripId === exit.tripId;
  return {
    metres: tariff.distanceMethods
      .map((method) => measureMetres(method, tariff, entry, exit))
      .find((metres) => metres !== undefined),
    stops: row?.stops ?? (isSameTrip ? apart(entry.stopSequence, exit.stopSequence) : undefined),
    zones: countZones(tariff, entry, exit),
    minutes: (exit.atMs - entry.atMs) / 60_000,
  };
}

function measureMetres(
  method: DistanceMethod,
  tariff: Tariff,
  entry: FareTap,
  exit: FareTap,
): number | undefined {
  switch (method) {
    case 'table':
      return findRow(tariff, entry, exit)?.metres;
    case 'trip':
      return entry.tripId === exit.tripId ? apart(entry.tripMetres, exit.tripMetres) : undefined;
    case 'straight':
      return measureStraight(tariff, entry.stopId, exit.stopId);
  }
}

/** Between the stops, else between areas that they lie in. */
function findRow(tariff: Tariff, entry: FareTap, exit: FareTap): Distance | undefined {
  return listRows(tariff, entry, exit)[0];
}

/** As the table tells it of the stops; else of their areas the nearest, since a stop on a boundary is in either zone. */
function countZones(tariff: Tariff, entry: FareTap, exit: FareTap): number | undefined {
  const own = tariff.distances.get(`${entry.stopId}>${exit.stopId}`)?.zones;
  const known = listRows(tariff, entry, exit).flatMap(({ zones }) => zones ?? []);
  return own ?? (known.length > 0 ? Math.min(...known) : undefined);
}

/** The stops' own first. */
function listRows({ distances, areasByStop }: Tariff, entry: FareTap, exit: FareTap): readonly Distance[] {
  if (distances.size === 0 || entry.stopId === undefined || exit.stopId === undefined) return [];
  const from = [entry.stopId, ...(areasByStop.get(entry.stopId) ?? [])];
  const to = [exit.stopId, ...(areasByStop.get(exit.stopId) ?? [])];
  return from.flatMap((a) => to.flatMap((b) => distances.get(`${a}>${b}`) ?? []));
}

function apart(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.abs(to - from);
}

function measureStraight(
  { stops }: Tariff,
  from: string | undefined,
  to: string | undefined,
): number | undefined {
  const a = stops.get(from ?? '');
  const b = stops.get(to ?? '');
  if (!a || !b) return undefined;
  const radians = Math.PI / 180;
  const [dLat, dLon] = [(b.lat - a.lat) * radians, (b.lon - a.lon) * radians];
  const half =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(half)));
}
