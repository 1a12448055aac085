import { compileFiles } from '@rukh/domain/fixtures';
import type { TripInstance } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import type { Assignment, VehicleUpdate } from '@rukh/domain/tracking';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { type TripContext, createTripContext } from './trip-context.js';

/** One line of four stops in Kyiv's time; its trip T1 leaves at 08:00, its trip H goes every ten minutes. */
export const LINE_FILES: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,1,1,20260101,20271231`,
  'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR1,T,1,Street,11',
  'stops.txt': `stop_id,stop_name,stop_lat,stop_lon
S1,Rynok,49.84,24.00
S2,Opera,49.84,24.01
S3,Park,49.84,24.02
S4,Station,49.84,24.03`,
  'trips.txt': `trip_id,route_id,service_id,direction_id,block_id
T1,R1,WD,0,B1
T2,R1,WD,,
H,R1,WD,1,`,
  'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time,departure_time,timepoint
T1,S1,11,08:00:00,08:00:00,1
T1,S2,12,08:05:00,08:05:30,0
T1,S3,13,08:10:00,08:10:00,1
T1,S4,14,08:15:00,08:15:00,1
T2,S1,1,24:10:00,24:10:00,1
T2,S4,2,24:25:00,24:25:00,1
H,S4,1,06:00:00,06:00:00,1
H,S1,2,06:15:00,06:15:00,1`,
  'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nH,06:00:00,09:00:00,600',
};

/** Monday 2026-11-23, 08:00 in the town, epoch seconds. */
export const EIGHT = Date.UTC(2026, 10, 23, 6) / 1000;
export const LINE: TripContext = createTripContext(compileFiles(LINE_FILES));

export function instanceOf(tripId: string, startSeconds: number, context = LINE): TripInstance {
  const trip = context.schedule.trips.indexOf.get(tripId)!;
  return { trip, serviceDate: getServiceDate('20261123'), startSeconds };
}

export const T1 = instanceOf('T1', 8 * 3600);

/** A position of vehicle 7, `seconds` after eight. */
export function positionAt(seconds: number, vehicleId = '7'): VehiclePosition {
  const atSeconds = EIGHT + seconds;
  return {
    vehicleId,
    timestampSeconds: atSeconds,
    atSeconds,
    receivedAtSeconds: atSeconds + 1,
    lat: 49.84,
    lon: 24.015,
  };
}

export function assignmentTo(instance: TripInstance, changes: Partial<Assignment> = {}): Assignment {
  return {
    instance,
    phase: 'IN_PROGRESS',
    confidence: 0.9,
    lineConfidence: 0.9,
    shapeMetres: 1070,
    offsetMetres: 3,
    nextStopIndex: 2,
    stopStatus: 'IN_TRANSIT_TO',
    deviationSeconds: 42.4,
    headway: { plannedSeconds: 300, actualSeconds: 360 },
    ...changes,
  };
}

export function updateAt(seconds: number, changes: Partial<VehicleUpdate> = {}): VehicleUpdate {
  return { position: positionAt(seconds), visits: [], ended: [], ...changes };
}
