import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, type VehicleReport } from '@rukh/domain/vehicle';

const shared = process.env['RUKH_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared');

/** Judges a whole recording as if it were live; answers how many reports became of each kind. */
function judgeRecording(file: string): Record<string, number> {
  const [header, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const columns = header!.split(',');
  const [feedTs, ts, id, lat, lon] = ['feed_ts', 'ts', 'vehicle_id', 'lat', 'lon'].map((name) =>
    columns.indexOf(name),
  );
  const judge = new FleetJudge(DEFAULT_JUDGING_LIMITS);
  const counts: Record<string, number> = {};
  let now = 0;
  for (const line of lines) {
    const cells = line.split(',');
    const report: VehicleReport = {
      vehicleId: cells[id!]!,
      timestampSeconds: Number(cells[ts!]),
      lat: Number(cells[lat!]),
      lon: Number(cells[lon!]),
    };
    // Recordings without the time of the poll are taken as received when measured.
    now = Math.max(now, Number(cells[feedTs!]) || report.timestampSeconds);
    const outcome = judge.judge('recording', [report], now)[0]!.rejection ?? 'accepted';
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

describe('judging of recorded days', () => {
  const ifThere = (path: string): jest.It => {
    if (existsSync(`${shared}/data/${path}`)) return it;
    console.log(`${path} is not there: not judged`);
    return it.skip;
  };
  const wmata = 'wmata/vehicle_positions.csv.gz';
  const kingston = 'kingston/vehicle_positions.csv.gz';
  const austin = 'austin/2015-06-07_vehicle_positions.csv.gz';

  ifThere(wmata)('loses no fix of Washington', () => {
    expect(Object.keys(judgeRecording(`${shared}/data/${wmata}`))).toEqual(['accepted']);
  });

  ifThere(kingston)('finds the bus at 0,0 and the repeated polls of Kingston, and no jump', () => {
    const counts = judgeRecording(`${shared}/data/${kingston}`);
    expect(counts['null_island']).toBe(70);
    expect(counts['teleport']).toBeUndefined();
    expect(counts['accepted']! + counts['duplicate']! + counts['stale']!).toBe(10_418);
  });

  ifThere(austin)("refuses about a thousandth of Austin's day, jumps all", () => {
    const { accepted, ...rejected } = judgeRecording(`${shared}/data/${austin}`);
    expect(Object.keys(rejected)).toEqual(['teleport']);
    expect(rejected['teleport']! / accepted!).toBeLessThan(0.0015);
  });
});
