import { TripScheduleRelationship, type TripUpdate } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/**
 * Rules between the feeds of one instant: trip updates beside vehicle positions. The reference validator keeps one
 * vehicle a trip and one trip a vehicle, the last it read; we keep all, so that a trip that runs by headway with
 * six vehicles, and a vehicle with the next trips of its block, are seen for what they are.
 */
const { CANCELED, DELETED, REPLACEMENT, DUPLICATED } = TripScheduleRelationship;

export const crossFeedRules: readonly Rule[] = [
  {
    id: 'W003',
    severity: 'warning',
    title: 'In one feed and not in the other',
    meaning:
      'A trip or vehicle that is in the trip updates is in the vehicle positions too, and the other way round. Trips that do not run, the next trips of a vehicle that is seen, and vehicles without a trip are no fault; the reference validator counts all three.',
    instant: findMissing,
  },
  {
    id: 'E047',
    severity: 'error',
    title: 'Trip and vehicle paired differently',
    meaning: 'The trip updates and the vehicle positions say the same of which vehicle runs which trip.',
    instant: findMispaired,
  },
  {
    id: 'S020',
    severity: 'error',
    title: 'DUPLICATED vehicle on a trip that nobody made',
    meaning: 'The trip_id of a DUPLICATED vehicle is the trip_properties.trip_id of a trip update.',
    instant: (feed) => {
      const made = new Set<string>();
      for (const { tripUpdate } of feed.entities()) {
        if (tripUpdate?.tripProperties?.tripId !== undefined) made.add(tripUpdate.tripProperties.tripId);
      }
      const faults: PlacedFault[] = [];
      for (const { id, vehicle } of feed.entities()) {
        const trip = vehicle?.trip;
        if (trip?.scheduleRelationship !== DUPLICATED || made.has(trip.tripId ?? '')) continue;
        const text =
          trip.tripId === undefined ? 'there is no trip_id' : `no trip update made trip ${trip.tripId}`;
        faults.push({
          place: { entityId: id, ...(trip.tripId !== undefined && { tripId: trip.tripId }) },
          fault: text,
        });
      }
      return faults;
    },
  },
  {
    id: 'S045',
    severity: 'error',
    title: 'Trip both modified and replaced',
    meaning: 'A trip of selected_trips has no trip update that is a REPLACEMENT.',
    instant: (feed) => {
      const replaced = new Set<string>();
      for (const { tripUpdate } of feed.entities()) {
        if (tripUpdate?.trip.scheduleRelationship === REPLACEMENT) replaced.add(tripUpdate.trip.tripId ?? '');
      }
      const faults: PlacedFault[] = [];
      for (const { id, tripModifications } of feed.entities()) {
        for (const { tripIds } of tripModifications?.selectedTrips ?? []) {
          for (const tripId of tripIds ?? []) {
            if (!replaced.has(tripId)) continue;
            faults.push({
              place: { entityId: id, tripId },
              fault: 'the trip also has a trip update that is a REPLACEMENT',
            });
          }
        }
      }
      return faults;
    },
  },
];

/** Who runs what, in either feed. A trip_id with all its vehicles, a vehicle.id with all its trips. */
interface Pairing {
  readonly trips: Map<string, Set<string>>;
  readonly vehicles: Map<string, Set<string>>;
}

interface Pairings {
  readonly updates: Pairing;
  readonly positions: Pairing;
}

/** Undefined where one of the feeds is missing, so that nothing can be compared. */
function pairUp(feed: FeedContext): Pairings | undefined {
  const updates: Pairing = { trips: new Map(), vehicles: new Map() };
  const positions: Pairing = { trips: new Map(), vehicles: new Map() };
  for (const { tripUpdate, vehicle } of feed.entities()) {
    if (tripUpdate?.trip.tripId !== undefined && runs(tripUpdate)) {
      pair(updates, tripIdOf(tripUpdate), tripUpdate.vehicle?.id);
    }
    if (vehicle?.vehicle?.id) pair(positions, vehicle.trip?.tripId, vehicle.vehicle.id);
  }
  return updates.trips.size > 0 && positions.vehicles.size > 0 ? { updates, positions } : undefined;
}

