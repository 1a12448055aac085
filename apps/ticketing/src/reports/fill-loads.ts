import type { ReportRow } from '@rukh/adapters/postgres';
import { type LoadProfile, estimateLoad, tellLoad } from '@rukh/domain/taps';

/**
 * Stop visits of TIDES, in the order of their trips, with the load at departure: to the nearest five, and none where it is small or
 * unsure, as dispatchers are told, nor where the trip was not seen to its end: it would look as if all had got out there. Who got in
 * is left out where fewer than `least` did. Of a trip that goes on over midnight the visits of the other day are counted, and not told.
 */
export function fillLoads(visits: readonly ReportRow[], profile: LoadProfile, least: number): ReportRow[] {
  const rows: ReportRow[] = [];
  for (let from = 0, to = 0; from < visits.length; from = to) {
    while (to < visits.length && tripOf(visits[to]!) === tripOf(visits[from]!)) to++;
    const trip = visits.slice(from, to);
    const places = trip.map((visit) => Number(visit['trip_stop_sequence']));
    const last = Math.max(...places);
    const boardings = countBy(trip, places, last, 'boarding_1');
    const exits = trip[0]!['alighting_1'] === null ? undefined : countBy(trip, places, last, 'alighting_1');
    trip.forEach(({ trip_end_stop_id: end, is_of_day: isOfDay, ...visit }, i) => {
      if (isOfDay !== true) return;
      const isKnown = exits !== undefined || trip.at(-1)!['stop_id'] === end;
      const load = isKnown ? tellLoad(estimateLoad(boardings, places[i]!, last, profile, exits)) : undefined;
      rows.push({ ...atLeast(visit, least), departure_load: load ?? null });
    });
  }
  return rows;
}

function tripOf(visit: ReportRow): string {
  return `${String(visit['service_date'])} ${String(visit['trip_id_performed'])}`;
}

function countBy(
  trip: readonly ReportRow[],
  places: readonly number[],
  last: number,
  column: string,
): number[] {
  const counts = Array.from({ length: last }, () => 0);
  trip.forEach((visit, i) => (counts[places[i]! - 1] = Number(visit[column])));
  return counts;
}

function atLeast(visit: ReportRow, least: number): ReportRow {
  const few = (column: string): boolean => visit[column] !== null && Number(visit[column]) < least;
  return {
    ...visit,
    ...(few('boarding_1') ? { boarding_1: null } : {}),
    ...(few('alighting_1') ? { alighting_1: null } : {}),
    // It tells what was left out: the taps less those who got in are those who got out.
    ...(['boarding_1', 'alighting_1', 'number_of_transactions'].some(few)
      ? { number_of_transactions: null }
      : {}),
  };
}
