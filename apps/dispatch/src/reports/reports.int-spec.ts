import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { REPORT_NAMES } from '@rukh/domain/dispatch';
import { parse } from 'csv-parse/sync';
import { AccessRig } from '../auth/access-rig.fixture.js';
import { AuthModule } from '../auth/auth.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { StorageModule } from '../storage.module.js';
import { ReportsModule } from './reports.module.js';
import { importTown, writeHistory } from './town.fixture.js';

@Module({ imports: [StorageModule, AuthModule, FleetModule, ReportsModule] })
class ReportsApp {}

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
    await writeHistory(query);
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
