/**
 * Leaves out trip updates that consumers could not bring together with the positions beside them. They pair by
 * trip_id and vehicle.id alone (rule E047), without day or start time: where a position carries a trip_id, only
 * vehicles seen on it may have trip updates of it. And the trips of one vehicle are of one block (E007): that
 * of the trip it is on, before whatever is left over from another; and what is over came before it (E014).
 */
import type { PublishedTrip, PublishedVehicle } from './feed-state.js';
import type { PublicationContext } from './publication-context.js';
import type { Withheld, WithheldReason } from './withheld.js';

export interface Paired {
  readonly trips: ReadonlyMap<string, PublishedTrip>;
  readonly withheld: readonly Withheld[];
}

export function pairEntities(
  context: PublicationContext,
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
): Paired {
  const isUnseen = judgeSeen(vehicles);
  const blocks = findBlocks(context, vehicles, trips);
  const starts = findStarts(trips);
  const refuseTrip = (trip: PublishedTrip): WithheldReason | undefined => {
    const { entity, vehicleId, startSeconds, isOver } = trip;
    // A trip without a vehicle is a cancelled one.
    if (vehicleId === '') return undefined;
    if (isUnseen(trip)) return 'run_not_seen';
    if (blocks.get(vehicleId) !== blockName(context, entity.tripUpdate!.trip.tripId!)) return 'other_block';
    return isOver && startSeconds >= (starts.get(vehicleId) ?? Infinity) ? 'block_out_of_order' : undefined;
  };
  const kept = new Map<string, PublishedTrip>();
  const withheld: Withheld[] = [];
  for (const [id, trip] of trips) {
    const reason = refuseTrip(trip);
    if (reason) withheld.push({ reason, id });
    else kept.set(id, trip);
  }
  return { trips: kept, withheld };
}

/** Tells of a trip whether positions carry its trip_id, and none of them is its vehicle's. */
export function judgeSeen(vehicles: ReadonlyMap<string, PublishedVehicle>): (trip: PublishedTrip) => boolean {
  const carriers = findCarriers(vehicles);
  return ({ entity, vehicleId }) =>
    vehicleId !== '' && carriers.get(entity.tripUpdate!.trip.tripId!)?.has(vehicleId) === false;
}

/** The vehicles whose position carries a trip_id. */
function findCarriers(
  vehicles: ReadonlyMap<string, PublishedVehicle>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const carriers = new Map<string, Set<string>>();
  for (const [vehicleId, { entity }] of vehicles) {
    const tripId = entity.vehicle?.trip?.tripId;
    if (tripId === undefined) continue;
    const seen = carriers.get(tripId);
    if (seen) seen.add(vehicleId);
    else carriers.set(tripId, new Set([vehicleId]));
  }
  return carriers;
}

/** When the first trip that each vehicle runs or will run starts by the timetable. */
function findStarts(trips: ReadonlyMap<string, PublishedTrip>): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const { vehicleId, startSeconds, isOver } of trips.values()) {
    if (!isOver) starts.set(vehicleId, Math.min(startSeconds, starts.get(vehicleId) ?? Infinity));
  }
  return starts;
}

/** The block each vehicle is on: by its position, else by the first of its trips that is not over. */
function findBlocks(
  context: PublicationContext,
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const [vehicleId, { entity }] of vehicles) {
    const tripId = entity.vehicle?.trip?.tripId;
    if (tripId !== undefined) blocks.set(vehicleId, blockName(context, tripId));
  }
  const running = [...trips.values()].filter(({ isOver }) => !isOver);
  for (const { vehicleId, entity } of [...running, ...trips.values()]) {
    if (!blocks.has(vehicleId)) blocks.set(vehicleId, blockName(context, entity.tripUpdate!.trip.tripId!));
  }
  return blocks;
}

/** A trip without a block is a block of its own, but for those by headway: of a route, they follow one another. */
function blockName({ schedule: { trips }, frequencies }: PublicationContext, tripId: string): string {
  const trip = trips.indexOf.get(tripId) ?? -1;
  const block = trips.block[trip] ?? -1;
  if (block >= 0) return `block ${block}`;
  const isByHeadway = frequencies.get(trip)?.some(({ exactTimes }) => !exactTimes) ?? false;
  return isByHeadway ? `route ${trips.route[trip]!}` : `trip ${tripId}`;
}
