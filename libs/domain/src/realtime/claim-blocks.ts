/**
 * Which trips each vehicle is published with times for: the one it is on and those after it, as far as they are
 * one block of one day (rules E007, E014). A later trip goes to the vehicle that is on it already, else to the
 * one with the best claim of those that will come to it; where a vehicle loses one trip, it has none after it.
 */
import type { TripInstance } from '../gtfs/index.js';
import type { TripPrediction } from '../prediction/index.js';
import { type Candidate, beats } from './candidate.js';
import { findTripKind, instanceId } from './describe-trip.js';
import type { FeedState, TrackedVehicle } from './feed-state.js';
import type { PublicationContext } from './publication-context.js';
import type { Withheld, WithheldReason } from './withheld.js';

/** One trip instance to publish times for. */
export interface TripClaim {
  readonly instanceId: string;
  readonly instance: TripInstance;
  readonly vehicle: TrackedVehicle;
  readonly prediction: TripPrediction;
  /** 0 = the trip under way, 1 = the next of the block, ... */
  readonly ahead: number;
}

export interface BlockClaims {
  /** By instance id; of each vehicle, in the order of its block. */
  readonly trips: ReadonlyMap<string, TripClaim>;
  readonly withheld: readonly Withheld[];
}

/** `owners` are the vehicles on a trip, by its instance id. */
export function claimBlocks(
  context: PublicationContext,
  state: FeedState,
  owners: ReadonlyMap<string, Candidate>,
): BlockClaims {
  const withheld: Withheld[] = [];
  const chains = new Map<Candidate, readonly TripClaim[]>();
  const ownersOfAll = new Map(owners);
  for (const candidate of owners.values()) {
    const chain = chainOf(context, candidate, withheld);
    chains.set(candidate, chain);
    for (const { instanceId: id } of chain) {
      if (owners.has(id)) continue;
      const rival = ownersOfAll.get(id);
      if (!rival || beats(context, state, id, candidate, rival)) ownersOfAll.set(id, candidate);
    }
  }
  const trips = new Map<string, TripClaim>();
  for (const [candidate, chain] of chains) {
    for (const claim of chain) {
      if (ownersOfAll.get(claim.instanceId) !== candidate) {
        withheld.push({ reason: 'taken_by_another_vehicle', id: claim.instanceId });
        break;
      }
      trips.set(claim.instanceId, claim);
    }
  }
  return { trips, withheld };
}

/** What a vehicle would be published with, were it alone. */
function chainOf(
  context: PublicationContext,
  { vehicleId, vehicle, assignment }: Candidate,
  withheld: Withheld[],
): readonly TripClaim[] {
  const predictions = predictionsFrom(vehicle, assignment.instance);
  if (predictions.length === 0) withheld.push({ reason: 'nothing_predicted', id: vehicleId });
  const chain: TripClaim[] = [];
  for (const [ahead, prediction] of predictions.entries()) {
    const { instance } = prediction;
    const id = instanceId(context, instance);
    const before = chain.at(-1)?.instance;
    const reason = before && refuseNext(context, before, instance);
    if (reason) {
      withheld.push({ reason, id });
      break;
    }
    chain.push({ instanceId: id, instance, vehicle, prediction, ahead });
  }
  return chain;
}

function refuseNext(
  context: PublicationContext,
  before: TripInstance,
  next: TripInstance,
): WithheldReason | undefined {
  const { block } = context.schedule.trips;
  // By headway vehicles go on without a block, too.
  const hasBlock = block[before.trip]! >= 0 || runByHeadway(context, before, next);
  if (!hasBlock || block[before.trip] !== block[next.trip] || before.serviceDate !== next.serviceDate) {
    return 'other_block';
  }
  if (next.startSeconds <= before.startSeconds) return 'block_out_of_order';
  return findTripKind(context, next) ? undefined : 'start_time_off_headway';
}

function runByHeadway(context: PublicationContext, ...instances: TripInstance[]): boolean {
  return instances.every((instance) => findTripKind(context, instance) === 'headway');
}

/** The predictions from the trip under way on; those of trips left since they were made no longer hold. */
function predictionsFrom(
  { predictions }: TrackedVehicle,
  { trip, serviceDate, startSeconds }: TripInstance,
): readonly TripPrediction[] {
  const first = predictions.findIndex(
    ({ instance, stops }) =>
      instance.trip === trip &&
      instance.serviceDate === serviceDate &&
      instance.startSeconds === startSeconds &&
      stops.length > 0,
  );
  return first < 0 ? [] : predictions.slice(first);
}
