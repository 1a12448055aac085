import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatGtfsTime, serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import { ZipFile } from 'yazl';

/**
 * A town whose timetable runs now, at whatever hour the tests are run: line 1 goes 4 km east, and back along a
 * parallel street; its two blocks set out ten minutes apart. Stops are 1 km and two minutes apart.
 */
const ZONE = 'Europe/Kyiv';
const LAT = 49.84;
const LON = 24;
const NORTH = 1 / 111.319;
const EAST = NORTH / Math.cos((LAT * Math.PI) / 180);
const SECONDS_A_STOP = 120;
const STOPS = 5;

export interface TownPlace {
  readonly lat: number;
  readonly lon: number;
}

export class RunningTown {
  /** Epoch seconds at which out1 sets out. */
  readonly startsAt: number;
  readonly serviceDate: string;
  readonly #dayStart: number;
  readonly #folders: string[] = [];

  /** out1 sets out `sinceSeconds` before `now`; by headway it has a departure each ten minutes, none of them exact. */
  constructor(
    now: number,
    sinceSeconds: number,
    private readonly byHeadway = false,
  ) {
    this.startsAt = Math.floor(now) - sinceSeconds;
    // Early in the night the day before is still running: its times pass 24:00.
    this.serviceDate = serviceDateAt(this.startsAt - 6 * 3600, ZONE);
    this.#dayStart = serviceDayStartSeconds(this.serviceDate as never, ZONE);
  }

  /** Where a vehicle on the timetable's time is, `seconds` after its trip set out. */
  place(direction: 'out' | 'back', seconds: number): TownPlace {
    const km = Math.min(STOPS - 1, Math.max(0, seconds / SECONDS_A_STOP));
    return direction === 'out'
      ? { lat: LAT, lon: LON + km * EAST }
      : { lat: LAT + 0.05 * NORTH, lon: LON + (STOPS - 1 - km) * EAST };
  }

  /** The files of the GTFS. `version` goes to feed_info. */
  files(version = 'town-1'): Record<string, string> {
    const files = this.#timetable(version);
    if (!this.byHeadway) return files;
    const start = this.startsAt - this.#dayStart;
    const [from, to] = [start - 3600, start + 7200].map((seconds) => formatGtfsTime(Math.max(0, seconds)));
    const rows = ['out1', 'back1'].map((id) => `${id},${from!},${to!},600,0`);
    const ofFirst = (text: string): string => text.replaceAll(/\n(?:out2|back2),.*/g, '');
    return {
      ...files,
      'trips.txt': ofFirst(files['trips.txt']!),
      'stop_times.txt': ofFirst(files['stop_times.txt']!),
      'frequencies.txt': ['trip_id,start_time,end_time,headway_secs,exact_times', ...rows].join('\n'),
    };
  }

  #timetable(version: string): Record<string, string> {
    const stops = (prefix: string, north: number): string[] =>
      Array.from(
        { length: STOPS },
        (_, i) => `${prefix}${i},${prefix} ${i},${LAT + north * NORTH},${LON + i * EAST}`,
      );
    const shape = (id: string, order: readonly number[], north: number): string[] =>
      order.map((i, n) => `${id},${LAT + north * NORTH},${LON + i * EAST},${n}`);
    const rising = [0, 1, 2, 3, 4];
    const falling = [4, 3, 2, 1, 0];
    return {
      'agency.txt': `agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,${ZONE}`,
      'feed_info.txt': `feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nTown,https://town.example,uk,${version}`,
      'calendar_dates.txt': `service_id,date,exception_type\nD,${this.serviceDate},1`,
      'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR1,T,1,Street,3',
      'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon', ...stops('O', 0), ...stops('K', 0.05)].join('\n'),
      'shapes.txt': [
        'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence',
        ...shape('OUT', rising, 0),
        ...shape('BACK', falling, 0.05),
      ].join('\n'),
      'trips.txt': `trip_id,route_id,service_id,direction_id,block_id,shape_id
out1,R1,D,0,B1,OUT
back1,R1,D,1,B1,BACK
out2,R1,D,0,B2,OUT
back2,R1,D,1,B2,BACK`,
      'stop_times.txt': [
        'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
        ...this.#rows('out1', 0, rising, 'O'),
        ...this.#rows('back1', 720, falling, 'K'),
        ...this.#rows('out2', 600, rising, 'O'),
        ...this.#rows('back2', 1320, falling, 'K'),
      ].join('\n'),
    };
  }

  /** Writes the GTFS as a zip into a temporary folder and gives its path. */
  async writeZip(version?: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'rukh-town-'));
    this.#folders.push(folder);
    const path = join(folder, 'gtfs.zip');
    const zip = new ZipFile();
    for (const [name, text] of Object.entries(this.files(version))) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    const file = createWriteStream(path);
    zip.outputStream.pipe(file);
    await once(file, 'close');
    return path;
  }

  /** Removes what was written. */
  async remove(): Promise<void> {
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  #rows(tripId: string, offsetSeconds: number, order: readonly number[], prefix: string): string[] {
    return order.map((stop, i) => {
      const time = formatGtfsTime(this.startsAt - this.#dayStart + offsetSeconds + i * SECONDS_A_STOP);
      return `${tripId},${prefix}${stop},${i + 1},${time},${time}`;
    });
  }
}
