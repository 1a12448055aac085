import type { FareTap } from '../fare-tap.js';
import type { DistanceMethod, Tariff } from '../tariff/tariff.js';

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
    zones: row?.zones,
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
function findRow({ distances, areasByStop }: Tariff, entry: FareTap, exit: FareTap) {
  if (distances.size === 0 || entry.stopId === undefined || exit.stopId === undefined) return undefined;
  const from = [entry.stopId, ...(areasByStop.get(entry.stopId) ?? [])];
  const to = [exit.stopId, ...(areasByStop.get(exit.stopId) ?? [])];
  for (const a of from) {
    for (const b of to) {
      const row = distances.get(`${a}>${b}`);
      if (row) return row;
    }
  }
  return undefined;
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
