import { type Schedule, ScheduleCompiler, listFilesToRead } from '../../gtfs/index.js';

/**
 * A small city for the specs of the rules: route R1 along one street (T1 and T2 are block B1, T3 is B2, T9 is in
 * no block, U1 has times at its ends only), R2 a loop that calls at S1 first and last, R3 by headway (F0) and with
 * exact times (F1). Stops are 500 m apart, a trip takes two minutes a stop. ST is a station.
 */
const LAT = 49.84;
const LON = 24;
/** 500 m of longitude at Lviv. */
const STEP = 0.00696;
const STOPS = [0, 1, 2, 3, 4];

/** The place of a stop of the street, and metres north and east of it. */
export function placeOf(stop: number, northMetres = 0, eastMetres = 0): { lat: number; lon: number } {
  return { lat: LAT + northMetres / 111_195, lon: LON + stop * STEP + (eastMetres / 500) * STEP };
}

/** Rows of a trip that starts at a minute of the day; stop sequences count by ten. */
function run(tripId: string, minute: number, isTimed: (stop: number) => boolean = () => true): string[] {
  return STOPS.map((i) => {
    const clock = minute + 2 * i;
    const time = `${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}:00`;
    return `${tripId},S${i + 1},${10 * (i + 1)},${isTimed(i) ? `${time},${time}` : ','}`;
  });
}

const FILES: Readonly<Record<string, readonly string[]>> = {
  'agency.txt': [
    'agency_id,agency_name,agency_url,agency_timezone',
    'LAD,Lviv,https://city.example,Europe/Kyiv',
  ],
  'calendar.txt': [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    'WD,1,1,1,1,1,0,0,20260101,20271231',
  ],
  'routes.txt': ['route_id,agency_id,route_short_name,route_type', 'R1,LAD,1,0', 'R2,LAD,2,3', 'R3,LAD,3,3'],
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon,location_type',
    ...STOPS.map((i) => `S${i + 1},Stop ${i + 1},${LAT},${LON + i * STEP},0`),
    `ST,Station,${LAT},${LON},1`,
  ],
  'shapes.txt': [
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence',
    ...STOPS.map((i) => `H1,${LAT},${LON + i * STEP},${i + 1}`),
    ...[0, 2, 1, 0].map((i, n) => `H2,${LAT + (n === 2 ? 0.003 : 0)},${LON + i * STEP},${n + 1}`),
  ],
  'trips.txt': [
    'trip_id,route_id,service_id,direction_id,block_id,shape_id',
    'T1,R1,WD,0,B1,H1',
    'T2,R1,WD,0,B1,H1',
    'T3,R1,WD,0,B2,H1',
    'T9,R1,WD,0,,H1',
    'U1,R1,WD,0,,H1',
    'L1,R2,WD,0,B3,H2',
    'F0,R3,WD,0,,H1',
    'F1,R3,WD,0,,H1',
  ],
  'stop_times.txt': [
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
    ...['T1', 'T2', 'T3', 'T9'].flatMap((tripId, i) => run(tripId, 480 + 20 * i)),
    ...run('U1', 480, (stop) => stop === 0 || stop === 4),
    'L1,S1,1,08:00:00,08:00:00',
    'L1,S2,2,08:02:00,08:02:00',
    'L1,S3,3,08:04:00,08:04:00',
    'L1,S1,4,08:08:00,08:08:00',
    ...run('F0', 480),
    ...run('F1', 480),
  ],
  'frequencies.txt': [
    'trip_id,start_time,end_time,headway_secs,exact_times',
    'F0,08:00:00,20:00:00,600,0',
    'F1,08:00:00,20:00:00,600,1',
  ],
};

/** The city, with files put in the place of its own. */
export function compileCity(changes: Readonly<Record<string, readonly string[]>> = {}): Schedule {
  const files = { ...FILES, ...changes };
  const compiler = new ScheduleCompiler();
  for (const file of listFilesToRead()) {
    const [header, ...rows] = (files[file] ?? []).map((line) => line.split(','));
    if (!header) continue;
    const sink = compiler.openFile(file, header);
    for (const [i, row] of rows.entries()) sink(row, i + 2);
  }
  const { schedule, report } = compiler.finish('spec');
  if (!schedule) throw new Error(JSON.stringify(report));
  return schedule;
}
