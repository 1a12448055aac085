/** What is remembered of a vehicle, for the list, the map and the rules of what needs somebody. */
import type { LatLon } from '../geo/index.js';
import type { TripPrediction } from '../prediction/index.js';
import type { EstimatedOccupancy } from '../realtime/index.js';
import type { Assignment, UnassignedReason, VehicleUpdate } from '../tracking/index.js';
import type { VehicleState } from './live-view.js';

export interface WatchedVehicle {
  readonly vehicleId: string;
  update: VehicleUpdate;
  predictions: readonly TripPrediction[];
  /** The trip that it is on, or was on when it was last heard of. */
  assignment: Assignment | undefined;
  reason: UnassignedReason | undefined;
  /** Place on the scale of its line; undefined where it is not under way. */
  place: number | undefined;
  headwaySeconds: number | undefined;
  plannedHeadwaySeconds: number | undefined;
  aheadId: string | undefined;
  /** How far apart the timetable has the trips of the two; NaN by headway. */
  timetableHeadwaySeconds: number;
  /** Fixes in a row off its line, and since when; 0 while on it. */
  offRouteFixes: number;
  offRouteSince: number;
  /** Since when it moves about on no trip; 0 while it does not. */
  astraySince: number;
  /** Where it was when it was first met without a trip. */
  astrayFrom: LatLon | undefined;
  /** The oldest first: time, latitude, longitude, one after another. */
  readonly trail: number[];
  state: VehicleState;
  /** Whom it was last known to belong to. */
  carrierId: string | undefined;
  /** The update that the row was written of. */
  writtenUpdate: VehicleUpdate | undefined;
  /** And how full it was known to be then. */
  writtenOccupancy: EstimatedOccupancy | undefined;
  /** The row that was sent last. */
  row: readonly (string | number | null)[] | undefined;
}

const TRAIL_SECONDS = 300;
const TRAIL_POINTS = 150;

export function createWatchedVehicle(update: VehicleUpdate): WatchedVehicle {
  return {
    vehicleId: update.position.vehicleId,
    update,
    predictions: [],
    assignment: undefined,
    reason: undefined,
    place: undefined,
    headwaySeconds: undefined,
    plannedHeadwaySeconds: undefined,
    aheadId: undefined,
    timetableHeadwaySeconds: NaN,
    offRouteFixes: 0,
    offRouteSince: 0,
    astraySince: 0,
    astrayFrom: undefined,
    trail: [],
    state: 'not_in_service',
    carrierId: undefined,
    writtenUpdate: undefined,
    writtenOccupancy: undefined,
    row: undefined,
  };
}

export function fixAt({ update }: WatchedVehicle): number {
  return update.position.atSeconds;
}

/** Under way on a trip, rather than waiting for it or driving to it. */
export function isUnderWay({ assignment }: WatchedVehicle): boolean {
  return assignment?.phase === 'IN_PROGRESS' || assignment?.phase === 'OFF_ROUTE';
}

/** On a trip or about to begin it: its silence is missed. */
export function isInService({ assignment }: WatchedVehicle): boolean {
  return assignment !== undefined && assignment.phase !== 'AT_BASE' && assignment.phase !== 'DEADHEAD';
}

export function leaveTrail({ trail, update }: WatchedVehicle): void {
  const { atSeconds, lat, lon } = update.position;
  if (trail.length > 0 && atSeconds - trail.at(-3)! < 2) return;
  trail.push(atSeconds, lat, lon);
  while (trail.length > 3 * TRAIL_POINTS || trail[0]! < atSeconds - TRAIL_SECONDS) trail.splice(0, 3);
}

/** Where a vehicle was, and nothing of its trip: another version of the schedule may not have that. */
export function withoutTrip({ position }: VehicleUpdate): VehicleUpdate {
  return { position, reason: 'no_trip_near', visits: [], ended: [] };
}
