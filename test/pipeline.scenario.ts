import { setTimeout as delay } from 'node:timers/promises';
import type { FeedMessage } from '@rukh/domain/realtime';
import { TownRig } from './support/town-rig.js';

let rig: TownRig;

beforeAll(async () => {
  rig = await TownRig.start(150);
}, 60_000);
afterAll(() => rig.stop(), 30_000);

/** Reports of a vehicle on its way, a second apart, in the timetable's time. */
async function drive(vehicleId: string, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await rig.report(vehicleId, rig.town.place('out', Date.now() / 1000 - rig.town.startsAt));
    await delay(1000);
  }
}

function tripOf(feed: FeedMessage, vehicleId: string): string | undefined {
  return feed.entity.find(({ vehicle }) => vehicle?.vehicle?.id === vehicleId)?.vehicle?.trip?.tripId;
}

describe('positions over MQTT', () => {
  it('become a vehicle on its trip in the feed, and predictions for all its stops', async () => {
    await drive('v1', 4);
    const feed = await rig.until(async () => {
      const all = await rig.feed('all');
      return tripOf(all, 'v1') === undefined ? undefined : all;
    }, 'v1 in the feed');
    expect(tripOf(feed, 'v1')).toBe('out1');
    const updates = feed.entity.flatMap(({ tripUpdate }) => tripUpdate ?? []);
    expect(updates.map(({ trip }) => trip.tripId).sort()).toEqual(['back1', 'out1']);
    const out = updates.find(({ trip }) => trip.tripId === 'out1')!;
    const times = out.stopTimeUpdate!.map(({ arrival, departure }) => (arrival ?? departure)!.time!);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const scheduled = rig.town.startsAt + 4 * 120;
    expect(Math.abs(times.at(-1)! - scheduled)).toBeLessThan(60);
    expect(feed.header.feedVersion).toBe('town-1');
  }, 30_000);

  it('are visible in the feed within two seconds', async () => {
    await drive('v1', 3);
    const sentAt = Date.now();
    const place = rig.town.place('out', sentAt / 1000 - rig.town.startsAt);
    await rig.report('v1', place, { timestampSeconds: sentAt / 1000 });
    await rig.until(async () => {
      const { entity } = await rig.feed('vehicle-positions');
      const seen = entity.find(({ vehicle }) => vehicle?.vehicle?.id === 'v1')?.vehicle?.timestamp;
      return seen === Math.floor(sentAt / 1000) ? true : undefined;
    }, 'the report in the feed');
    expect(Date.now() - sentAt).toBeLessThan(3000);
  }, 30_000);

  it('that cannot be believed are refused by name', async () => {
    await rig.until(async () => {
      await rig.report('v9', { lat: 0, lon: 0 });
      await rig.report('v9', { lat: 10, lon: 10 });
      const text = await (await fetch(`${rig.url}/metrics`)).text();
      return text.includes('reason="null_island"') && text.includes('reason="out_of_area"')
        ? text
        : undefined;
    }, 'both refusals counted');
  }, 30_000);

  it('land in history, with the trip they were on', async () => {
    await rig.until(
      async () => {
        const [from, to] = [-3600_000, 3600_000].map((ms) => new Date(Date.now() + ms).toISOString());
        const answer = await fetch(
          `${rig.url}/api/v1/history/vehicle-locations?from=${from!}&to=${to!}&limit=100`,
        );
        if (answer.status !== 200) throw new Error(await answer.text());
        const { rows } = (await answer.json()) as { rows: { vehicle_id: string }[] };
        return rows.some(({ vehicle_id }) => vehicle_id === 'v1') || undefined;
      },
      'v1 in vehicle_locations',
      30_000,
    );
  }, 40_000);
});

describe('Redis killed and started again', () => {
  it('leaves the feed served, its times rising, and the vehicle in it again', async () => {
    const before = await rig.feed('all');
    await rig.redis.kill();
    const during = await rig.feed('all');
    expect(during.header.timestamp!).toBeGreaterThanOrEqual(before.header.timestamp!);
    await rig.redis.start();
    const driving = drive('v1', 12);
    const after = await rig.until(
      async () => {
        const all = await rig.feed('all');
        const isNew = all.header.timestamp! > during.header.timestamp! + 1;
        return isNew && tripOf(all, 'v1') !== undefined ? all : undefined;
      },
      'a new snapshot with v1',
      25_000,
    );
    expect(tripOf(after, 'v1')).toBe('out1');
    await driving;
  }, 60_000);
});

describe('a new GTFS', () => {
  it('comes into force while running, and the vehicle stays on its trip', async () => {
    const zip = await (await import('node:fs/promises')).readFile(await rig.town.writeZip('town-2'));
    const answer = await fetch(`${rig.url}/api/v1/gtfs/imports?fromDate=20200102`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token-for-this-test-only', 'content-type': 'application/zip' },
      body: zip,
    });
    expect([answer.status, answer.status < 300 ? '' : await answer.text()]).toEqual([answer.status, '']);
    const driving = drive('v1', 15);
    const seen: (string | undefined)[] = [];
    await rig.until(
      async () => {
        const feed = await rig.feed('all');
        seen.push(tripOf(feed, 'v1'));
        return feed.header.feedVersion === 'town-2' && tripOf(feed, 'v1') === 'out1' ? true : undefined;
      },
      'feed_version town-2 with v1',
      25_000,
    );
    await driving;
    expect(new Set(seen)).toEqual(new Set(['out1']));
  }, 60_000);
});
