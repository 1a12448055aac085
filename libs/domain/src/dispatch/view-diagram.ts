/** Time and distance of one direction: what was planned, what was seen, what is expected. */
import { formatGtfsTime } from '../time/index.js';
import type { RunTrip } from '../tracking/index.js';
import type { DiagramPoint, DiagramTrip, DiagramView } from './diagram-view.js';
import type { DirectionScale } from './line-scale.js';
import type { ServiceWatch } from './service-watch.js';
import type { TripLog, TripSeen } from './trip-log.js';
import { type Sees, viewStops } from './view-line.js';
import { type SeesCarrier, optional } from './view-trips.js';
import { type WatchedVehicle, fixAt, isUnderWay } from './watched-vehicle.js';

export interface DiagramWindow {
  readonly from: number;
  readonly to: number;
  /** What history has of trips of before the watch remembers their stops. */
  readonly history?: { readonly log: TripLog; readonly sees: SeesCarrier } | undefined;
}

export function viewDiagram(
  watch: ServiceWatch,
  direction: DirectionScale,
  { from, to, history }: DiagramWindow,
  now: number,
  sees: Sees,
): DiagramView {
  const vehicles = listVehicles(watch, direction.key);
  const planned = watch.planned.listWithin(direction.key, from, to);
  const context = { watch, sees, history };
  const trips = planned.map((trip) => viewTrip(context, trip, vehicles.get(watch.log.keyOf(trip.instance))));
  const known = new Set(planned.map((trip) => watch.log.keyOf(trip.instance)));
  // By headway there is no list of trips: those that vehicles are on, and others that the plan has elsewhere.
  for (const [key, vehicle] of vehicles) {
    const trip = known.has(key) ? undefined : watch.timetable.findRunTrip(vehicle.assignment!.instance);
    if (trip) trips.push(viewTrip(context, trip, vehicle));
  }
  return {
    at: Math.floor(now),
    routeId: watch.schedule.routes[direction.route]!.routeId,
    directionId: direction.directionId,
    from,
    to,
    stops: viewStops(watch, direction.mainPattern),
    trips,
  };
}

/** Vehicles on trips of a direction, by the run of the trip. */
function listVehicles(watch: ServiceWatch, key: string): Map<string, WatchedVehicle> {
  const vehicles = new Map<string, WatchedVehicle>();
  for (const vehicle of watch.vehicles.values()) {
    const { assignment } = vehicle;
    if (!assignment || watch.scales.ofTrip(assignment.instance.trip).direction.key !== key) continue;
    const tripKey = watch.log.keyOf(assignment.instance);
    const rival = vehicles.get(tripKey)?.assignment;
    if (!rival || rival.confidence < assignment.confidence) vehicles.set(tripKey, vehicle);
  }
  return vehicles;
}

interface DiagramContext extends Pick<DiagramWindow, 'history'> {
  readonly watch: ServiceWatch;
  readonly sees: Sees;
}

/** What is known of a run: of which more stops are. */
function findSeen({ watch, history }: DiagramContext, trip: RunTrip): TripSeen | undefined {
  const instance = trip.instance;
  const seen = watch.log.find(instance);
  const before = history?.log.find(instance);
  return before && before.stopIndexes.length > (seen?.stopIndexes.length ?? 0) ? before : seen;
}

/** Whether who ran a trip of before may be told of; of a vehicle long gone by whom it belongs to. */
function isFormerSeen({ watch, sees, history }: DiagramContext, trip: RunTrip, vehicleId: string): boolean {
  const former = watch.vehicles.get(vehicleId);
  if (former) return sees(former);
  return history?.sees(watch.findCarrier(vehicleId, watch.routeIdOf(trip.trip))) === true;
}

function viewTrip(context: DiagramContext, trip: RunTrip, vehicle: WatchedVehicle | undefined): DiagramTrip {
  const { watch, sees } = context;
  const { trips, blockIds } = watch.schedule;
  const block = trips.block[trip.trip]!;
  const isSeen = vehicle !== undefined && sees(vehicle);
  const seen = findSeen(context, trip);
  const isShown =
    isSeen || (vehicle === undefined && seen !== undefined && isFormerSeen(context, trip, seen.vehicleId));
  return {
    tripId: trips.ids[trip.trip]!,
    serviceDate: trip.run.serviceDate,
    startTime: formatGtfsTime(trip.startOfDaySeconds),
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
    ...(isSeen
      ? {
          vehicleId: vehicle.vehicleId,
          label: vehicle.update.position.label ?? vehicle.vehicleId,
          state: vehicle.state,
        }
      : isShown && seen
        ? {
            vehicleId: seen.vehicleId,
            ...optional('label', watch.vehicles.get(seen.vehicleId)?.update.position.label),
          }
        : {}),
    planned: trip.headway ? [] : drawPlanned(watch, trip),
    actual: isShown ? drawActual(watch, trip, seen, vehicle) : [],
    predicted: isSeen ? drawPredicted(watch, trip, vehicle) : [],
  };
}

function drawPlanned(watch: ServiceWatch, trip: RunTrip): DiagramPoint[] {
  const { places, mainIndexes } = watch.scales.ofPattern(trip.pattern);
  return Array.from(places, (place, i) => [
    Math.round(watch.timetable.departureAt(trip, i)),
    Math.round(place),
    mainIndexes[i]!,
  ]);
}

function drawActual(
  watch: ServiceWatch,
  trip: RunTrip,
  seen: TripSeen | undefined,
  vehicle: WatchedVehicle | undefined,
): DiagramPoint[] {
  const { places, mainIndexes } = watch.scales.ofPattern(trip.pattern);
  const points = (seen?.stopIndexes ?? []).map((stopIndex, i): DiagramPoint => [
    Math.round(seen!.times[i]!),
    Math.round(places[stopIndex] ?? 0),
    mainIndexes[stopIndex] ?? -1,
  ]);
  const here = vehicle && findHere(vehicle);
  const last = points.at(-1);
  if (here && (!last || (here[0] > last[0] && here[1] >= last[1]))) points.push(here);
  return points;
}

function findHere(vehicle: WatchedVehicle): DiagramPoint | undefined {
  if (!isUnderWay(vehicle) || vehicle.place === undefined) return undefined;
  return [Math.round(fixAt(vehicle)), Math.round(vehicle.place), -1];
}

function drawPredicted(watch: ServiceWatch, trip: RunTrip, vehicle: WatchedVehicle): DiagramPoint[] {
  const prediction = vehicle.predictions.find(
    ({ instance }) => instance.trip === trip.trip && instance.startSeconds === trip.startOfDaySeconds,
  );
  if (!prediction) return [];
  const { places, mainIndexes } = watch.scales.ofPattern(trip.pattern);
  const here = findHere(vehicle);
  const points = prediction.stops
    .filter(({ observed, arrivalSeconds }) => !observed && arrivalSeconds > fixAt(vehicle))
    .map(({ stopIndex, arrivalSeconds }): DiagramPoint => [
      Math.round(arrivalSeconds),
      Math.round(places[stopIndex] ?? 0),
      mainIndexes[stopIndex] ?? -1,
    ]);
  return here && points.length > 0 ? [here, ...points] : points;
}
