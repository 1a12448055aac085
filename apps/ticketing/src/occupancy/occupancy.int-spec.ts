import { type ScheduleStore, TapContexts, TripBoardingsStore } from '@rukh/adapters/postgres';
import { Tariffs } from '../pricing/tariffs.js';
import { TapsFirst } from '../taps-first.js';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { compileFiles } from '@rukh/domain/fixtures';
import { Metrics } from '@rukh/service';
import { readTicketingConfig } from '../read-ticketing-config.js';
import { ContextMetrics } from '../context/context-metrics.js';
import { ContextService } from '../context/context.service.js';
import { EIGHT_MS, TicketingRig } from '../context/ticketing-rig.fixture.js';
import { OccupancyService } from './occupancy.service.js';

const STOPS = Array.from({ length: 12 }, (_, i) => `S${i + 1}`);
const MINUTE = 60_000;

/** A line of twelve stops, five minutes apart. */
const SCHEDULE = compileFiles({
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,1,1,20260101,20271231`,
  'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR1,T,1,Street,3',
  'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\n${STOPS.map((id, i) => `${id},${id},49.84,24.0${i}`).join('\n')}`,
  'trips.txt': 'trip_id,route_id,service_id,direction_id,block_id\nA,R1,WD,0,B1',
  'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time,departure_time\n${STOPS.map((id, i) => {
    const time = `08:${String(i * 5).padStart(2, '0')}:00`;
    return `A,${id},${10 + i},${time},${time}`;
  }).join('\n')}`,
});

describe('occupancy from taps', () => {
  let rig: TicketingRig;
  let redisServer: ScratchRedis;
  let redis: Redis;
  let service: OccupancyService | undefined;

  beforeAll(async () => {
    [rig, redisServer] = await Promise.all([TicketingRig.create(), startScratchRedis()]);
    redis = connectRedis(redisServer.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    const variables = rig.variables({
      REDIS_URL: redisServer.url,
      RUKH_CAPACITIES: 'Bus=30/60',
      RUKH_TAP_SHARE: '1',
      RUKH_MEAN_RIDE_STOPS: '50',
    });
    const config = await readTicketingConfig(variables);
    const schedules = { current: { schedule: SCHEDULE } } as unknown as ScheduleStore;
    const metrics = new Metrics();
    const contexts = new ContextService(
      config,
      new TapContexts(rig.pool),
      schedules,
      new ContextMetrics(metrics),
      new TapsFirst(),
      new Tariffs(config),
    );
    await rig.runTrip('A', '7', 0, STOPS);
    await rig.accept(...Array.from({ length: 42 }, (_, i) => ({ seq: i + 1, at: 1 + i / 100 })));
    await rig.query(`UPDATE trips_performed SET ended_at = NULL`);
    await contexts.runRound(Date.now());
    service = new OccupancyService(config, new TripBoardingsStore(rig.pool), schedules, metrics);
  });
  afterAll(async () => {
    await service?.onApplicationShutdown();
    redis.disconnect();
    await Promise.all([rig.close(), redisServer.stop()]);
  });

  const read = (): Promise<Record<string, string>> => redis.hgetall('rukh:{town}:occupancy');

  it('of a trip under way is left for the feed as a word, and for dispatchers in fives', async () => {
    // Received now, tapped on the day of the spec: the clock of the question is that day's.
    await service!.runRound(EIGHT_MS + 2 * MINUTE);
    const { 7: text } = await read();
    expect(JSON.parse(text!)).toEqual({ tripId: 'A', at: EIGHT_MS / 1000 + 120, status: 3, persons: 40 });
  });

  it('goes with the counts by stop to prediction once the validators have told all, and is never published', async () => {
    const count = async (): Promise<unknown> => {
      await service!.runRound(EIGHT_MS + 2 * MINUTE);
      const { 7: text } = await redis.hgetall('rukh:{town}:boardings');
      return JSON.parse(text!);
    };
    const at = EIGHT_MS / 1000 + 120;
    expect(await count()).toEqual({ tripId: 'A', at, boarded: [] });
    await rig.query(`INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
      last_seq, queue_length, deny_list_version) SELECT 'V1', to_timestamp(${at}), 0, 'GNSS', 1, 0, 0, 0, 1`);
    expect(await count()).toEqual({ tripId: 'A', at, boarded: [42] });
  });

  it('of a vehicle whose validators are silent is unknown: their queue may hold everybody', async () => {
    await service!.runRound(EIGHT_MS + 40 * MINUTE);
    expect(await read()).toEqual({});
  });
});
