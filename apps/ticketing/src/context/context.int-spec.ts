import { type ScheduleStore, TapContexts, inTransaction, loadTaps } from '@rukh/adapters/postgres';
import { compileReported } from '@rukh/domain/fixtures';
import type { Schedule } from '@rukh/domain/gtfs';
import { Tariffs } from '../pricing/tariffs.js';
import { TapsFirst } from '../taps-first.js';
import { Metrics } from '@rukh/service';
import { loadConfig } from '@rukh/service';
import { ticketingConfig } from '../config.js';
import { ContextMetrics } from './context-metrics.js';
import { ContextService } from './context.service.js';
import { EIGHT_MS, TicketingRig } from './ticketing-rig.fixture.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A kilometre of longitude at the equator. */
const STEP = 1000 / 111_319.49;
/** Trip A along four stops, a kilometre from each to the next. */
const STREET: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nC,C,https://c.example,Europe/Kyiv',
  'calendar_dates.txt': 'service_id,date,exception_type\nW,20261123,1',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR1,C,1,3',
  'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\n${[0, 1, 2, 3].map((i) => `S${i + 1},S${i + 1},0,${i * STEP}`).join('\n')}`,
  'trips.txt': 'route_id,service_id,trip_id\nR1,W,A',
  'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time,departure_time\n${[0, 1, 2, 3]
    .map((i) => `A,S${i + 1},${i + 1},08:${10 + 5 * i}:00,08:${10 + 5 * i}:00`)
    .join('\n')}`,
};

describe('taps get their place', () => {
  let rig: TicketingRig;
  let service: ContextService;

  function startService(repricesOn: 'place' | 'tariff', schedule?: Schedule): ContextService {
    const { RUKH_TICKETING_TIME_ZONE = 'Europe/Kyiv', ...more } = loadConfig(ticketingConfig, {
      DATABASE_URL: rig.url,
      REDIS_URL: 'redis://localhost:1',
      RUKH_TICKETING_TOKEN_KEY: 'a key of thirty-two characters or more',
      RUKH_TICKETING_CONTEXT_MS: '0',
      RUKH_TICKETING_REPRICES_ON: repricesOn,
    });
    const config = { ...more, RUKH_TICKETING_TIME_ZONE };
    const schedules = { current: schedule && { schedule } } as unknown as ScheduleStore;
    return new ContextService(
      config,
      new TapContexts(rig.pool),
      schedules,
      new ContextMetrics(new Metrics()),
      new TapsFirst(),
      new Tariffs(config),
    );
  }
  beforeEach(async () => {
    rig = await TicketingRig.create();
    service = startService('place');
  });
  afterEach(() => rig.close());

  const contexts = (seq = 1): Promise<Record<string, unknown>[]> =>
    rig.query(
      `SELECT revision, trip_id, stop_id, route_id, direction_id, vehicle_id, operator_id, source, confidence,
         service_date::text AS service_date, trip_stop_sequence
       FROM ticketing.tap_contexts WHERE seq = ${seq} ORDER BY revision`,
    );
  const look = (afterMs = 0): Promise<number> => service.runRound(Date.now() + afterMs);

  it('by the stop visits of the vehicle that the device was on', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await rig.accept({ seq: 1, at: 5.2 }, { seq: 2, at: 11 });
    expect(await look()).toBe(2);
    expect(await contexts()).toMatchObject([
      {
        revision: 1,
        trip_id: 'A',
        stop_id: 'S2',
        route_id: 'R1',
        direction_id: 0,
        vehicle_id: '7',
        operator_id: 'LET',
        source: 'AVL',
        service_date: '2026-11-23',
        trip_stop_sequence: 2,
      },
    ]);
    expect(await contexts(2)).toMatchObject([{ stop_id: 'S3' }]);
  });

  it('again when positions come late, as a new revision, and prices are asked for', async () => {
    await rig.accept({ seq: 1, at: 5.2 });
    await look();
    expect(await contexts()).toMatchObject([{ source: 'NONE', trip_id: null, confidence: 0 }]);
    expect(await rig.query('SELECT 1 FROM ticketing.repricing')).toEqual([]);
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await look(2 * MINUTE);
    expect(await contexts()).toMatchObject([
      { source: 'NONE' },
      { revision: 2, source: 'AVL', stop_id: 'S2' },
    ]);
    expect(await rig.query('SELECT since, causes FROM ticketing.repricing')).toEqual([
      { since: new Date(EIGHT_MS + 5.2 * MINUTE), causes: ['CONTEXT'] },
    ]);
  });

  it('and no price is asked for where the tariffs go by no place', async () => {
    service = startService('tariff');
    await rig.accept({ seq: 1, at: 5.2 });
    await look();
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await look(2 * MINUTE);
    expect(await contexts()).toHaveLength(2);
    expect(await rig.query('SELECT 1 FROM ticketing.repricing')).toEqual([]);
  });

  it('with where its trip ended: by what is known of it, and where it was cut short, there', async () => {
    const ends = (): Promise<object[]> =>
      rig.query(
        'SELECT trip_end_stop_id AS stop, trip_end_place AS place FROM ticketing.tap_contexts ORDER BY revision',
      );
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await rig.accept({ seq: 1, at: 5.2 });
    await look();
    expect(await ends()).toEqual([{ stop: 'S4', place: 4 }]);
    await rig.query("DELETE FROM stop_visits WHERE stop_id = 'S4'");
    await rig.runTrip('B', '7', 20, ['S3', 'S2', 'S1']);
    await look(2 * MINUTE);
    expect((await ends()).at(-1)).toEqual({ stop: 'S3', place: 3 });
  });

  it('with the metres along its trip and to where that ended, which fares by distance go by', async () => {
    service = startService('place', compileReported(STREET).schedule);
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await rig.accept({ seq: 1, at: 5.2 });
    await look();
    const [account] = await rig.query<{ id: string }>(
      'SELECT account_id AS id FROM ticketing.media_accounts',
    );
    const taps = await inTransaction(rig.pool, (client) =>
      loadTaps(client, [{ accountId: account!.id, sinceMs: EIGHT_MS }]),
    );
    expect(taps.get(account!.id)).toMatchObject([
      { stopId: 'S2', tripMetres: 1000, tripEnd: { stopId: 'S4', tripMetres: 3000 } },
    ]);
  });

  it('once: what is found again is not written again, and after three days nobody looks', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2']);
    await rig.accept({ seq: 1, at: 1 }, { seq: 2, at: 900 });
    for (let hours = 0; hours <= 80; hours += 1) await look(hours * 60 * MINUTE);
    expect(await contexts()).toHaveLength(1);
    expect(await contexts(2)).toMatchObject([{ source: 'NONE' }]);
    expect(await rig.query('SELECT 1 FROM ticketing.context_pending')).toEqual([]);
  });

  it('anew when a swap of devices is corrected in the past', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await rig.runTrip('B', '9', 0, ['P1', 'P2', 'P3'], { routeId: 'R2', directionId: 1 });
    await rig.accept({ seq: 1, at: 5.2 });
    await look();
    await rig.assign('V1', '9', 'ATP', '2026-11-23T04:00:00Z');
    await look();
    expect(await contexts()).toMatchObject([
      { vehicle_id: '7', operator_id: 'LET', route_id: 'R1', stop_id: 'S2' },
      { vehicle_id: '9', operator_id: 'ATP', route_id: 'R2', stop_id: 'P2' },
    ]);
    expect(await rig.query('SELECT causes FROM ticketing.repricing')).toHaveLength(1);
  });

  it('anew when its time is corrected', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    await rig.accept({ seq: 1, at: -9000, clockQuality: 'IMPOSSIBLE', outcome: 'QUARANTINED_CLOCK' });
    expect(await look()).toBe(0);
    await rig.query(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, reason, made_by)
       VALUES ('V1', 1, 1, $1, 'clock', 'spec')`,
      [new Date(EIGHT_MS + 10.2 * MINUTE)],
    );
    await look();
    expect(await contexts()).toMatchObject([{ stop_id: 'S3' }]);
  });

  it('by positions while its vehicle stands at the stop', async () => {
    await rig.query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, service_date, trip_stop_sequence,
         scheduled_stop_sequence, current_status, trip_type, vehicle_id, trip_id_performed, trip_id_scheduled, stop_id)
       VALUES ($1, $1, 49, 24, '2026-11-23', 3, 12, 'Stopped at', 'In service', '7', 'A/7', 'A', 'S3')`,
      [new Date(EIGHT_MS + 10 * MINUTE)],
    );
    await rig.accept({ seq: 1, at: 10.1 });
    await look();
    expect(await contexts()).toMatchObject([{ trip_id: 'A', source: 'AVL' }]);
  });

  it('each once, though several work at it and taps of a long transaction come behind', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3', 'S4']);
    const slow = await rig.pool.connect();
    await slow.query('BEGIN');
    await slow.query('SELECT pg_current_xact_id()');
    await slow.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome)
       VALUES ('V1', 100, '\\x00', '\\x00', 'CASH', 'ENTRY', 'OK_PAYG', 0, $1, $1, 'EXACT', 'ACCEPTED')`,
      [new Date(EIGHT_MS + 5.2 * MINUTE)],
    );
    await rig.accept(...Array.from({ length: 20 }, (_, i) => ({ seq: i + 1, at: 5 + i / 10 })));
    const second = new TapContexts(rig.pool);
    await Promise.all([look(), second.takeUpNew(10), look()]);
    await slow.query('COMMIT');
    slow.release();
    await look();
    await look();
    const [row] = await rig.query<{ taps: number; revisions: number }>(
      `SELECT count(DISTINCT seq)::integer AS taps, count(*)::integer AS revisions FROM ticketing.tap_contexts`,
    );
    expect(row).toEqual({ taps: 21, revisions: 21 });
  });

  it('says what share is of no trip', async () => {
    await rig.runTrip('A', '7', 0, ['S1', 'S2']);
    await rig.accept({ seq: 1, at: 1 }, { seq: 2, at: 2 }, { seq: 3, at: 3 }, { seq: 4, at: 900 });
    await look();
    const contextsOf = new TapContexts(rig.pool);
    expect(await contextsOf.findUnlabelledShare(EIGHT_MS - DAY, EIGHT_MS + DAY)).toBe(0.25);
  });
});
