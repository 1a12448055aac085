import { compileFiles } from '../../fixtures/compile-files.js';
import type { TrackedUpdate } from '../../realtime/index.js';
import { getServiceDate } from '../../time/index.js';
import { ServiceWatch } from '../service-watch.js';
import { findNotStarted } from './find-not-started.js';

const EIGHT = Date.UTC(2026, 10, 23, 8) / 1000;
const TRIPS = Array.from({ length: 30 }, (_, i) => i);
/** Ten minutes in, all should be out and none has been under way for long. */
const NOW = EIGHT + 600;

/** Three tram lines by schedule, ten trips on each, all from eight to nine. */
const CITY = compileFiles({
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nX,X,https://x.example,Etc/UTC',
  'calendar_dates.txt': 'service_id,date,exception_type\nW,20261123,1',
  'routes.txt': [
    'route_id,agency_id,route_short_name,route_type',
    ...[0, 1, 2].map((i) => `R${i},X,${i},0`),
  ].join('\n'),
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nS0,S0,49.84,24\nS1,S1,49.84,24.1',
  'trips.txt': ['route_id,service_id,trip_id,block_id', ...TRIPS.map((i) => `R${i % 3},W,P${i},B${i}`)].join(
    '\n',
  ),
  'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time']
    .concat(TRIPS.flatMap((i) => [`P${i},S0,1,08:00:00,08:00:00`, `P${i},S1,2,09:00:00,09:00:00`]))
    .join('\n'),
});

function say(trip: number): TrackedUpdate {
  const atSeconds = NOW - 5;
  const vehicleId = `v${trip}`;
  const instance = { trip, serviceDate: getServiceDate('20261123'), startSeconds: 8 * 3600 };
  return {
    update: {
      position: {
        vehicleId,
        timestampSeconds: atSeconds,
        atSeconds,
        receivedAtSeconds: atSeconds,
        lat: 49.84,
        lon: 24,
      },
      assignment: {
        instance,
        phase: 'IN_PROGRESS',
        confidence: 0.95,
        lineConfidence: 0.95,
        shapeMetres: 1000,
        offsetMetres: 3,
        nextStopIndex: 1,
        stopStatus: 'IN_TRANSIT_TO',
        deviationSeconds: 0,
      },
      visits: [],
      ended: [],
    },
  };
}

/** What is told where only so many of the thirty are out; of the city as a whole, and of trips. */
function toldWith(out: number): { city: unknown[]; raised: number; kept: number } {
  const watch = new ServiceWatch(CITY, () => 'X');
  watch.take([say(0)], EIGHT);
  watch.take(TRIPS.slice(0, out).map(say), NOW - 5);
  watch.tick(NOW);
  const found = [...findNotStarted({ watch, lamp: watch.lamp(NOW), now: NOW })];
  const single = found.filter(({ about }) => about.tripId !== undefined);
  return {
    city: found.flatMap(({ about, isStrong }) =>
      about.routeId === undefined ? [{ ...about, isStrong }] : [],
    ),
    raised: single.filter(({ isStrong }) => isStrong).length,
    kept: single.length,
  };
}

describe('trips that no vehicle has begun', () => {
  it('are told one by one while they are few', () => {
    expect(toldWith(25)).toEqual({ city: [], raised: 5, kept: 5 });
  });

  it('are one thing of the city where they are many, and no new ones are told', () => {
    // Of the four that one line lacks, of ten, none is told by itself any more.
    expect(toldWith(20)).toEqual({
      city: [{ value: 10, expected: 30, isStrong: true }],
      raised: 0,
      kept: 6,
    });
  });

  it('are that alone where they are most', () => {
    expect(toldWith(10)).toEqual({ city: [{ value: 20, expected: 30, isStrong: true }], raised: 0, kept: 0 });
  });
});
