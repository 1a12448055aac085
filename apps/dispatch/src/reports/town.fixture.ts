/** A small town and a day of its history, 2026-11-23, whose reports can be counted by hand. */
import { ScheduleStore } from '@rukh/adapters/postgres';
import { importFiles } from '@rukh/adapters/scratch-postgres';
import type { AccessRig } from '../auth/access-rig.fixture.js';

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
type Query = (text: string, values: unknown[]) => Promise<unknown>;

export async function importTown({ pool, app }: AccessRig): Promise<void> {
  await importFiles(pool, FILES, '20261101');
  await app.get(ScheduleStore).nudge();
}

/** What was seen of it. */
export async function writeHistory(query: Query): Promise<void> {
  await writeVisits(query);
  await writeFixes(query);
  await writeTaps(query);
  await writeScores(query);
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
