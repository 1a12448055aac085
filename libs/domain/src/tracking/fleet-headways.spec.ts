import { Fleet } from './fleet.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';
import { EIGHT, TownFleet } from './town.fixture.js';
import type { Headway } from './vehicle-update.js';

/** The headway told of the second of two buses of line 1, of which the second sets out `late` seconds late. */
function headwayBehind(routes: ReadonlySet<string>, late: number): Headway | undefined {
  const town = new TownFleet();
  const fleet = new Fleet(town.timetable, TRACKING_PARAMETERS, routes);
  let headway: Headway | undefined;
  for (let t = 0; t <= 1300 + late; t += 20) {
    for (const [vehicleId, trip, leavesAt] of [
      ['v1', 'out1', 0],
      ['v2', 'out2', 600 + late],
    ] as const) {
      const metres = ((t - leavesAt) * 1000) / 120;
      if (metres < 0 || metres > 3900) continue;
      const at = EIGHT + t;
      const times = { atSeconds: at, timestampSeconds: at, receivedAtSeconds: at };
      const update = fleet.track({ vehicleId, ...town.onTrip(trip, metres), ...times, tripId: trip });
      if (vehicleId === 'v2') headway = update?.assignment?.headway ?? headway;
    }
  }
  return headway;
}

describe('a route that is said to run by interval', () => {
  it('has the planned and the actual time since the vehicle before told, at a stop that both left', () => {
    const { plannedSeconds, actualSeconds } = headwayBehind(new Set(['R1']), 200)!;
    expect(plannedSeconds).toBe(600);
    expect(Math.abs(actualSeconds! - 800)).toBeLessThan(15);
  });

  it('is told apart from the others, of which nothing is said', () => {
    expect(headwayBehind(new Set(['R2']), 200)).toBeUndefined();
  });
});
