/** Rows of history of the lines of the rig, as the archive writes them. */
import { townDate, townMidnight, townTrip } from '../live/town-clock.fixture.js';
import type { WatchRig } from '../live/watch-rig.fixture.js';

/** A vehicle seen from one instant to another on the trip of a line that had left last, each ten seconds. */
export async function drive(
  pool: WatchRig['access']['pool'],
  vehicleId: string,
  line: 'A' | 'T',
  from: number,
  to: number,
): Promise<void> {
  const start = townTrip(from);
  const departure = townMidnight(from) + start * 600;
  const date = townDate(from);
  const trip = `${line}${start}`;
  await pool.query(
    `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, vehicle_id,
       service_date, schedule_deviation, trip_stop_sequence, shape_dist_traveled, offset_metres, confidence,
       current_status, trip_type, off_route, trip_id_scheduled, trip_id_performed)
     SELECT to_timestamp(at), to_timestamp(at + 1), 49.84, 24 + (at - $5) * 0.00003, $1, $4::date, 0,
       1 + ceil((at - $5) / 300.0)::int, (at - $5) * 2.4, 3, 0.95, 'In transit to', 'In service', false, $6, $6 || '/' || $1
     FROM generate_series($2::float8::bigint, $3::float8::bigint, 10) AS at`,
    [vehicleId, from, to, date, departure, trip],
  );
  await pool.query(
    `INSERT INTO trips_performed (schedule_trip_start, schedule_trip_end, actual_trip_start, first_seen_at, service_date,
       vehicle_id, trip_id_performed, trip_id_scheduled, route_id, trip_start_stop_id, trip_end_stop_id)
     VALUES (to_timestamp($4::float8), to_timestamp($4::float8 + 1500), to_timestamp($4::float8), to_timestamp($5::float8), $3, $1,
       $2 || '/' || $1, $2, $6, 'O0', 'O5')`,
    [vehicleId, trip, date, departure, from, line],
  );
  await pool.query(
    `INSERT INTO stop_visits (schedule_arrival_time, schedule_departure_time, actual_departure_time, service_date,
       trip_stop_sequence, scheduled_stop_sequence, timepoint, vehicle_id, trip_id_performed, trip_id_scheduled, route_id, stop_id)
     SELECT to_timestamp(at), to_timestamp(at), to_timestamp(at), $3, 1 + n, 1 + n, true, $1, $2 || '/' || $1, $2, $6, 'O' || n
     FROM (SELECT n, $4::float8 + n * 300 AS at FROM generate_series(0, 4) AS n) AS stops WHERE at BETWEEN $4::float8 AND $5::float8`,
    [vehicleId, trip, date, departure, to, line],
  );
}
