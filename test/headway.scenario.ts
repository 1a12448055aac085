import { setTimeout as delay } from 'node:timers/promises';
import { TownRig } from './support/town-rig.js';

/** The second vehicle is so long behind the first, which both go three times as fast as the timetable. */
const BEHIND_SECONDS = 20;
const HASTE = 3;

interface Properties {
  readonly id: string;
  readonly plannedHeadwaySeconds?: number;
  readonly actualHeadwaySeconds?: number;
}

let rig: TownRig;
let begunAt: number;

beforeAll(async () => {
  rig = await TownRig.start(60, true);
  begunAt = Date.now() / 1000 - 40;
});
afterAll(() => rig.stop());

/** Both drive on, a report a second that names the route, until the answer is there. */
async function driveUntil<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  return rig.until(
    async () => {
      const seconds = Date.now() / 1000 - begunAt;
      await rig.report('v1', rig.town.place('out', HASTE * seconds), { routeId: 'R1' });
      await rig.report('v2', rig.town.place('out', HASTE * (seconds - BEHIND_SECONDS)), { routeId: 'R1' });
      await delay(1000);
      return ask();
    },
    what,
    80_000,
  );
}

describe('a line of frequencies.txt without exact times', () => {
  it('is published UNSCHEDULED, each vehicle with a start time of its own', async () => {
    const feed = await driveUntil(async () => {
      const { entity } = await rig.feed('all');
      const count = new Set(entity.flatMap(({ tripUpdate }) => tripUpdate?.vehicle?.id ?? [])).size;
      return count === 2 ? entity : undefined;
    }, 'trip updates of both vehicles');
    const updates = feed.flatMap(({ tripUpdate }) =>
      tripUpdate?.trip.tripId === 'out1' ? [tripUpdate] : [],
    );
    expect(updates).toHaveLength(2);
    expect(new Set(updates.map(({ trip }) => trip.startTime)).size).toBe(2);
    // 2 is UNSCHEDULED.
    expect(updates.map(({ trip, delay: late }) => [trip.scheduleRelationship, late])).toEqual([
      [2, undefined],
      [2, undefined],
    ]);
  });

  it('has its headways live', async () => {
    const vehicle = await driveUntil(async () => {
      const answer = await fetch(`${rig.url}/live/vehicles.geojson`);
      const { features } = (await answer.json()) as { features: { properties: Properties }[] };
      const found = features.find(({ properties }) => properties.id === 'v2');
      return found?.properties.actualHeadwaySeconds === undefined ? undefined : found.properties;
    }, 'the headway of v2');
    expect(vehicle.plannedHeadwaySeconds).toBe(600);
    expect(Math.abs(vehicle.actualHeadwaySeconds! - BEHIND_SECONDS)).toBeLessThanOrEqual(5);
  });

  it('has them in history, and no deviation from a timetable', async () => {
    const row = await driveUntil(async () => {
      const [from, to] = [-3600_000, 3600_000].map((ms) => new Date(Date.now() + ms).toISOString());
      const path = `/api/v1/history/vehicle-locations?from=${from!}&to=${to!}&limit=1000`;
      const { rows } = (await (await fetch(`${rig.url}${path}`)).json()) as {
        rows: { headway_deviation?: number; schedule_deviation?: number }[];
      };
      return rows.find(({ headway_deviation }) => headway_deviation !== undefined);
    }, 'a headway deviation in vehicle_locations');
    expect(Math.abs(row.headway_deviation! - (BEHIND_SECONDS - 600))).toBeLessThanOrEqual(5);
    expect(row.schedule_deviation).toBeUndefined();
  });
});