function runs({ trip: { scheduleRelationship } }: TripUpdate): boolean {
  return scheduleRelationship !== CANCELED && scheduleRelationship !== DELETED;
}

/** The name under which vehicle positions know the trip: a copy has its own. */
function tripIdOf({ trip, tripProperties }: TripUpdate): string | undefined {
  return trip.scheduleRelationship === DUPLICATED ? (tripProperties?.tripId ?? trip.tripId) : trip.tripId;
}

function pair({ trips, vehicles }: Pairing, tripId: string | undefined, vehicleId: string | undefined): void {
  const vehiclesOfTrip = tripId ? setOf(trips, tripId) : undefined;
  const tripsOfVehicle = vehicleId ? setOf(vehicles, vehicleId) : undefined;
  if (tripId) tripsOfVehicle?.add(tripId);
  if (vehicleId) vehiclesOfTrip?.add(vehicleId);
}

function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}

function findMissing(feed: FeedContext): readonly PlacedFault[] {
  const pairings = pairUp(feed);
  if (!pairings) return [];
  const { updates, positions } = pairings;
  const faults: PlacedFault[] = [];
  const report = (key: 'tripId' | 'vehicleId', id: string, here: string, there: string): void => {
    faults.push({ place: { [key]: id }, fault: `it is in the ${here} and not in the ${there}` });
  };
  for (const [tripId, vehicles] of updates.trips) {
    if (positions.trips.has(tripId)) continue;
    const isLater = [...vehicles].some((id) => isInSameBlock(feed, tripId, positions.vehicles.get(id)));
    if (!isLater) report('tripId', tripId, 'trip updates', 'vehicle positions');
  }
  for (const vehicleId of updates.vehicles.keys()) {
    if (!positions.vehicles.has(vehicleId)) {
      report('vehicleId', vehicleId, 'trip updates', 'vehicle positions');
    }
  }
  for (const [vehicleId, trips] of positions.vehicles) {
    if (trips.size > 0 && !updates.vehicles.has(vehicleId)) {
      report('vehicleId', vehicleId, 'vehicle positions', 'trip updates');
    }
  }
  for (const tripId of positions.trips.keys()) {
    if (!updates.trips.has(tripId)) report('tripId', tripId, 'vehicle positions', 'trip updates');
  }
  return faults;
}

function findMispaired(feed: FeedContext): readonly PlacedFault[] {
  const pairings = pairUp(feed);
  if (!pairings) return [];
  const { updates, positions } = pairings;
  const faults: PlacedFault[] = [];
  for (const [tripId, vehicles] of updates.trips) {
    const seen = positions.trips.get(tripId);
    if (!seen) continue;
    for (const vehicleId of vehicles) {
      if (seen.has(vehicleId)) continue;
      const others = [...seen].slice(0, 3).join(', ');
      faults.push({
        place: { tripId, vehicleId },
        fault: `the trip updates pair them, but in the vehicle positions the trip is run by ${others}`,
      });
    }
  }
  for (const [vehicleId, trips] of positions.vehicles) {
    const known = updates.vehicles.get(vehicleId);
    if (!known || known.size === 0) continue;
    for (const tripId of trips) {
      if (known.has(tripId) || isInSameBlock(feed, tripId, known)) continue;
      faults.push({
        place: { vehicleId, tripId },
        fault: `the vehicle positions pair them, but in the trip updates the vehicle runs ${[...known].slice(0, 3).join(', ')}`,
      });
    }
  }
  return faults;
}

function isInSameBlock(feed: FeedContext, tripId: string, others: ReadonlySet<string> | undefined): boolean {
  const trip = feed.findTrip({ tripId });
  const { block } = feed.schedule?.trips ?? {};
  if (trip === undefined || !block || block[trip]! < 0) return false;
  return [...(others ?? [])].some((id) => {
    const other = feed.findTrip({ tripId: id });
    return other !== undefined && block[other] === block[trip];
  });
}
