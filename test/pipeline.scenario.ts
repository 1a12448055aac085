import { setTimeout as delay } from 'node:timers/promises';
import type { FeedMessage } from '@rukh/domain/realtime';
import { TownRig } from './support/town-rig.js';

let rig: TownRig;

beforeAll(async () => {
  rig = await TownRig.start(150);
});
afterAll(() => rig.stop());

/** Drives a vehicle on its way in the timetable's time, a report a second, until the answer is there. */
async function driveUntil<T>(ask: (feed: FeedMessage) => T | undefined, what: string): Promise<T> {
  return rig.until(
    async () => {
      await rig.report('v1', rig.town.place('out', Date.now() / 1000 - rig.town.startsAt));
      await delay(1000);
      return ask(await rig.feed('all'));
    },
    what,
    90_000,
  );
}

function tripOf(feed: FeedMessage, vehicleId: string): string | undefined {
  return feed.entity.find(({ vehicle }) => vehicle?.vehicle?.id === vehicleId)?.vehicle?.trip?.tripId;
}

describe('positions over MQTT', () => {
  it('become a vehicle on its trip in the feed, and predictions for all its stops', async () => {
    const feed = await driveUntil((all) => {
      const count = all.entity.filter(({ tripUpdate }) => tripUpdate).length;
      return tripOf(all, 'v1') === undefined || count < 2 ? undefined : all;
    }, 'v1 in the feed, with its trip and the next');
    expect(tripOf(feed, 'v1')).toBe('out1');
    const updates = feed.entity.flatMap(({ tripUpdate }) => tripUpdate ?? []);
    expect(updates.map(({ trip }) => trip.tripId).sort()).toEqual(['back1', 'out1']);
    const out = updates.find(({ trip }) => trip.tripId === 'out1')!;
    const times = out.stopTimeUpdate!.map(({ arrival, departure }) => (arrival ?? departure)!.time!);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const scheduled = rig.town.startsAt + 4 * 120;
    expect(Math.abs(times.at(-1)! - scheduled)).toBeLessThan(60);
    expect(feed.header.feedVersion).toBe('town-1');
  });

  it('are visible in the feed at once', async () => {
    await driveUntil((feed) => tripOf(feed, 'v1'), 'v1 in the feed');
    const sentAt = Date.now();
    const place = rig.town.place('out', sentAt / 1000 - rig.town.startsAt);
    await rig.report('v1', place, { timestampSeconds: sentAt / 1000 });
    await rig.until(async () => {
      const { entity } = await rig.feed('vehicle-positions');
      const seen = entity.find(({ vehicle }) => vehicle?.vehicle?.id === 'v1')?.vehicle?.timestamp;
      return seen === Math.floor(sentAt / 1000) ? true : undefined;
    }, 'the report in the feed');
    // The benchmark measures it; here it must not take as long as the next snapshot that is made in any case.
    expect(Date.now() - sentAt).toBeLessThan(60_000);
  });

  it('that cannot be believed are refused by name', async () => {
    await rig.until(async () => {
      await rig.report('v9', { lat: 0, lon: 0 });
      await rig.report('v9', { lat: 10, lon: 10 });
      const text = await (await fetch(`${rig.url}/metrics`)).text();
      return text.includes('reason="null_island"') && text.includes('reason="out_of_area"')
        ? text
        : undefined;
    }, 'both refusals counted');
  });

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
      60_000,
    );
  });
});

describe('Redis killed and started again', () => {
  it('leaves the feed served, its times rising, and the vehicle in it again', async () => {
    const before = await rig.feed('all');
    await rig.redis.kill();
    const during = await rig.feed('all');
    expect(during.header.timestamp!).toBeGreaterThanOrEqual(before.header.timestamp!);
    await rig.redis.start();
    const after = await driveUntil((all) => {
      const isNew = all.header.timestamp! > during.header.timestamp! + 1;
      return isNew && tripOf(all, 'v1') !== undefined ? all : undefined;
    }, 'a new snapshot with v1');
    expect(tripOf(after, 'v1')).toBe('out1');
  });
});

describe('a new GTFS', () => {
  const authorization = 'Bearer a-token-for-this-test-only';

  async function post(
    path: string,
    contentType: string,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const headers = { authorization, 'content-type': contentType };
    const answer = await fetch(`${rig.url}/api/v1/gtfs/${path}`, { method: 'POST', headers, body });
    expect([answer.status, answer.status < 300 ? '' : await answer.text()]).toEqual([201, '']);
  }

  /** What a planner sees that reads a feed and then fetches the timetable: `timetable > feed > trip of v1`. */
  async function watchUntil(version: string): Promise<string[]> {
    const seen: string[] = [];
    let lastTimestamp = 0;
    await rig.until(
      async () => {
        await rig.report('v1', rig.town.place('out', Date.now() / 1000 - rig.town.startsAt));
        // Throws, and fails the test, where there is no feed even once.
        const feed = await rig.feed('all').catch((error: unknown) => {
          seen.push(String(error));
          throw error;
        });
        const { feedVersion, timestamp } = feed.header;
        expect(timestamp!).toBeGreaterThanOrEqual(lastTimestamp);
        lastTimestamp = timestamp!;
        const timetable = await fetch(`${rig.url}/gtfs/static.zip`, { method: 'HEAD' });
        const { headers } = timetable;
        const stage = `${headers.get('x-feed-version') ?? ''} > ${feedVersion ?? ''} > ${tripOf(feed, 'v1') ?? ''}`;
        if (seen.at(-1) !== stage) seen.push(stage);
        await delay(300);
        return feedVersion === version && timetable.status === 200 ? true : undefined;
      },
      `feed_version ${version}`,
      60_000,
    );
    return seen;
  }

  it('can be fetched before the feeds speak of it; they go over without a gap, the vehicle on its trip', async () => {
    await driveUntil((feed) => tripOf(feed, 'v1'), 'v1 in the feed');
    const { readFile } = await import('node:fs/promises');
    const zip = new Uint8Array(await readFile(await rig.town.writeZip('town-2')));
    await post('imports?fromDate=20200102', 'application/zip', zip);
    const stages = ['town-1 > town-1 > out1', 'town-2 > town-1 > out1', 'town-2 > town-2 > out1'];
    // The first may be over before it is seen.
    expect(stages.slice(1)).toEqual((await watchUntil('town-2')).filter((stage) => stage !== stages[0]));
  });

  it('is gone back from in the same order', async () => {
    await post('activations', 'application/json', JSON.stringify({ versionId: 1 }));
    const stages = ['town-2 > town-2 > out1', 'town-1 > town-2 > out1', 'town-1 > town-1 > out1'];
    expect(stages.slice(1)).toEqual((await watchUntil('town-1')).filter((stage) => stage !== stages[0]));
    const bytes = await (await fetch(`${rig.url}/gtfs/static.zip`)).arrayBuffer();
    expect(bytes.byteLength).toBeGreaterThan(100);
  });
});
