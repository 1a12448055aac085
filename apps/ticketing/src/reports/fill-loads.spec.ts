import { fillLoads } from './fill-loads.js';

const PROFILE = { meanRideStops: 50, tapShare: 1 };

function visits(trip: string, boardings: readonly number[], exits?: readonly number[]) {
  return boardings.map((boarding_1, i) => ({
    service_date: '2026-11-23',
    trip_id_performed: trip,
    trip_stop_sequence: i + 1,
    boarding_1,
    alighting_1: exits?.[i] ?? null,
    number_of_transactions: boarding_1,
    stop_id: `S${i + 1}`,
    trip_end_stop_id: `S${boardings.length}`,
    is_of_day: true,
  }));
}

describe('the load of stop visits', () => {
  it('is that of their own trip, by fives, and nothing where it is small', () => {
    const rows = [...visits('A', [40, 0, 0, 0]), ...visits('B', [2, 1, 0, 0])];
    const loads = fillLoads(rows, PROFILE, 0).map(({ departure_load }) => departure_load);
    expect(loads[0]).toBe(40);
    expect(loads[1]).toBeLessThan(40);
    expect(loads.slice(3)).toEqual([null, null, null, null, null]);
  });

  it('is not that of a trip that is under way or was broken off, as if all had got out where it was seen last', () => {
    const seen = visits('A', [40, 5, 0, 0]).slice(0, 3);
    expect(fillLoads(seen, PROFILE, 0).map(({ departure_load }) => departure_load)).toEqual([
      null,
      null,
      null,
    ]);
    expect(fillLoads(seen, PROFILE, 0)[0]).not.toHaveProperty('trip_end_stop_id');
  });

  it('is that of the whole trip where it goes on over midnight, whose visits are told by the day of each', () => {
    const late = visits('A', [40, 0, 0, 0]).map((visit, i) => ({ ...visit, is_of_day: i > 0 }));
    const rows = fillLoads(late, PROFILE, 0);
    expect(rows.map((row) => row['trip_stop_sequence'])).toEqual([2, 3, 4]);
    expect(rows[0]!['departure_load']).toBeGreaterThan(8);
    expect(rows[0]).not.toHaveProperty('is_of_day');
  });

  it('is counted where riders tap out', () => {
    const [, second] = fillLoads(visits('A', [40, 10, 0], [0, 30, 20]), PROFILE, 0);
    expect(second).toMatchObject({ departure_load: 20, boarding_1: 10, alighting_1: 30 });
  });

  it('goes without who got in where few did, of what is published', () => {
    const [first, second] = fillLoads(visits('A', [40, 4, 0], [0, 1, 43]), PROFILE, 5);
    expect(first).toMatchObject({ boarding_1: 40 });
    expect(second).toMatchObject({ boarding_1: null, alighting_1: null, number_of_transactions: null });
    expect(first).toMatchObject({ alighting_1: null, number_of_transactions: null });
  });
});
