/** Rows of history as the updates of tracking that they were made of. What the schedule does not have is left out. */
import { type Schedule, type TripInstance, firstDepartureSeconds, stopCount } from '../../gtfs/index.js';
import type { TripPrediction } from '../../prediction/index.js';
import type { TrackedUpdate } from '../../realtime/index.js';
import { findGtfsTime } from '../../time/index.js';
import {
  type Assignment,
  type Headway,
  type Phase,
  UNASSIGNED_REASONS,
  type VehicleUpdate,
} from '../../tracking/index.js';
import type { PastFix, PastPlace, PastPrediction, PastRun } from './past-rows.js';

/** Undefined where this version of the schedule has no such trip. */
export function toInstance(
  schedule: Schedule,
  { tripId, serviceDate, startTime }: PastRun,
): TripInstance | undefined {
  const trip = schedule.trips.indexOf.get(tripId);
  if (trip === undefined) return undefined;
  const startSeconds =
    (startTime === undefined ? undefined : findGtfsTime(startTime)) ?? firstDepartureSeconds(schedule, trip);
  return { trip, serviceDate, startSeconds };
}

export function toUpdate(schedule: Schedule, fix: PastFix): TrackedUpdate {
  const { vehicleId, at, receivedAt, lat, lon, bearing, speedMetresPerSecond, label, occupancyStatus } = fix;
  const position = {
    vehicleId,
    timestampSeconds: at,
    atSeconds: at,
    receivedAtSeconds: receivedAt,
    lat,
    lon,
    ...(bearing === undefined ? {} : { bearing }),
    ...(speedMetresPerSecond === undefined ? {} : { speedMetresPerSecond }),
    ...(label === undefined ? {} : { label }),
    ...(occupancyStatus === undefined ? {} : { occupancyStatus }),
  };
  const assignment = fix.trip && toAssignment(schedule, fix.trip, fix.tripType);
  const update: VehicleUpdate = assignment
    ? { position, assignment, visits: [], ended: [] }
    : { position, ...toUnassigned(fix), visits: [], ended: [] };
  return { update };
}

function toUnassigned({ tripType, unassignedReason }: PastFix): Pick<VehicleUpdate, 'phase' | 'reason'> {
  const phase = PHASES[tripType ?? ''];
  const reason = UNASSIGNED_REASONS.find((known) => known === unassignedReason) ?? 'no_trip_near';
  return { reason, ...(phase === undefined || phase === 'IN_PROGRESS' ? {} : { phase }) };
}

const PHASES: Readonly<Partial<Record<string, Phase>>> = {
  'In service': 'IN_PROGRESS',
  Layover: 'LAYOVER',
  Deadhead: 'DEADHEAD',
  'Other not in service': 'AT_BASE',
};

const STATUSES: Readonly<Partial<Record<string, Assignment['stopStatus']>>> = {
  'Incoming at': 'INCOMING_AT',
  'Stopped at': 'STOPPED_AT',
};

function toAssignment(
  schedule: Schedule,
  place: PastPlace,
  tripType: string | undefined,
): Assignment | undefined {
  const instance = toInstance(schedule, place.run);
  if (!instance || place.nextStopIndex >= stopCount(schedule, instance.trip)) return undefined;
  const { confidence, shapeMetres, offsetMetres, nextStopIndex, isOffRoute, deviationSeconds = 0 } = place;
  const headway = toHeadway(place);
  return {
    instance,
    phase: isOffRoute ? 'OFF_ROUTE' : (PHASES[tripType ?? ''] ?? 'IN_PROGRESS'),
    confidence,
    // History does not keep it; feeds are not built of the past.
    lineConfidence: confidence,
    shapeMetres,
    offsetMetres,
    nextStopIndex,
    stopStatus: STATUSES[place.stopStatus ?? ''] ?? 'IN_TRANSIT_TO',
    deviationSeconds,
    ...(headway ? { headway } : {}),
  };
}

function toHeadway({ plannedHeadwaySeconds, headwayDeviationSeconds }: PastPlace): Headway | undefined {
  if (plannedHeadwaySeconds === undefined) return undefined;
  return {
    plannedSeconds: plannedHeadwaySeconds,
    ...(headwayDeviationSeconds === undefined
      ? {}
      : { actualSeconds: plannedHeadwaySeconds + headwayDeviationSeconds }),
  };
}

/** By vehicle, each trip's stops in order. */
export function toPredictions(
  schedule: Schedule,
  rows: Iterable<PastPrediction>,
): Map<string, TripPrediction[]> {
  const byTrip = Map.groupBy(
    rows,
    ({ vehicleId, run }) => `${vehicleId} ${run.serviceDate} ${run.tripId} ${run.startTime ?? ''}`,
  );
  const byVehicle = new Map<string, TripPrediction[]>();
  for (const stops of byTrip.values()) {
    const { run, vehicleId, madeAt, ahead } = stops[0]!;
    const instance = toInstance(schedule, run);
    if (!instance) continue;
    const prediction: TripPrediction = {
      instance,
      vehicleId,
      measuredAtSeconds: madeAt,
      ahead,
      deviationSeconds: 0,
      stops: stops
        .sort((a, b) => a.stopIndex - b.stopIndex)
        .map(({ stopIndex, arrivalSeconds, uncertaintySeconds }) => ({
          stopIndex,
          arrivalSeconds,
          departureSeconds: arrivalSeconds,
          uncertaintySeconds,
          observed: false,
        })),
    };
    byVehicle.set(vehicleId, [...(byVehicle.get(vehicleId) ?? []), prediction]);
  }
  return byVehicle;
}
