/** Taps by the trips that vehicles are on. */
import type { BoardingTap } from './boarding-taps.js';

/** The trip that a vehicle was tapped on last, with who got in and out there by place. */
export interface TappedTrip {
  readonly last: BoardingTap;
  /** Persons by place, from 1. */
  readonly entered: ReadonlyMap<number, number>;
  readonly gotOut: ReadonlyMap<number, number>;
}

/** Of vehicles of which a tap came since `freshMs` that was also made since. */
export function countBoardings(taps: readonly BoardingTap[], freshMs: number): TappedTrip[] {
  const last = new Map<string, BoardingTap>();
  const fresh = new Set<string>();
  for (const tap of taps) {
    if (tap.atMs > freshMs && tap.receivedMs > freshMs) fresh.add(tap.vehicleId);
    if (tap.atMs >= (last.get(tap.vehicleId)?.atMs ?? -Infinity)) last.set(tap.vehicleId, tap);
  }
  const byTrip = new Map<string, { entered: Map<number, number>; gotOut: Map<number, number> }>();
  const vehicles = [...last.values()].filter(({ vehicleId }) => fresh.has(vehicleId));
  for (const tap of vehicles) byTrip.set(nameOf(tap), { entered: new Map(), gotOut: new Map() });
  for (const tap of taps) {
    const trip = byTrip.get(nameOf(tap));
    if (!trip) continue;
    const counts = tap.isExit ? trip.gotOut : trip.entered;
    counts.set(tap.place, (counts.get(tap.place) ?? 0) + tap.persons);
  }
  return vehicles.map((tap) => ({ last: tap, ...byTrip.get(nameOf(tap))! }));
}

function nameOf({ serviceDate, tripIdPerformed }: BoardingTap): string {
  return `${serviceDate} ${tripIdPerformed}`;
}
