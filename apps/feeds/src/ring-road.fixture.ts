/**
 * A city for the specs of the running app: one line whose trips are under way at this moment, whatever the hour,
 * and as many vehicles as asked for. Its schedule lies in a cache folder as a process finds it that starts while
 * PostgreSQL is away.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeUpdates } from '@rukh/adapters/protobuf';
import { ScheduleCompiler, type Schedule, encodeSchedule, listFilesToRead } from '@rukh/domain/gtfs';
import type { TripPrediction } from '@rukh/domain/prediction';
import { formatGtfsTime, serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import type { VehicleUpdate } from '@rukh/domain/tracking';

const STOPS = 10;
const STEP_SECONDS = 120;

export class RingRoad {
  readonly schedule: Schedule;
  readonly #date;

  /** @param startSeconds epoch seconds at which all trips started */
  constructor(
    readonly vehicleCount: number,
    readonly startSeconds = Math.floor(Date.now() / 1000) - 300,
  ) {
    this.#date = serviceDateAt(this.startSeconds, 'UTC');
    this.schedule = this.#compile();
  }

  /** Writes the schedule where RUKH_CACHE_DIR says. */
  async cacheIn(directory: string): Promise<void> {
    const compiled = encodeSchedule(this.schedule);
    const sha256 = createHash('sha256').update(compiled).digest('hex');
    const { feedVersion, timeZone } = this.schedule;
    const activation = {
      activationId: 1,
      versionId: 1,
      fromDate: '20200101',
      timeZone,
      feedVersion,
      sha256,
      madeAt: '',
    };
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, `${sha256}.schedule`), compiled);
    await writeFile(join(directory, 'activations.json'), JSON.stringify([activation]));
  }

  /** What tracking says of vehicles at an instant, as one batch. */
  batch(nowSeconds: number, vehicles: readonly number[] = [...Array(this.vehicleCount).keys()]): Uint8Array {
    return encodeUpdates(
      this.schedule,
      vehicles.map((vehicle) => this.#item(vehicle, nowSeconds)),
    );
  }

  #item(vehicle: number, now: number): { update: VehicleUpdate; predictions: TripPrediction[] } {
    const travelled = Math.min((now - this.startSeconds) / STEP_SECONDS, STOPS - 1.01);
    const vehicleId = String(100 + vehicle);
    const dayStart = serviceDayStartSeconds(this.#date, 'UTC');
    const instance = { trip: vehicle, serviceDate: this.#date, startSeconds: this.startSeconds - dayStart };
    const next = Math.floor(travelled) + 1;
    const position = {
      vehicleId,
      lat: 49.8,
      lon: 24 + 0.01 * travelled,
      bearing: 90,
      speedMetresPerSecond: 6,
      timestampSeconds: now,
      atSeconds: now,
      receivedAtSeconds: now,
    };
    const stops = Array.from({ length: STOPS }, (_, stopIndex) => {
      const time = this.startSeconds + stopIndex * STEP_SECONDS;
      const observed = stopIndex < next;
      return {
        stopIndex,
        arrivalSeconds: time,
        departureSeconds: time,
        uncertaintySeconds: observed ? 0 : 30,
        observed,
      };
    });
    const assignment = {
      instance,
      phase: 'IN_PROGRESS' as const,
      confidence: 0.9,
      lineConfidence: 0.9,
      shapeMetres: travelled * 700,
      offsetMetres: 5,
      nextStopIndex: next,
      stopStatus: 'IN_TRANSIT_TO' as const,
      deviationSeconds: 0,
    };
    const prediction = { instance, vehicleId, measuredAtSeconds: now, ahead: 0, deviationSeconds: 0, stops };
    return { update: { position, assignment, visits: [], ended: [] }, predictions: [prediction] };
  }

  #compile(): Schedule {
    const dayStart = serviceDayStartSeconds(this.#date, 'UTC');
    const first = this.startSeconds - dayStart;
    const stops = [...Array(STOPS).keys()];
    const trips = [...Array(this.vehicleCount).keys()];
    const time = (stop: number): string => formatGtfsTime(first + stop * STEP_SECONDS);
    const files: Readonly<Record<string, readonly string[]>> = {
      'agency.txt': [
        'agency_id,agency_name,agency_url,agency_timezone',
        'A,Ring Road,https://city.example,UTC',
      ],
      'feed_info.txt': [
        'feed_publisher_name,feed_publisher_url,feed_lang,feed_version',
        'Ring City,https://city.example,en,ring-1',
      ],
      'calendar.txt': [
        'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
        'D,1,1,1,1,1,1,1,20200101,20991231',
      ],
      'routes.txt': [
        'route_id,agency_id,route_short_name,route_long_name,route_type,route_color',
        'R,A,1,Ring,3,0a7d4f',
      ],
      'stops.txt': [
        'stop_id,stop_name,stop_lat,stop_lon',
        ...stops.map((i) => `S${i},Stop ${i},49.8,${24 + 0.01 * i}`),
      ],
      'shapes.txt': [
        'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence',
        ...stops.map((i) => `H,49.8,${24 + 0.01 * i},${i}`),
      ],
      'trips.txt': [
        'trip_id,route_id,service_id,direction_id,block_id,shape_id',
        ...trips.map((i) => `T${i},R,D,0,B${i},H`),
      ],
      'stop_times.txt': [
        'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
        ...trips.flatMap((trip) =>
          stops.map((stop) => `T${trip},S${stop},${stop + 1},${time(stop)},${time(stop)}`),
        ),
      ],
    };
    const compiler = new ScheduleCompiler();
    for (const file of listFilesToRead()) {
      const [header, ...rows] = files[file] ?? [];
      if (header === undefined) continue;
      const sink = compiler.openFile(file, header.split(','));
      for (const [i, row] of rows.entries()) sink(row.split(','), i + 2);
    }
    const { schedule, report } = compiler.finish('ring');
    if (!schedule) throw new Error(JSON.stringify(report));
    return schedule;
  }
}
