/**
 * A town for the specs of the simulator: parallel lines with bends, one tram, one trolleybus, the rest buses,
 * each there and back at a headway from six to ten in the morning, in blocks that turn round in five minutes.
 */
import { ScheduleCompiler, type Schedule, listFilesToRead } from '../gtfs/index.js';
import { formatGtfsTime, getServiceDate, serviceDayStartSeconds } from '../time/index.js';

export interface TownShape {
  readonly routes?: number;
  readonly stops?: number;
  readonly headwayMinutes?: number;
  readonly fromHour?: number;
  readonly toHour?: number;
  /** False leaves block_id out. */
  readonly blocks?: boolean;
  /** True gives each route one trip a direction and rows in frequencies.txt. */
  readonly frequencies?: boolean;
}

const LAT = 49.84;
const LON = 24.03;
/** 450 m of latitude and of longitude here. */
const LAT_STEP = 0.00404;
const LON_STEP = 0.00627;
/** Planned from stop to stop: 18 km/h with all halts. */
const LEG_SECONDS = 90;
const TURN_SECONDS = 300;

/** Monday 2026-11-23 00:00 in the town. */
export const TOWN_DAY = serviceDayStartSeconds(getServiceDate('20261123'), 'Europe/Kyiv');

/** Epoch seconds of a time of the town's Monday. */
export function at(hour: number, minute = 0): number {
  return TOWN_DAY + hour * 3600 + minute * 60;
}

export function compileTown(shape: TownShape = {}): Schedule {
  const compiler = new ScheduleCompiler();
  const files = townFiles(shape);
  for (const file of listFilesToRead()) {
    const text = files[file];
    if (text === undefined) continue;
    const [header, ...rows] = text.map((line) => line.split(','));
    const sink = compiler.openFile(file, header!);
    for (const [i, row] of rows.entries()) sink(row, i + 2);
  }
  const { schedule, report } = compiler.finish('town');
  if (!schedule) throw new Error(JSON.stringify(report));
  return schedule;
}

function townFiles(shape: TownShape): Record<string, string[]> {
  const { routes = 3, stops = 16, frequencies = false } = shape;
  const files: Record<string, string[]> = {
    'agency.txt': [
      'agency_id,agency_name,agency_url,agency_timezone',
      'A,Town,https://town.example,Europe/Kyiv',
    ],
    'calendar.txt': [
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
      'D,1,1,1,1,1,1,1,20260101,20271231',
    ],
    'routes.txt': ['route_id,agency_id,route_short_name,route_long_name,route_type'],
    'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon'],
    'shapes.txt': ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence'],
    'trips.txt': ['trip_id,route_id,service_id,direction_id,shape_id,block_id'],
    'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time'],
  };
  if (frequencies) files['frequencies.txt'] = ['trip_id,start_time,end_time,headway_secs,exact_times'];
  for (let route = 0; route < routes; route++) {
    files['routes.txt']!.push(`R${route},A,${route},Line ${route},${[0, 11, 3][route] ?? 3}`);
    for (const direction of [0, 1]) addLine(files, route, direction, stops);
    addTrips(files, route, stops, shape);
  }
  return files;
}

/** Stops of a direction and its shape, which bends between each two stops. */
function addLine(files: Record<string, string[]>, route: number, direction: number, stops: number): void {
  const lat = (i: number): number =>
    LAT + route * LAT_STEP + (i % 4 === 3 ? LAT_STEP / 2 : 0) + direction * 0.0001;
  for (let i = 0; i < stops; i++) {
    const place = direction === 0 ? i : stops - 1 - i;
    const lon = LON + place * LON_STEP;
    files['stops.txt']!.push(`S${route}-${direction}-${i},Stop ${i},${lat(place)},${lon}`);
    files['shapes.txt']!.push(`H${route}-${direction},${lat(place)},${lon},${2 * i}`);
    const between = lon + (direction === 0 ? 0.5 : -0.5) * LON_STEP;
    if (i < stops - 1) {
      files['shapes.txt']!.push(`H${route}-${direction},${lat(place)},${between},${2 * i + 1}`);
    }
  }
}

function addTrips(files: Record<string, string[]>, route: number, stops: number, shape: TownShape): void {
  const { headwayMinutes = 10, fromHour = 6, toHour = 10, blocks = true, frequencies = false } = shape;
  const headway = headwayMinutes * 60;
  const tripSeconds = (stops - 1) * LEG_SECONDS;
  const half = Math.ceil((tripSeconds + TURN_SECONDS) / headway) * headway;
  for (const direction of [0, 1]) {
    if (frequencies) {
      addTrip(files, route, direction, stops, fromHour * 3600, '');
      const id = `T${route}-${direction}-${fromHour * 3600}`;
      const hours = `${formatGtfsTime(fromHour * 3600)},${formatGtfsTime(toHour * 3600)}`;
      files['frequencies.txt']!.push(`${id},${hours},${headway},0`);
      continue;
    }
    for (let start = fromHour * 3600; start < toHour * 3600; start += headway) {
      const vehicle = ((start - direction * half) / headway) % ((2 * half) / headway);
      addTrip(files, route, direction, stops, start, blocks ? `B${route}-${(vehicle + 1000) % 1000}` : '');
    }
  }
}

function addTrip(
  files: Record<string, string[]>,
  route: number,
  direction: number,
  stops: number,
  start: number,
  block: string,
): void {
  const id = `T${route}-${direction}-${start}`;
  files['trips.txt']!.push(`${id},R${route},D,${direction},H${route}-${direction},${block}`);
  for (let i = 0; i < stops; i++) {
    const time = formatGtfsTime(start + i * LEG_SECONDS);
    files['stop_times.txt']!.push(`${id},S${route}-${direction}-${i},${i + 1},${time},${time}`);
  }
}
