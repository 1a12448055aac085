import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { readRecording } from './read-recording.js';
import type { RecordedRow } from './recorded-row.js';

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

  it('of TIDES names the scheduled trip, and the performed one where that is not said', async () => {
    const rows = await read(
      'event_timestamp,trip_id_performed,trip_id_scheduled,vehicle_id,latitude,longitude',
      '2026-02-16T10:58:02-05:00,T1/7,T1,7,38.9,-77',
      '2026-02-16T10:58:02-05:00,T2,,8,38.9,-77',
    );
    expect(rows.map(({ report }) => report?.tripId)).toEqual(['T1', 'T2']);
  });

  it('that is a folder without messages says so', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const rows = readRecording(empty, { trip: false, route: false, stop: false });
    await expect(rows.next()).rejects.toThrow(`There are no .pb files in ${empty}`);
  });
});

describe('a folder of messages', () => {
  const message = (timestamp: number, ...ids: readonly string[]): Uint8Array =>
    encodeFeedMessage({
      header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp },
      entity: ids.map((id) => ({
        id,
        vehicle: {
          trip: { tripId: 'T1', routeId: 'R1' },
          vehicle: { id },
          position: { latitude: 38.5, longitude: -77 },
          stopId: 'S1',
          timestamp: timestamp - 5,
        },
      })),
    });

  it('is a recording in the order of time, whose broken files are counted, plain or gzipped', async () => {
    const messages = join(folder, 'messages');
    await mkdir(messages);
    await writeFile(join(messages, 'poll_10.pb'), message(1771257530, '7'));
    await writeFile(join(messages, 'poll_9.pb.gz'), gzipSync(message(1771257500, '7', '8')));
    await writeFile(join(messages, 'poll_11.pb'), 'Bad Gateway');
    const whole = gzipSync(message(1771257560, '7'));
    await writeFile(join(messages, 'poll_12.pb.gz'), whole.subarray(0, whole.length - 20));
    await writeFile(join(messages, 'README.txt'), 'polled each half minute');
    const rows: RecordedRow[] = [];
    for await (const batch of readRecording(messages, { trip: true, route: false, stop: true })) {
      rows.push(...batch);
    }
    expect(rows.map(({ vehicleId, receivedAtSeconds }) => [vehicleId, receivedAtSeconds])).toEqual([
      ['7', 1771257500],
      ['8', 1771257500],
      ['7', 1771257530],
      ['', NaN],
      ['', NaN],
    ]);
    const seen = { vehicleId: '7', timestampSeconds: 1771257495, lat: 38.5, lon: -77 };
    expect(rows[0]!.report).toEqual({ ...seen, routeId: 'R1' });
    expect(rows[3]!.report).toBeUndefined();
  });
});
