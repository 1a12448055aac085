import 'reflect-metadata';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PredictionScores, createPool } from '@rukh/adapters/postgres';
import { withPatience } from '@rukh/adapters/scratch-postgres';
import { ArchiveRig } from '../archive-rig.fixture.js';
import { scoreHour } from './score-hour.js';
import { ScoringService } from './scoring.service.js';

const EIGHT = Date.UTC(2026, 10, 24, 8);
const MINUTE = 60_000;
const NINE_TEN = EIGHT + 70 * MINUTE;
const HOURS = 'from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z';
const at = (minutes: number): string => new Date(EIGHT + minutes * MINUTE).toISOString();

type Row = Readonly<Record<string, string | number>>;

describe('the scoring of predictions', () => {
  let rig: ArchiveRig;
  let app: NestFastifyApplication;

  /** A stop of a trip that arrived so many minutes after eight, and was due at others. */
  const addVisit = (trip: string, route: string, stop: number, due: number, arrived: number | null) =>
    rig.query(
      `INSERT INTO stop_visits (schedule_arrival_time, schedule_departure_time, actual_arrival_time, service_date,
         trip_stop_sequence, scheduled_stop_sequence, timepoint, vehicle_id, trip_id_performed, trip_id_scheduled,
         route_id, stop_id)
       VALUES ('${at(due)}', '${at(due)}', ${arrived === null ? 'NULL' : `'${at(arrived)}'`}, '2026-11-24',
         ${stop}, ${stop}, true, 'v', '${trip}/v', '${trip}', '${route}', 'S${stop}')`,
    );
  /** At `made` minutes after eight, a stop of a trip was expected at others, give or take a minute. */
  const addSample = (trip: string, route: string, stop: number, made: number, said: number) =>
    rig.query(
      `INSERT INTO prediction_samples (made_at, predicted_arrival_time, service_date, trip_stop_sequence,
         interval_seconds, horizon_seconds, trips_ahead, trip_id_performed, vehicle_id, route_id, stop_id)
       VALUES ('${at(made)}', '${at(said)}', '2026-11-24', ${stop}, 60, ${(said - made) * 60}, 0, '${trip}/v', 'v',
         '${route}', 'S${stop}')`,
    );
  const score = (nowMs: number): Promise<void> => app.get(ScoringService).runRound(nowMs);
  const list = async (query: string): Promise<readonly Row[]> => {
    const { body } = await app.inject({ url: `/api/v1/scores/predictions?${query}` });
    return (JSON.parse(body) as { rows: Row[] }).rows;
  };

  beforeAll(async () => {
    rig = await ArchiveRig.create();
    app = await rig.startArchive();
    await addVisit('T1', 'A', 1, 0, 0.5);
    await addVisit('T1', 'A', 2, 10, 12);
    await addVisit('T1', 'A', 3, 20, 23);
    await addVisit('T1', 'A', 4, 30, null);
    await addVisit('T2', 'B', 1, 40, 41);
    await addVisit('T3', 'B', 1, 58, 65);
    await addSample('T1', 'A', 2, 8, 11); // 4 minutes before; a minute early, just within the interval
    await addSample('T1', 'A', 2, 9, 14); // 3 minutes before; two minutes late
    await addSample('T1', 'A', 3, 15, 21); // 8 minutes before; two minutes early
    await addSample('T1', 'A', 4, 25, 30); // never seen to arrive
    await addSample('T3', 'B', 1, 60, 66); // of the next hour
  });
  afterAll(() => rig.close());

  it('waits until ten minutes after the hour', async () => {
    await score(EIGHT + 69 * MINUTE);
    expect(await list(HOURS)).toEqual([]);
  });

  it('has the errors of an hour by horizon, with what simple methods would have said', async () => {
    await score(NINE_TEN);
    const rows = await list(HOURS);
    expect(rows.map(({ hour, horizon }) => [hour, horizon])).toEqual(
      ['0-1', '1-3', '3-6', '6-10', '10-15', '15-30'].map((horizon) => ['2026-11-24T08:00:00Z', horizon]),
    );
    expect(rows[2]).toEqual({
      hour: '2026-11-24T08:00:00Z',
      horizon: '3-6',
      visits: 4,
      visits_predicted: 1,
      predictions: 2,
      mean_absolute_error_seconds: 90,
      median_absolute_error_seconds: 60,
      p90_absolute_error_seconds: 120,
      bias_seconds: -30,
      within_60_share: 0.5,
      interval_coverage: 0.5,
      interval_width_seconds: 120,
      change_seconds: 180,
      common_predictions: 2,
      common_mae_seconds: 90,
      timetable_mae_seconds: 120,
      last_delay_mae_seconds: 90,
      constant_mae_seconds: 90,
      kalman_mae_seconds: 90,
      median_10_mae_seconds: 90,
    });
    expect(rows[3]).toMatchObject({ predictions: 1, mean_absolute_error_seconds: 120, bias_seconds: 120 });
  });

  it('has them of each route', async () => {
    const rows = await list(`${HOURS}&routeId=A`);
    expect(rows[2]).toMatchObject({ route_id: 'A', visits: 3, visits_predicted: 1, predictions: 2 });
    expect(rows[2]).not.toHaveProperty('timetable_mae_seconds');
    expect((await list(`${HOURS}&routeId=B`))[2]).toMatchObject({ visits: 1, visits_predicted: 0 });
    expect(await list(`${HOURS}&routeId=none`)).toEqual([]);
  });

  it('shows the newest hour in metrics', async () => {
    const name = 'rukh_prediction_error_seconds{horizon="3-6",statistic="mean"}';
    expect(await rig.metric(app, name)).toBe(90);
    expect(await rig.metric(app, 'rukh_prediction_completeness_ratio{horizon="3-6"}')).toBe(0.25);
    expect(
      await rig.metric(app, 'rukh_prediction_method_error_seconds{horizon="3-6",method="timetable"}'),
    ).toBe(120);
    expect(await rig.metric(app, 'rukh_prediction_scored_hour_timestamp_seconds')).toBe(EIGHT / 1000);
  });

  it('is the same rows however often an hour is scored, and counts what came late', async () => {
    const before = await rig.query('SELECT * FROM prediction_scores ORDER BY route_id, hour, horizon');
    await rig.query('DELETE FROM prediction_score_hours WHERE false');
    await score(NINE_TEN + MINUTE);
    expect(await rig.query('SELECT * FROM prediction_scores ORDER BY route_id, hour, horizon')).toEqual(
      before,
    );
    await addSample('T2', 'B', 1, 37, 41);
    await rig.query(`UPDATE prediction_score_hours SET scored_at = '${at(70)}' WHERE hour = '${at(0)}'`);
    await score(EIGHT + 150 * MINUTE);
    expect((await list(`${HOURS}&routeId=B`))[2]).toMatchObject({ visits_predicted: 1, predictions: 1 });
    const [hour] = await rig.query<Row>(
      `SELECT visits, samples, left_out FROM prediction_score_hours WHERE hour = '${at(0)}'`,
    );
    expect(hour).toEqual({ visits: 4, samples: 4, left_out: { arrival_not_seen: 1 } });
  });

  it('gives them as CSV, to any web page', async () => {
    const { headers, body } = await app.inject({ url: `/api/v1/scores/predictions?${HOURS}&format=csv` });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['access-control-allow-origin']).toBe('*');
    const [head, first] = body.split('\r\n');
    expect(head).toMatch(
      /^hour,route_id,horizon,visits,visits_predicted,predictions,mean_absolute_error_seconds/,
    );
    expect(first).toMatch(/^2026-11-24T08:00:00Z,,0-1,4,0,0,,/);
  });

  it('gives the last day where no hours are asked for', async () => {
    const { statusCode, body } = await app.inject({ url: '/api/v1/scores/predictions' });
    expect([statusCode, JSON.parse(body)]).toEqual([200, { rows: [] }]);
    const day = await app.inject({ url: '/api/v1/scores/predictions?to=2026-11-24T20:00:00Z' });
    expect((JSON.parse(day.body) as { rows: unknown[] }).rows.length).toBeGreaterThan(0);
  });

  it('refuses more than a month', async () => {
    const { statusCode } = await app.inject({
      url: '/api/v1/scores/predictions?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z',
    });
    expect(statusCode).toBe(400);
  });

  it('changes nothing of an hour when it is told to stop', async () => {
    const pool = createPool({
      databaseUrl: withPatience(rig.postgres.url()),
      applicationName: 'spec',
      max: 1,
    });
    const before = await rig.query('SELECT * FROM prediction_score_hours ORDER BY hour');
    const sampling = { everySeconds: 60, horizonSeconds: 1800 };
    const stopped = scoreHour(new PredictionScores(pool), EIGHT, sampling, AbortSignal.abort());
    await expect(stopped).rejects.toThrow('aborted');
    await pool.end();
    expect(await rig.query('SELECT * FROM prediction_score_hours ORDER BY hour')).toEqual(before);
  });

  it('lets the scores of old hours go', async () => {
    await score(EIGHT + 2000 * 24 * 60 * MINUTE);
    expect(await rig.count('prediction_scores')).toBe(0);
  });

  it('is in the API document', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(Object.keys(document.paths)).toContain('/api/v1/scores/predictions');
  });
});
