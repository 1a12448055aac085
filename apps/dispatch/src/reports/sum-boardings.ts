/** Who got on, summed up. */
import { roundTo } from '@rukh/domain/dispatch';

export interface Boardings {
  taps: number;
  persons: number;
  /** Persons who got on, by trip performed. */
  readonly byTrip: Map<string, number>;
}

export function emptyBoardings(): Boardings {
  return { taps: 0, persons: 0, byTrip: new Map() };
}

export function boardingFigures({ taps, persons, byTrip }: Boardings): Record<string, number | null> {
  const known = [...byTrip.values()];
  const placed = known.reduce((a, b) => a + b, 0);
  return {
    taps,
    persons,
    trips: known.length,
    personsPerTrip: known.length === 0 ? null : roundTo(placed / known.length, 1),
    fullestTripPersons: known.reduce((a, b) => Math.max(a, b), 0),
  };
}
