import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Module } from '@nestjs/common';
import { GtfsVersions, ScheduleStore } from '@rukh/adapters/postgres';
import { REPORT_NAMES } from '@rukh/domain/dispatch';
import { ScheduleCompiler, encodeSchedule } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import { parse } from 'csv-parse/sync';
import { AccessRig } from '../auth/access-rig.fixture.js';
import { AuthModule } from '../auth/auth.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { StorageModule } from '../storage.module.js';
import { ReportsModule } from './reports.module.js';

@Module({ imports: [StorageModule, AuthModule, FleetModule, ReportsModule] })
class ReportsApp {}

/** The line of libs/domain/src/dispatch/reports/reports.spec.ts, with a second one of another carrier, as history. */
const FILES: Readonly<Record<string, string>> = {
  'agency.txt':
    'agency_id,agency_name,agency_url,agency_timezone\nC,C,https://c.example,Etc/UTC\nD,D,https://d.example,Etc/UTC',
  'calendar_dates.txt': 'service_id,date,exception_type\nW,20261123,1',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,C,1,3\nQ,D,2,3',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,A,49.84,24\nB,B,49.85,24\nC,C,49.86,24',
  'trips.txt': `route_id,service_id,trip_id,direction_id,block_id
R,W,T1,0,1\nR,W,T2,1,1\nR,W,T3,0,2\nR,W,T4,1,2\nQ,W,T5,0,3\nQ,W,T6,0,3`,
  'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time,departure_time
T1,A,1,08:00:00,08:00:00\nT1,B,2,08:10:00,08:10:00\nT1,C,3,08:20:00,08:20:00
T2,C,1,08:50:00,08:50:00\nT2,B,2,09:00:00,09:00:00\nT2,A,3,09:10:00,09:10:00
T3,A,1,08:10:00,08:10:00\nT3,B,2,08:20:00,08:20:00\nT3,C,3,08:30:00,08:30:00
T4,C,1,09:20:00,09:20:00\nT4,B,2,09:30:00,09:30:00\nT4,A,3,09:40:00,09:40:00
T5,A,1,08:00:00,08:00:00\nT5,B,2,08:10:00,08:10:00\nT5,C,3,08:20:00,08:20:00
T6,A,1,08:30:00,08:30:00\nT6,B,2,08:40:00,08:40:00\nT6,C,3,08:50:00,08:50:00`,
};
const SEEN = [
  ['T1', 'V1', 'R', 0, ['A 08:00:30', 'B 08:17:00', 'C 08:26:01']],
  ['T2', 'V1', 'R', 1, ['C 08:49:00']],
  ['T3', 'V2', 'R', 0, ['A 08:11:00', 'B 08:21:00', 'C 08:31:00']],
  ['T5', 'V9', 'Q', 0, ['A 08:00:00', 'B 08:10:00', 'C 08:20:00']],
  ['T6', 'V9', 'Q', 0, ['A 08:30:00', 'B 08:40:00', 'C 08:50:00']],
] as const;
const DAY = 'from=2026-11-23&to=2026-11-23';

describe('reports of a day', () => {
  let rig: AccessRig;
  const who: Record<string, string> = {};
  type Body = {
    columns: { name: string }[];
    rows: Record<string, unknown>[];
    total?: Record<string, unknown>;
  };
  const get = async (name: string, query = DAY, as = 'viewer'): Promise<Body> => {
    const { body, status } = await rig.send('GET', `/dispatch/reports/${name}?${query}`, undefined, {
      cookie: who[as]!,
    });
    expect([name, status]).toEqual([name, 200]);
    return body as unknown as Body;
  };
  const query = (text: string, values: unknown[]): Promise<unknown> => rig.pool.query(text, values);

  beforeAll(async () => {
    rig = await AccessRig.create(ReportsApp, { RUKH_DEMO: '', RUKH_CONSOLE_URL: '' });
    await importTown(rig);
    await writeVisits(query);
    await writeFixes(query);
    await writeTaps(query);
    await writeScores(query);
    who['viewer'] = await rig.signIn(await rig.addPerson(['viewer']));
    who['ofD'] = await rig.signIn(await rig.addPerson(['company_operator'], ['D']));
  });
  afterAll(() => rig.close());

  it('have Lviv’s three figures as they are counted by hand', async () => {
    const { rows } = await get('presence', `${DAY}&by=carrier`);
    expect(rows[0]).toEqual({
      carrierId: 'C',
      plannedRunHours: 4,
      presentRunHours: 2,
      presencePercent: 50,
      plannedTrips: 4,
      performedTrips: 2,
      tripsPerformedPercent: 50,
      plannedStops: 12,
      servedStops: 7,
      onScheduleStops: 5,
      specialModeStops: 0,
      adherencePercent: 41.667,
    });
    expect(rows[1]).toMatchObject({ carrierId: 'D', presencePercent: 100, adherencePercent: 100 });
  });

  it('have trips that add up, punctuality and headways as they are counted by hand', async () => {
    expect((await get('trips', `${DAY}&routeId=R`)).rows).toEqual([
      {
        carrierId: 'C',
        routeId: 'R',
        planned: 4,
        operated: 2,
        partly: 1,
        cancelled: 0,
        unobserved: 1,
        operatedPercent: 50,
      },
    ]);
    expect((await get('punctuality', `${DAY}&routeId=R`)).rows[0]).toMatchObject({
      observed: 6,
      onTime: 4,
      late: 2,
      onTimePercent: 66.667,
      medianSeconds: 60,
    });
    expect((await get('punctuality', `${DAY}&routeId=R&lateSeconds=400`)).rows[0]).toMatchObject({ late: 1 });
    expect((await get('headways', `${DAY}&routeId=R`)).rows[0]).toMatchObject({
      headways: 2,
      variation: 0.448,
      scheduledWaitSeconds: 300,
      excessWaitSeconds: -38.8,
    });
  });

  it('count what was driven off the line', async () => {
    // Four fixes 30 s and a thousandth of a degree (111.2 m) apart, the two in the middle off the line.
    expect((await get('off_route')).rows[0]).toEqual({
      carrierId: 'C',
      hours: 0.03,
      kilometres: 0.33,
      departures: 1,
      offRouteHours: 0.01,
      offRouteKilometres: 0.11,
      offRoutePercent: 33.333,
    });
    expect((await get('quality')).rows[0]).toEqual({
      carrierId: 'C',
      vehicles: 1,
      positions: 4,
      withTripPercent: 100,
      meanIntervalSeconds: 30,
      meanDelaySeconds: 2,
      silences: 0,
    });
  });

  it('count who got in, and how right predictions were', async () => {
    expect((await get('ridership')).rows).toEqual([
      {
        routeId: 'Q',
        directionId: '0',
        taps: 1,
        persons: 1,
        trips: 1,
        personsPerTrip: 1,
        fullestTripPersons: 1,
      },
      {
        routeId: 'R',
        directionId: '0',
        taps: 3,
        persons: 5,
        trips: 2,
        personsPerTrip: 2.5,
        fullestTripPersons: 4,
      },
    ]);
    expect((await get('ridership', `${DAY}&by=stop`)).total).toEqual({
      taps: 4,
      persons: 6,
      trips: 3,
      personsPerTrip: 2,
      fullestTripPersons: 4,
    });
    // Two hours of route R: 10 predictions 30 s off and 30 predictions 50 s off.
    const { rows } = await get('predictions', `${DAY}&routeId=R`);
    // With the 10 of route Q, 30 s off and all within a minute; the network's own rows do not count twice.
    expect((await get('predictions')).total).toEqual({
      predictions: 50,
      meanAbsoluteErrorSeconds: 42,
      biasSeconds: 5,
      within60Percent: 88,
      intervalCoveragePercent: 80,
    });
    expect(rows).toEqual([
      {
        routeId: 'R',
        horizon: '3-6',
        predictions: 40,
        meanAbsoluteErrorSeconds: 45,
        biasSeconds: 5,
        within60Percent: 85,
        intervalCoveragePercent: 80,
      },
    ]);
  });

  it('are the same table as CSV', async () => {
    for (const name of REPORT_NAMES) {
      const { columns, rows } = await get(name);
      const { body, headers } = await rig.app.inject({
        url: `/api/v1/dispatch/reports/${name}.csv?${DAY}`,
        headers: { cookie: who['viewer']! },
      });
      expect(String(headers['content-disposition'])).toContain(`${name}-2026-11-23`);
      const table = parse<Record<string, string>>(body, { columns: true });
      const names = columns.map((column) => column.name);
      expect(body.split('\r\n')[0]).toBe(names.join(','));
      expect(rows.length).toBeGreaterThan(0);
      const asText = (row: Record<string, unknown>): string[] =>
        names.map((one) => String((row[one] as string | number | boolean | null) ?? ''));
      expect(table.map(asText)).toEqual(rows.map(asText));
    }
  });

  it('tell an operator of one company nothing of another', async () => {
    for (const name of REPORT_NAMES) {
      for (const more of ['', '&carrierId=C', '&routeId=R']) {
        const text = JSON.stringify((await get(name, `${DAY}${more}`, 'ofD')).rows);
        expect([name, more, /"(C|R|V1|V2)"/.test(text), /"routeId":""/.test(text)]).toEqual([
          name,
          more,
          false,
          false,
        ]);
      }
      if (name === 'off_route' || name === 'quality') continue;
      expect(JSON.stringify((await get(name, DAY, 'ofD')).rows)).toMatch(/"(D|Q)"/);
    }
  });

  it('know what was ordered, and still add up', async () => {
    const run = (tripId: string): object => ({ tripId, serviceDate: '20261123' });
    const at = Date.UTC(2026, 10, 23, 7) / 1000;
    const order = (id: string, action: object, endedAt: number | null): Promise<unknown> =>
      query(
        `INSERT INTO dispatch.orders (order_id, state, action, summary, created_by, created_at, confirmed_at, ended_at)
         VALUES ($1, 'expired', $2, '{}', '{}', $3, $3, $4)`,
        [id, JSON.stringify(action), at, endedAt],
      );
    await order('cancels T4', { kind: 'cancel', runs: [run('T4')] }, null);
    await order('shortens T1', { kind: 'short_turn', run: run('T1'), toStopSequence: 2 }, at + 8 * 3600);
    await order('taken back before T3', { kind: 'cancel', runs: [run('T3')] }, at + 60);
    const { rows } = await get('trips', `${DAY}&routeId=R`);
    expect(rows).toMatchObject([{ planned: 4, operated: 2, partly: 1, cancelled: 1, unobserved: 0 }]);
    const presence = await get('presence', `${DAY}&by=carrier`);
    // T1 at B and C, late as they were, was served as ordered.
    expect(presence.rows[0]).toMatchObject({ onScheduleStops: 5, specialModeStops: 2 });
  });

  it('refuse what is too long, unknown or not theirs to be', async () => {
    const status = async (url: string): Promise<number> =>
      (await rig.send('GET', `/dispatch/reports/${url}`, undefined, { cookie: who['viewer']! })).status;
    expect(await status('salaries')).toBe(404);
    expect(await status('trips?from=2026-11-24&to=2026-11-23')).toBe(400);
    expect(await status('trips?from=2026-11-01&to=2026-11-23')).toBe(400);
    expect(await status('trips?from=2026-11-01&to=2026-11-23&routeId=R')).toBe(200);
    expect(await status('trips?by=vehicle')).toBe(400);
  });
});

type Query = (text: string, values: unknown[]) => Promise<unknown>;

async function importTown({ pool, app }: AccessRig): Promise<void> {
  const compiler = new ScheduleCompiler();
  for (const [file, text] of Object.entries(FILES)) {
    const [header, ...rows] = text.split('\n').map((line) => line.split(','));
    const sink = compiler.openFile(file, header!);
    for (const [i, row] of rows.entries()) sink(row, i + 2);
  }
  const { schedule, report } = compiler.finish('town');
  const archive = Buffer.from('zip of the town');
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const versions = new GtfsVersions(pool);
  const compiled = encodeSchedule(schedule!);
  const { versionId } = await versions.add({ sha256, source: 'town.zip', report, archive, compiled });
  await versions.activate(versionId, getServiceDate('20261101'));
  await app.get(ScheduleStore).nudge();
}

async function writeVisits(query: Query): Promise<void> {
  for (const [trip, vehicle, route, direction, stops] of SEEN) {
    for (const [i, text] of stops.entries()) {
      const [stop, clock] = text.split(' ');
      await query(
        `INSERT INTO stop_visits (schedule_arrival_time, schedule_departure_time, actual_arrival_time,
           actual_departure_time, service_date, trip_stop_sequence, scheduled_stop_sequence, direction_id, timepoint,
           vehicle_id, trip_id_performed, trip_id_scheduled, route_id, stop_id)
         VALUES ($1, $1, $1, $1, '2026-11-23', $2, $2, $3, true, $4, $5, $6, $7, $8)`,
        [`2026-11-23T${clock}Z`, i + 1, direction, vehicle, `${trip}/${vehicle}`, trip, route, stop],
      );
    }
  }
}

async function writeFixes(query: Query): Promise<void> {
  for (const [i, isOff] of [false, true, true, false].entries()) {
    const at = Date.UTC(2026, 10, 23, 8, 1, i * 30);
    await query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, service_date, trip_type,
         vehicle_id, trip_id_performed, trip_id_scheduled, off_route)
       VALUES ($1, $2, $3, 24, '2026-11-23', 'In service', 'V1', 'T1/V1', 'T1', $4)`,
      [new Date(at), new Date(at + 2000), 49.84 + i / 1000, isOff],
    );
  }
}

