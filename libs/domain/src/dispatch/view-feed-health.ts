import type { CarrierHealth, Coverage } from './feed-health-view.js';
import type { ServiceWatch } from './service-watch.js';
import { type WatchedVehicle, fixAt, isInService, isUnderWay } from './watched-vehicle.js';

const FRESH_SECONDS = 30;
/** GTFS-realtime's limit of a position that is still told. */
const SILENT_SECONDS = 90;
const SHOWN_SECONDS = 3600;

interface Tally {
  vehicles: number;
  freshVehicles: number;
  silentVehicles: number;
  newestFixAt: number;
  dueTrips: number;
  seenTrips: number;
  predictedTrips: number;
  readonly dueLines: Set<string>;
  readonly seenLines: Set<string>;
}

/**
 * What is heard of each carrier's vehicles, and how much of the timetable is seen. A trip is its line's carrier's, a
 * vehicle its own. The first carrier is the one most is silent of.
 */
export function viewCarriers(
  watch: ServiceWatch,
  sees: (carrierId: string | undefined) => boolean,
  now: number,
): { coverage: Coverage; carriers: CarrierHealth[] } {
  const tallies = new Map<string | undefined, Tally>();
  const whole = emptyTally();
  const talliesOf = (carrierId: string | undefined): readonly Tally[] => {
    const known = tallies.get(carrierId) ?? emptyTally();
    tallies.set(carrierId, known);
    return [known, whole];
  };
  for (const { trip: run, isUnderWay: isDue } of watch.planned.listRuns(now)) {
    const routeId = watch.routeIdOf(run.trip);
    const carrierId = watch.findCarrier(undefined, routeId);
    if (!isDue || !sees(carrierId)) continue;
    for (const tally of talliesOf(carrierId)) {
      tally.dueTrips++;
      tally.dueLines.add(routeId);
    }
  }
  for (const vehicle of watch.vehicles.values()) {
    const carrierId = watch.carrierOf(vehicle);
    if (now - fixAt(vehicle) > SHOWN_SECONDS || !sees(carrierId)) continue;
    for (const tally of talliesOf(carrierId)) addVehicle(tally, vehicle, watch, now);
  }
  const carriers = [...tallies].map(([carrierId, tally]) => {
    const { vehicles, freshVehicles, silentVehicles, newestFixAt } = tally;
    const heard = { vehicles, freshVehicles, silentVehicles, newestFixAt };
    return { carrierId: carrierId ?? null, ...heard, ...coverageOf(tally) };
  });
  return {
    coverage: coverageOf(whole),
    carriers: carriers.sort((a, b) => b.silentVehicles - a.silentVehicles || b.vehicles - a.vehicles),
  };
}

function addVehicle(tally: Tally, vehicle: WatchedVehicle, watch: ServiceWatch, now: number): void {
  const age = now - fixAt(vehicle);
  tally.vehicles++;
  if (age <= FRESH_SECONDS) tally.freshVehicles++;
  if (isInService(vehicle) && age > SILENT_SECONDS) tally.silentVehicles++;
  tally.newestFixAt = Math.max(tally.newestFixAt, fixAt(vehicle));
  const trip = vehicle.assignment?.instance.trip;
  if (trip === undefined || !isUnderWay(vehicle) || age > SILENT_SECONDS) return;
  tally.seenTrips++;
  if (vehicle.predictions.length > 0) tally.predictedTrips++;
  tally.seenLines.add(watch.routeIdOf(trip));
}

function emptyTally(): Tally {
  return {
    vehicles: 0,
    freshVehicles: 0,
    silentVehicles: 0,
    newestFixAt: 0,
    dueTrips: 0,
    seenTrips: 0,
    predictedTrips: 0,
    dueLines: new Set(),
    seenLines: new Set(),
  };
}

/** Lines that are seen though none of their trips is due do not make up for others. */
function coverageOf({ dueTrips, seenTrips, predictedTrips, dueLines, seenLines }: Tally): Coverage {
  const seenDue = [...dueLines].filter((line) => seenLines.has(line)).length;
  return { dueTrips, seenTrips, predictedTrips, dueLines: dueLines.size, seenLines: seenDue };
}
