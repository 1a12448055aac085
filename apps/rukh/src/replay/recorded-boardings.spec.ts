import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFiles } from '@rukh/domain/fixtures';
import { RecordedBoardings } from './recorded-boardings.js';

const SCHEDULE = compileFiles({
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,1,1,20260101,20271231`,
  'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR1,T,1,Street,3',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,A,49.84,24.01\nB,B,49.84,24.02\nC,C,49.84,24.03',
  'trips.txt': 'trip_id,route_id,service_id\nT1,R1,WD\nT2,R1,WD',
  'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time,departure_time
T1,A,10,08:00:00,08:00:00
T1,B,20,08:05:00,08:05:00
T1,C,30,08:10:00,08:10:00
T2,A,10,09:00:00,09:00:00
T2,B,20,09:05:00,09:05:00
T2,C,30,09:10:00,09:10:00`,
});

describe('recorded boardings', () => {
  let folder: string;

  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rukh-boardings-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function read(text: string): Promise<RecordedBoardings> {
    const path = join(folder, 'visits.csv');
    await writeFile(path, text);
    return RecordedBoardings.read(path, SCHEDULE);
  }

  it('are told some seconds after the vehicle left, of its trip alone, in order of time', async () => {
    const boardings = await read(`vehicle_id,trip_id,stop_sequence,departure_ts,boarded
v1,T1,20,1060,2
v1,T1,10,1000,7
v1,T1,30,,0
v1,T2,10,2000,1
v1,elsewhere,10,1000,9
v1,T1,15,1000,9`);
    expect(boardings.takeUntil(1005)).toEqual([]);
    expect(boardings.takeUntil(1020)).toEqual([{ vehicleId: 'v1', tripId: 'T1', boarded: [7] }]);
    expect(boardings.takeUntil(1030)).toEqual([]);
    expect(boardings.takeUntil(1100)).toEqual([{ vehicleId: 'v1', tripId: 'T1', boarded: [7, 2] }]);
    expect(boardings.takeUntil(3000)).toEqual([{ vehicleId: 'v1', tripId: 'T2', boarded: [1] }]);
  });

  it('are refused by name where a column is missing', async () => {
    await expect(read('vehicle_id,trip_id\nv1,T1')).rejects.toThrow(
      'no column stop_sequence, departure_ts, boarded in the header',
    );
  });

  it('hold nothing of a stop of which nothing is recorded', async () => {
    const boardings = await read(`vehicle_id,trip_id,stop_sequence,departure_ts,boarded\nv1,T1,30,1000,4`);
    expect(boardings.takeUntil(2000)).toEqual([{ vehicleId: 'v1', tripId: 'T1', boarded: [null, null, 4] }]);
  });
});