async function writeTaps(query: Query): Promise<void> {
  const taps = [
    ['V1', 'T1', 'R', []],
    ['V1', 'T1', 'R', [{ kind: 'companion', count: 2 }]],
    ['V2', 'T3', 'R', []],
    ['V9', 'T5', 'Q', []],
  ] as const;
  for (const [i, [vehicle, trip, route, extras]] of taps.entries()) {
    await query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id, extras)
       VALUES ('X', $1, '\\x00', '\\x00', 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, $2, $2, 'EXACT', 'ACCEPTED', $3, 'O', $4)`,
      [i + 1, '2026-11-23T08:05:00Z', vehicle, JSON.stringify(extras)],
    );
    await query(
      `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, service_date, route_id, direction_id,
         stop_id, stop_sequence, source, confidence, trip_id_performed, vehicle_id)
       VALUES ('X', $1, 1, $2, '2026-11-23', $3, 0, 'A', 1, 'AVL', 1, $4, $5)`,
      [i + 1, trip, route, `${trip}/${vehicle}`, vehicle],
    );
  }
}

async function writeScores(query: Query): Promise<void> {
  const hours = [
    ['R', 8, 10, 30, 5, 1],
    ['R', 9, 30, 50, 5, 0.8],
    ['Q', 8, 10, 30, 5, 1],
    ['', 8, 20, 30, 5, 1],
  ] as const;
  for (const [route, hour, predictions, mae, bias, within] of hours) {
    const at = new Date(Date.UTC(2026, 10, 23, hour));
    await query(
      `INSERT INTO prediction_score_hours (hour, scored_at, visits, samples, left_out) VALUES ($1, now(), 1, 1, '{}')
       ON CONFLICT DO NOTHING`,
      [at],
    );
    await query(
      `INSERT INTO prediction_scores (hour, visits, visits_predicted, predictions, mean_absolute_error_seconds,
         bias_seconds, within_60_share, interval_coverage, route_id, horizon)
       VALUES ($1, 1, 1, $2, $3, $4, $5, 0.8, $6, '3-6')`,
      [at, predictions, mae, bias, within, route],
    );
  }
}
