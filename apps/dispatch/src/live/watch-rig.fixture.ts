import { setTimeout as delay } from 'node:timers/promises';
import { GtfsVersions } from '@rukh/adapters/postgres';
import { type UpdateItem, encodeUpdates } from '@rukh/adapters/protobuf';
import { type Redis, StreamWriter, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { compileFiles } from '@rukh/domain/fixtures';
import { type ImportReport, encodeSchedule } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import type { TripPrediction } from '@rukh/domain/prediction';
import type { Assignment, StopVisit } from '@rukh/domain/tracking';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { AccessRig } from '../auth/access-rig.fixture.js';
import { DispatchModule } from '../dispatch.module.js';
import { TOWN_ZONE, townDate, townMidnight, townTrip } from './town-clock.fixture.js';

const LINES = ['A', 'T'] as const;
const STOPS = 6;
/** A trip each ten minutes of the day: whenever a spec runs, some are under way. */
const COUNT = 144;
const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
const numbers = Array.from({ length: COUNT }, (_, i) => i);

/** Bus line A of carrier X and tram line T of carrier Y, on one street of six stops five minutes apart. */
const SCHEDULE = compileFiles({
  'agency.txt': `agency_id,agency_name,agency_url,agency_timezone\nX,Buses,https://x.example,${TOWN_ZONE}\nY,Trams,https://y.example,${TOWN_ZONE}`,
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,1,1,20260101,20991231`,
  'routes.txt':
    'route_id,agency_id,route_short_name,route_long_name,route_type\nA,X,А32,Rynok - Airport,3\nT,Y,Т1,Rynok - Airport,0',
  'stops.txt': ['stop_id,stop_code,stop_name,stop_lat,stop_lon']
    .concat(numbers.slice(0, STOPS).map((i) => `O${i},1${i},Stop ${i},49.84,${24 + i * 0.01}`))
    .join('\n'),
  'trips.txt': ['trip_id,route_id,service_id,direction_id,block_id,trip_headsign']
    .concat(LINES.flatMap((line) => numbers.map((i) => `${line}${i},${line},WD,0,B${line}${i},Airport`)))
    .join('\n'),
  'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time']
    .concat(
      LINES.flatMap((line) =>
        numbers.flatMap((i) =>
          numbers.slice(0, STOPS).map((stop) => {
            const at = time(10 * i + 5 * stop);
            return `${line}${i},O${stop},${stop + 1},${at},${at}`;
          }),
        ),
      ),
    )
    .join('\n'),
});

/** The dispatchers' app on real servers, a schedule in force, and tracking to say things. */
export class WatchRig {
  /** Whether what is said comes with predictions: by the timetable. */
  isPredicting = false;
  /** By which moment trips are picked, epoch seconds; now where not given. Over the turn of ten minutes a trip is kept. */
  tripsAt: number | undefined;
  /** What positions say besides. */
  position: Partial<VehiclePosition> = {};

  private constructor(
    readonly access: AccessRig,
    private readonly redis: Redis,
    private readonly updates: StreamWriter<UpdateItem>,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** `set` are variables of the environment besides. */
  static async create(set: Readonly<Record<string, string>> = {}): Promise<WatchRig> {
    const variables = { ...VARIABLES, ...set };
    const access = await AccessRig.create(DispatchModule, variables);
    await access.app.close();
    const versions = new GtfsVersions(access.pool);
    const report = { feedVersion: 'spec', summary: { timeZone: TOWN_ZONE } } as unknown as ImportReport;
    const compiled = encodeSchedule(SCHEDULE);
    const { versionId } = await versions.add({
      sha256: 'a'.repeat(64),
      source: 'rig',
      report,
      archive: new Uint8Array([1]),
      compiled,
    });
    await versions.activate(versionId, getServiceDate('20260101'));
    await access.open(DispatchModule, variables);
    const redis = connectRedis(access.redis.url, { name: 'rig' });
    await untilRedisReady(redis, 5000);
    const updates = new StreamWriter<UpdateItem>(redis, {
      stream: 'rukh:{town}:updates',
      encode: (items) => encodeUpdates(SCHEDULE, items),
      maxLengthEntries: 10_000,
      lingerMs: 5,
      maxBatchItems: 100,
      maxBufferedItems: 1000,
    });
    return new WatchRig(access, redis, updates, variables);
  }

  /** Stops the app and starts it again; `meanwhile` is what happens in between. */
  async restart(meanwhile?: () => Promise<void>): Promise<void> {
    await this.access.app.close();
    await meanwhile?.();
    await this.access.open(DispatchModule, this.variables);
  }

  /** A vehicle on the trip of a line that left so many trips ago (0: in the last ten minutes), `age` seconds ago; `left`
   * are the seconds ago at which it left its first stops. */
  say(
    vehicleId: string,
    line: 'A' | 'T',
    tripsAgo: number,
    changes: Partial<Assignment> = {},
    age = 0,
    left: readonly number[] = [],
  ): void {
    const now = Date.now() / 1000 - age;
    const start = townTrip(this.tripsAt ?? now) - tripsAgo;
    const position = {
      vehicleId,
      timestampSeconds: now,
      atSeconds: now,
      receivedAtSeconds: now,
      lat: 49.84,
      lon: 24.015,
      label: `No ${vehicleId}`,
      ...this.position,
    };
    const assignment: Assignment = {
      instance: {
        trip: SCHEDULE.trips.indexOf.get(`${line}${start}`)!,
        serviceDate: townDate(now),
        startSeconds: 600 * start,
      },
      phase: 'IN_PROGRESS',
      confidence: 0.95,
      lineConfidence: 0.95,
      shapeMetres: 1000,
      offsetMetres: 3,
      nextStopIndex: 2,
      stopStatus: 'IN_TRANSIT_TO',
      deviationSeconds: 0,
      ...changes,
    };
    const predictions = this.isPredicting ? [predict(vehicleId, assignment, now)] : [];
    const visits = left.map((ago, stopIndex): StopVisit => {
      return { vehicleId, instance: assignment.instance, stopIndex, departureSeconds: now - ago };
    });
    this.updates.write({ update: { position, assignment, visits, ended: [] }, predictions });
  }

  /** Waits for something to be so, two minutes at most. */
  async until<T>(what: string, find: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const end = Date.now() + 120_000;
    while (Date.now() < end) {
      const found = await find();
      if (found !== undefined) return found;
      await delay(100);
    }
    throw new Error(`not within 120 s: ${what}`);
  }

  async close(): Promise<void> {
    await this.updates.close();
    this.redis.disconnect();
    await this.access.close();
  }
}

/** The stops that are left, as the timetable has them. */
function predict(vehicleId: string, { instance, nextStopIndex }: Assignment, now: number): TripPrediction {
  const day = townMidnight(now);
  const stops = numbers.slice(nextStopIndex, STOPS).map((stopIndex) => {
    const at = Math.max(now + 30 + stopIndex, day + instance.startSeconds + 300 * stopIndex);
    return {
      stopIndex,
      arrivalSeconds: at,
      departureSeconds: at,
      uncertaintySeconds: 30,
      observed: false,
    };
  });
  return { instance, vehicleId, measuredAtSeconds: now, ahead: 0, deviationSeconds: 0, stops };
}

const VARIABLES = { RUKH_DISPATCH_SETTLE_SECONDS: '0', RUKH_DEMO: '', RUKH_CONSOLE_URL: '' };
