/**
 * What tracking makes of a recording, as the placing of taps reads it from the archive: stop visits, and positions
 * where something changed. Each with the moment from which it was known.
 */
import { type Schedule, type TripInstance, patternOf, shiftSeconds } from '@rukh/domain/gtfs';
import { TrackedFleet } from '@rukh/domain/prediction';
import type { StopStay, TapTrip, TripFix, TripPlan } from '@rukh/domain/taps';
import type { VehicleUpdate } from '@rukh/domain/tracking';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, findServiceArea } from '@rukh/domain/vehicle';
import { readRecording } from '../../replay/read-recording.js';
import type { Hidden } from '../../replay/recorded-row.js';

/** Depots and diversions lie outside the network by no more than this. */
const AREA_MARGIN_METRES = 20_000;
const LOST_AFTER_SECONDS = 300;

export type Known<T> = T & { readonly knownMs: number };

export interface SeenVehicle {
  readonly stays: Known<StopStay>[];
  readonly fixes: Known<TripFix>[];
}

export async function collectHistory(
  schedule: Schedule,
  recording: string,
  hidden: Hidden,
): Promise<ReadonlyMap<string, SeenVehicle>> {
  const area = findServiceArea(schedule, AREA_MARGIN_METRES);
  const judge = new FleetJudge({ ...DEFAULT_JUDGING_LIMITS, ...(area ? { area } : {}) });
  const fleet = new TrackedFleet(schedule);
  const vehicles = new Map<string, SeenVehicle>();
  let now = -Infinity;
  for await (const batch of readRecording(recording, hidden)) {
    for (const { report, receivedAtSeconds } of batch) {
      if (receivedAtSeconds > now + 30) {
        now = receivedAtSeconds;
        for (const { update } of fleet.dropSilent(now - LOST_AFTER_SECONDS).items) {
          note(schedule, vehicles, update, now);
        }
      }
      const position = report && judge.judge('replay', [report], receivedAtSeconds)[0]?.position;
      const taken = position && fleet.take(position);
      if (taken) note(schedule, vehicles, taken.update, receivedAtSeconds);
    }
  }
  return vehicles;
}

function note(
  schedule: Schedule,
  vehicles: Map<string, SeenVehicle>,
  update: VehicleUpdate,
  atSeconds: number,
): void {
  const { vehicleId, atSeconds: measured } = update.position;
  const knownMs = atSeconds * 1000;
  let seen = vehicles.get(vehicleId);
  if (!seen) vehicles.set(vehicleId, (seen = { stays: [], fixes: [] }));
  for (const { instance, stopIndex, arrivalSeconds, departureSeconds } of update.visits) {
    seen.stays.push({
      trip: nameTrip(schedule, instance, vehicleId),
      place: stopIndex + 1,
      ...(arrivalSeconds === undefined ? {} : { arrivalMs: arrivalSeconds * 1000 }),
      ...(departureSeconds === undefined ? {} : { departureMs: departureSeconds * 1000 }),
      knownMs,
    });
  }
  const { assignment } = update;
  if (!assignment || assignment.phase === 'DEADHEAD' || assignment.phase === 'AT_BASE') return;
  seen.fixes.push({
    trip: nameTrip(schedule, assignment.instance, vehicleId),
    atMs: measured * 1000,
    place: assignment.nextStopIndex + 1,
    isStopped: assignment.stopStatus === 'STOPPED_AT',
    isWaiting: assignment.phase === 'LAYOVER',
    knownMs,
  });
}

/** As the archive names it (apps/archive/src/tides/trip-context.ts). */
function nameTrip(schedule: Schedule, instance: TripInstance, vehicleId: string): TapTrip {
  const tripId = schedule.trips.ids[instance.trip]!;
  const start = shiftSeconds(schedule, instance) === 0 ? '' : `@${instance.startSeconds}`;
  return { tripId, serviceDate: instance.serviceDate, performedId: `${tripId}${start}/${vehicleId}` };
}

/** All trips of a schedule that these vehicles ran. */
export function describePlans(
  schedule: Schedule,
  vehicles: ReadonlyMap<string, SeenVehicle>,
): ReadonlyMap<string, TripPlan> {
  const plans = new Map<string, TripPlan>();
  for (const { stays, fixes } of vehicles.values()) {
    for (const { trip } of [...stays, ...fixes]) {
      if (!plans.has(trip.tripId)) plans.set(trip.tripId, describePlan(schedule, trip.tripId));
    }
  }
  return plans;
}

function describePlan(schedule: Schedule, tripId: string): TripPlan {
  const trip = schedule.trips.indexOf.get(tripId)!;
  const first = schedule.trips.firstStopTime[trip]!;
  const { departureSeconds, stopSequence } = schedule.stopTimes;
  const direction = schedule.trips.directionId[trip]!;
  return {
    routeId: schedule.routes[schedule.trips.route[trip]!]!.routeId,
    ...(direction < 0 ? {} : { directionId: direction }),
    stops: [...patternOf(schedule, trip).stops].map((stop, i) => ({
      stopId: schedule.stops.ids[stop]!,
      stopSequence: stopSequence[first + i]!,
      offsetSeconds: departureSeconds[first + i]! - departureSeconds[first]!,
    })),
  };
}
