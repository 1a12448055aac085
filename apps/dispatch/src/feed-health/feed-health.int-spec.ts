import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import type { FeedHealthView } from '@rukh/domain/dispatch';
import { FEED_NAMES } from '@rukh/domain/realtime';
import { ADMIN_TOKEN, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';
import { publishStray, sayHealth } from './published.fixture.js';

const ALL = { authorization: `Bearer ${ADMIN_TOKEN}` };

describe('the health of the data', () => {
  let rig: WatchRig;
  let redis: Redis;
  let ofX: Record<string, string>;

  const look = async (headers: Record<string, string> = ALL): Promise<FeedHealthView> => {
    const { status, body } = await rig.access.send('GET', '/dispatch/feeds', undefined, headers);
    expect(status).toBe(200);
    return body as unknown as FeedHealthView;
  };

  beforeAll(async () => {
    rig = await WatchRig.create();
    const person = await rig.access.addPerson(['company_operator'], ['X']);
    ofX = { ...SAME_ORIGIN, cookie: await rig.access.signIn(person) };
    redis = connectRedis(rig.access.redis.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    rig.say('a1', 'A', 0);
    rig.say('a2', 'A', 1, {}, 120);
    rig.say('t1', 'T', 0);
    await rig.until('three vehicles', async () => {
      const { status, body } = await rig.access.send('GET', '/dispatch/live', undefined, ALL);
      return status === 200 && (body as { vehicles?: unknown[] }).vehicles?.length === 3 ? true : undefined;
    });
  });
  afterAll(async () => {
    redis.disconnect();
    await rig.close();
  });

  it('is ages and coverage by carrier while nothing is published and nobody says anything', async () => {
    const { carriers, coverage, outputs, ...ofCity } = await look();
    expect(carriers).toMatchObject([
      { carrierId: 'X', vehicles: 2, freshVehicles: 1, silentVehicles: 1, seenTrips: 1, seenLines: 1 },
      { carrierId: 'Y', vehicles: 1, freshVehicles: 1, silentVehicles: 0, seenTrips: 1 },
    ]);
    // Trips of 25 minutes each ten minutes: two or three of each line are due.
    expect(coverage).toMatchObject({ seenTrips: 2, predictedTrips: 0, dueLines: 2, seenLines: 2 });
    expect(coverage.dueTrips).toBeGreaterThanOrEqual(4);
    expect(outputs).toEqual([]);
    expect(Object.keys(ofCity).sort()).toEqual(['at', 'feedVersion', 'lamp']);
  });

  it('is what is published, what is left out and why, what is broken; and of one company its own', async () => {
    const now = Math.floor(Date.now() / 1000);
    await publishStray(redis, now);
    const report = await sayHealth(redis, now);
    // What was read before is kept for some seconds.
    const whole = await rig.until('what was published', async () => {
      const seen = await look();
      return seen.outputs.length > 0 ? seen : undefined;
    });
    expect(whole.outputs.map(({ name }) => name)).toEqual([...FEED_NAMES]);
    expect(whole.outputs[0]).toMatchObject({ publishedAt: now, entities: 1 });
    expect(whole.writer).toEqual(report);
    expect(whole.intake).toEqual({
      seconds: 600,
      adapters: [
        {
          adapter: 'rukh',
          received: 20,
          accepted: 16,
          rejected: [{ reason: 'stale', count: 4 }],
          refused: [],
        },
      ],
    });
    expect(whole.findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ ruleId: 'E003', severity: 'error', count: 1 })]),
    );
    expect(whole.readers).toEqual([
      { reader: 'OpenTripPlanner', feed: 'trip-updates', lastAt: now - 3, everySeconds: 10 },
    ]);
    const own = await look(ofX);
    expect(own.carriers.map(({ carrierId }) => carrierId)).toEqual(['X']);
    expect(own.coverage.seenTrips).toBe(1);
    expect(own.lamp.expectedVehicles).toBe(2);
    expect(own.outputs).toEqual(whole.outputs);
    expect([own.writer, own.intake, own.findings, own.readers]).toEqual(Array(4).fill(undefined));
  });
});
