/**
 * A small city for the specs of the feed: line 1 along one street (T1 and T2 are block B1, T3 is B2, T9 is in no
 * block), line 2 a loop that calls at Rynok first and last, line 3 by headway (F0) and at exact starts (F1).
 * Stops are 500 m apart, a trip takes two minutes a stop.
 */
import { ScheduleCompiler, type Schedule, listFilesToRead } from '../gtfs/index.js';

const AT_0 = 49.84;
const LON_0 = 24.0;
/** 500 m of longitude at Lviv. */
const STEP = 0.00696;

const stops = ['Rynok', 'Opera', 'Park', 'Station', 'Airport'];

const FILES: Readonly<Record<string, string>> = {
  'agency.txt': `agency_id,agency_name,agency_url,agency_timezone
LAD,Lviv,https://city.example,Europe/Kyiv`,
  'feed_info.txt': `feed_publisher_name,feed_publisher_url,feed_lang,feed_version
Lviv,https://city.example,uk,spec-1`,
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,0,0,20260101,20271231`,
  'routes.txt': `route_id,agency_id,route_short_name,route_long_name,route_type,route_color
R1,LAD,1,Rynok - Airport,0,e30613
R2,LAD,2,Ring,3,0066cc
R3,LAD,3,Shuttle,3,`,
  'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon']
    .concat(stops.map((name, i) => `S${i + 1},${name},${AT_0},${LON_0 + i * STEP}`))
    .join('\n'),
  'shapes.txt': ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence']
    .concat(stops.map((_, i) => `H1,${AT_0},${LON_0 + i * STEP},${i + 1}`))
    .concat([
      `H2,${AT_0},${LON_0},1`,
      `H2,${AT_0},${LON_0 + 2 * STEP},2`,
      `H2,${AT_0 + 0.003},${LON_0 + STEP},3`,
      `H2,${AT_0},${LON_0},4`,
    ])
    .join('\n'),
  'trips.txt': `trip_id,route_id,service_id,direction_id,block_id,shape_id,trip_headsign
T1,R1,WD,0,B1,H1,Airport
T2,R1,WD,0,B1,H1,Airport
T3,R1,WD,0,B2,H1,Airport
T9,R1,WD,0,,H1,Airport
L1,R2,WD,0,B3,H2,Ring
F0,R3,WD,0,,H1,Airport
F1,R3,WD,0,,H1,Airport`,
  'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time']
    .concat(run('T1', 480), run('T2', 500), run('T3', 485), run('T9', 600))
    .concat([
      'L1,S1,1,08:00:00,08:00:00',
      'L1,S2,2,08:02:00,08:02:00',
      'L1,S3,3,08:04:00,08:04:00',
      'L1,S1,4,08:08:00,08:08:00',
    ])
    .concat(run('F0', 480), run('F1', 480))
    .join('\n'),
  'frequencies.txt': `trip_id,start_time,end_time,headway_secs,exact_times
F0,08:00:00,20:00:00,600,0
F1,08:00:00,20:00:00,600,1`,
};

/** Rows of a trip that starts at a minute of the day; stop sequences count by ten. */
function run(tripId: string, minute: number): string[] {
  return stops.map((_, i) => {
    const at = minute + 2 * i;
    const time = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00`;
    return `${tripId},S${i + 1},${(i + 1) * 10},${time},${time}`;
  });
}

export function compileCity(changes: Readonly<Record<string, string>> = {}): Schedule {
  const compiler = new ScheduleCompiler();
  const files = { ...FILES, ...changes };
  for (const file of listFilesToRead()) {
    if (files[file] === undefined) continue;
    const [header, ...rows] = files[file].split('\n').map((line) => line.split(','));
    const sink = compiler.openFile(file, header!);
    for (const [i, row] of rows.entries()) sink(row, i + 2);
  }
  const { schedule, report } = compiler.finish('spec');
  if (!schedule) throw new Error(JSON.stringify(report));
  return schedule;
}
