import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordedRow, readRecording } from './read-recording.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rukh-recording-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(...lines: readonly string[]): Promise<RecordedRow[]> {
  const path = join(folder, 'recording.csv');
  await writeFile(path, lines.join('\n'));
  const rows: RecordedRow[] = [];
  for await (const batch of readRecording(path, { trip: false, route: false, stop: false })) {
    rows.push(...batch);
  }
  return rows;
}

const PLACE = { vehicleId: '7', timestampSeconds: 1771257482, lat: 38.9, lon: -77 };

describe('a recording', () => {
  it('has names of columns in any case and order', async () => {
    const [row] = await read(' LON,Vehicle_ID,TS,Lat', '-77,7,1771257482,38.9');
    expect(row!.report).toEqual(PLACE);
  });

  it('may be vehicle_locations of TIDES', async () => {
    const [row] = await read(
      'location_ping_id,service_date,event_timestamp,trip_id_performed,trip_stop_sequence,scheduled_stop_sequence,' +
        'vehicle_id,current_status,latitude,longitude,heading,speed',
      'p1,2026-02-16,2026-02-16T10:58:02-05:00,8428100,3,30,7,Stopped at,38.9,-77,90,8.5',
    );
    const motion = { bearing: 90, speedMetresPerSecond: 8.5 };
    const hints = { tripId: '8428100', stopSequence: 30, stopStatus: 'STOPPED_AT', ...motion };
    expect(row!.report).toEqual({ ...PLACE, ...hints });
    expect(row!.receivedAtSeconds).toBe(PLACE.timestampSeconds);
  });

  it('says how its header begins where a column is missing', async () => {
    await expect(read('ts;vehicle_id;lat;lon', '1;2;3;4')).rejects.toThrow(
      /recording.csv: no column ts, vehicle_id, lat, lon in the header, which begins "ts;vehicle_id;lat;lon"/,
    );
  });

  it('is refused where it is sorted by vehicle', async () => {
    const rows = ['7', '8', '9'].flatMap((vehicle) =>
      Array.from({ length: 150 }, (_, i) => `${1771257482 + 30 * i},${vehicle},38.9,-77`),
    );
    await expect(read('ts,vehicle_id,lat,lon', ...rows)).rejects.toThrow(
      /recording.csv: the recording is not in the order of time/,
    );
  });

  it('is no folder', async () => {
    const rows = readRecording(folder, { trip: false, route: false, stop: false });
    await expect(rows.next()).rejects.toThrow('this is a folder, and no CSV');
  });
});
