import { compileFiles } from '../../fixtures/compile-files.js';
import type { TrackedUpdate } from '../../realtime/index.js';
import { getServiceDate } from '../../time/index.js';
import { ServiceWatch } from '../service-watch.js';
import { findHeadways } from './find-headways.js';

const EIGHT = Date.UTC(2026, 10, 23, 8) / 1000;
const STOPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Minutes after eight: the timetable sends two vehicles right after each other, then none for nineteen minutes. */
const STARTS = [0, 1, 20, 21, 40, 41];
const time = (minute: number): string =>
  `${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;

const PAIRS = compileFiles({
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nX,X,https://x.example,Etc/UTC',
  'calendar_dates.txt': 'service_id,date,exception_type\nW,20261123,1',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,X,1,3',
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon',
    ...STOPS.map((i) => `S${i},S${i},49.84,${24 + i * 0.014}`),
  ].join('\n'),
  'trips.txt': ['route_id,service_id,trip_id,block_id', ...STARTS.map((_, i) => `R,W,P${i},B${i}`)].join(
    '\n',
  ),
  'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time']
    .concat(
      STARTS.flatMap((start, trip) =>
        STOPS.map((i) => `P${trip},S${i},${i + 1},${time(start + 2 * i)},${time(start + 2 * i)}`),
      ),
    )
    .join('\n'),
});
const METRES = PAIRS.patterns[0]!.stopMetres.at(-1)!;

/** A vehicle on a trip that runs so many seconds late, at an instant after eight. */
function say(trip: number, at: number, late: number): TrackedUpdate[] {
  const driven = (at - late - 60 * STARTS[trip]!) / 1200;
  if (driven < 0 || driven > 1) return [];
  const atSeconds = EIGHT + at;
  return [
    {
      update: {
        position: {
          vehicleId: `v${trip}`,
          timestampSeconds: atSeconds,
          atSeconds,
          receivedAtSeconds: atSeconds,
          lat: 49.84,
          lon: 24,
        },
        assignment: {
          instance: {
            trip,
            serviceDate: getServiceDate('20261123'),
            startSeconds: 8 * 3600 + 60 * STARTS[trip]!,
          },
          phase: 'IN_PROGRESS',
          confidence: 0.95,
          lineConfidence: 0.95,
          shapeMetres: driven * METRES,
          offsetMetres: 3,
          nextStopIndex: Math.min(10, Math.ceil(driven * 10)),
          stopStatus: 'IN_TRANSIT_TO',
          deviationSeconds: late,
        },
        visits: [],
        ended: [],
      },
    },
  ];
}

/** Who is told of at an instant, where trips run so late. */
function toldOf(at: number, late: readonly number[]): string[] {
  const watch = new ServiceWatch(PAIRS, () => 'X');
  for (let now = 0; now <= at; now += 10) {
    watch.take(
      late.flatMap((seconds, trip) => say(trip, now, seconds)),
      EIGHT + now,
    );
  }
  watch.tick(EIGHT + at);
  const found = findHeadways({ watch, lamp: watch.lamp(EIGHT + at), now: EIGHT + at });
  return [...found]
    .filter(({ isStrong }) => isStrong)
    .map(({ kind, about }) => `${kind} ${about.vehicleId} ${about.otherVehicleId}`);
}

describe('headways that need somebody', () => {
  it('are none where the timetable itself sends two together, and pauses after them', () => {
    expect(toldOf(1800, [0, 0, 0, 0])).toEqual([]);
  });

  it('are a bunch of those that it has far apart', () => {
    expect(toldOf(1800, [0, 1110, 0])).toEqual(['gap v1 v0', 'bunch v2 v1']);
  });

  it('are a gap longer than the pause that it has', () => {
    // v0 and v1 long through, v2 nineteen minutes late on top of nineteen.
    expect(toldOf(2700, [0, 0, 1150, 1150])).toEqual(['gap v2 v1']);
  });

  it('of three that run together are those of the first two', () => {
    // v1, v2 and v4 within twenty seconds, where the timetable has them twenty minutes apart.
    expect(toldOf(3000, [0, 2320, 1190, 0, 0])).toEqual(['gap v1 v3', 'bunch v2 v1']);
  });
});
