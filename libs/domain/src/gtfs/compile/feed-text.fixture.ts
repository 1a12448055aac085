/** A small GTFS as text, for tests: a street of five stops 500 m apart, and what each test changes of it. */
import type { Schedule } from '../schedule.js';
import { type CompiledGtfs, ScheduleCompiler } from './schedule-compiler.js';
import { listFilesToRead } from './tables.js';

export type FeedText = Readonly<Record<string, string>>;

/** 500 m of longitude on the equator. */
export const STEP = 500 / 111_319.49;

export const SMALL_FEED: FeedText = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,Agency,https://a.example,Europe/Kyiv',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n' +
    'WEEK,1,1,1,1,1,0,0,20260101,20261231',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,A,1,3',
  'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\n${['S0', 'S1', 'S2', 'S3', 'S4']
    .map((stopId, i) => `${stopId},Stop ${i},0.1,${i * STEP}`)
    .join('\n')}`,
  'shapes.txt':
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n' + `OUT,0.1,0,1\nOUT,0.1,${4 * STEP},2`,
  'trips.txt':
    'route_id,service_id,trip_id,direction_id,block_id,shape_id,wheelchair_accessible\n' +
    'R,WEEK,T1,0,B,OUT,1\nR,WEEK,T2,0,B,OUT,2',
  'stop_times.txt': stopTimes(
    'T1,S0,1,08:00:00',
    'T1,S1,2,08:01:00',
    'T1,S2,3,08:02:00',
    'T1,S3,4,08:03:00',
    'T1,S4,5,08:04:00',
    'T2,S0,6,09:00:00',
    'T2,S1,7,09:01:00',
    'T2,S2,8,09:02:00',
    'T2,S3,9,09:03:00',
    'T2,S4,10,09:04:00',
  ),
};

/** stop_times.txt of rows `trip,stop,sequence,time`, where a time may be missing. */
export function stopTimes(...rows: readonly string[]): string {
  const lines = rows.map((row) => {
    const [trip, stop, sequence, time = ''] = row.split(',');
    return [trip, stop, sequence, time, time].join(',');
  });
  return ['trip_id,stop_id,stop_sequence,arrival_time,departure_time', ...lines].join('\n');
}

/** The small feed with some files changed, and without those changed to undefined. */
export function compileText(changes: Readonly<Record<string, string | undefined>> = {}): CompiledGtfs {
  const files: Readonly<Record<string, string | undefined>> = { ...SMALL_FEED, ...changes };
  const compiler = new ScheduleCompiler();
  const given = Object.keys(files).filter((file) => files[file] !== undefined);
  if (compiler.reportMissing(given)) return compiler.refuse();
  for (const file of listFilesToRead()) {
    const text = files[file];
    if (text === undefined) continue;
    const [header = '', ...rows] = text.split('\n');
    const row = compiler.openFile(file, header.split(','));
    for (const [i, line] of rows.entries()) row(line.split(','), i + 2);
  }
  return compiler.finish('0123456789ab');
}

/** The schedule of the small feed with changes; throws where it is refused. */
export function scheduleOf(changes: Readonly<Record<string, string | undefined>> = {}): Schedule {
  const { schedule, report } = compileText(changes);
  if (!schedule) throw new Error(JSON.stringify(report.findings));
  return schedule;
}

/** A trip's stop times as one line: `S0 08:00 | S1 08:01:30~ | ...`, `~` where the time was interpolated. */
export function lineOf(schedule: Schedule, tripId: string): string {
  const trip = schedule.trips.indexOf.get(tripId)!;
  const { stops } = schedule.patterns[schedule.trips.pattern[trip]!]!;
  const first = schedule.trips.firstStopTime[trip]!;
  const { arrivalSeconds, departureSeconds, timed } = schedule.stopTimes;
  return Array.from(stops, (stop, i) => {
    const arrival = clock(arrivalSeconds[first + i]!);
    const departure = clock(departureSeconds[first + i]!);
    const time = arrival === departure ? arrival : `${arrival}-${departure}`;
    return `${schedule.stops.ids[stop]!} ${time}${timed[first + i] === 1 ? '' : '~'}`;
  }).join(' | ');
}

function clock(seconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const rest = seconds % 60;
  const minutes = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`;
  return rest === 0 ? minutes : `${minutes}:${pad(rest)}`;
}
