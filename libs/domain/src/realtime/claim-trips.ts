/**
 * Which vehicle runs which trip, as far as the feed is concerned. A run of a trip has one vehicle: of two that
 * tracking put on it, the more probable one, and of two equally probable the one published so far, so that
 * riders do not see it change at every poll. A silent vehicle yields to one that speaks. Later trips of a block
 * go with the vehicle that runs the earlier one.
 */
import type { TripInstance } from '../gtfs/index.js';
import type { TripPrediction } from '../prediction/index.js';
import type { Assignment } from '../tracking/index.js';
import { isNearShape } from './check-shape.js';
import { findTripKind, instanceId } from './describe-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { FeedState, TrackedVehicle } from './feed-state.js';
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

export interface Claims {
  /** By vehicle: the trip its position may carry. Absent: none. */
  readonly tripOfVehicle: ReadonlyMap<string, Assignment>;
  /** By instance id; of each vehicle, in the order of its block. */
  readonly trips: ReadonlyMap<string, TripClaim>;
  readonly withheld: readonly Withheld[];
}

interface Candidate {
  readonly vehicleId: string;
  readonly vehicle: TrackedVehicle;
  readonly assignment: Assignment;
  readonly instanceId: string;
  readonly isFresh: boolean;
}

/** `header` is the timestamp of the feed to come, epoch seconds. */
export function claimTrips(context: PublicationContext, state: FeedState, header: number): Claims {
  const withheld: Withheld[] = [];
  const owners = new Map<string, Candidate>();
  const candidates: Candidate[] = [];
  for (const [vehicleId, vehicle] of state.vehicles) {
    const { assignment, position } = vehicle.update;
    if (!assignment) continue;
    const reason = refuseAssignment(context, state, assignment, header - position.atSeconds);
    if (reason) {
      withheld.push({ reason, id: vehicleId });
      continue;
    }
    const isFresh = header - position.atSeconds <= context.options.positionMaxAgeSeconds;
    const id = instanceId(context, assignment.instance);
    const candidate = { vehicleId, vehicle, assignment, instanceId: id, isFresh };
    candidates.push(candidate);
    const rival = owners.get(id);
    if (!rival || beats(candidate, rival, state, context)) owners.set(id, candidate);
  }
  const tripOfVehicle = new Map<string, Assignment>();
  const trips = new Map<string, TripClaim>();
  for (const candidate of candidates) {
    const { vehicleId, assignment } = candidate;
    if (owners.get(candidate.instanceId) !== candidate) {
      withheld.push({ reason: 'taken_by_another_vehicle', id: vehicleId });
      continue;
    }
    const hidden = hideFromPosition(context, candidate);
    if (hidden) withheld.push({ reason: hidden, id: vehicleId });
    else tripOfVehicle.set(vehicleId, assignment);
    claimBlock(context, state, candidate, owners, trips, withheld);
  }
  return { tripOfVehicle, trips, withheld };
}

/** Why an assignment is not published at all. */
function refuseAssignment(
  context: PublicationContext,
  state: FeedState,
  { instance, confidence }: Assignment,
  ageSeconds: number,
): WithheldReason | undefined {
  if (!(confidence >= context.options.minConfidence)) return 'unconfident';
  if (ageSeconds > context.options.lostAfterSeconds) return 'lost';
  if (!findTripKind(context, instance)) return 'start_time_off_headway';
  return state.cancelled.has(instanceId(context, instance)) ? 'cancelled' : undefined;
}

/** Why a trip is published without the position on it: the vehicle is on its way there, or off its shape. */
function hideFromPosition(
  context: PublicationContext,
  { assignment, vehicle }: Candidate,
): WithheldReason | undefined {
  const { phase, instance, offsetMetres } = assignment;
  if (phase === 'DEADHEAD' || phase === 'AT_BASE') return 'not_in_service';
  const pattern = context.schedule.patterns[context.schedule.trips.pattern[instance.trip]!]!;
  return isNearShape(context.schedule, pattern, vehicle.update.position, offsetMetres)
    ? undefined
    : 'far_from_shape';
}

function beats(a: Candidate, b: Candidate, state: FeedState, context: PublicationContext): boolean {
  if (a.isFresh !== b.isFresh) return a.isFresh;
  const difference = a.assignment.confidence - b.assignment.confidence;
  if (Math.abs(difference) >= context.options.confidenceMargin) return difference > 0;
  const incumbent = state.publishedTrips.get(a.instanceId)?.vehicleId;
  if (a.vehicleId === incumbent || b.vehicleId === incumbent) return a.vehicleId === incumbent;
  return a.vehicleId < b.vehicleId;
}

/** The trip under way and those after it, as far as they are one block of one day (rules E007, E014). */
function claimBlock(
  context: PublicationContext,
  state: FeedState,
  { vehicleId, vehicle, assignment }: Candidate,
  owners: ReadonlyMap<string, Candidate>,
  trips: Map<string, TripClaim>,
  withheld: Withheld[],
): void {
  const chain = predictionsFrom(vehicle, assignment.instance);
  if (chain.length === 0) withheld.push({ reason: 'nothing_predicted', id: vehicleId });
  let before: TripInstance | undefined;
  for (const [ahead, prediction] of chain.entries()) {
    const { instance } = prediction;
    const id = instanceId(context, instance);
    const owner = owners.get(id) ?? trips.get(id);
    const reason = before
      ? owner
        ? 'taken_by_another_vehicle'
        : refuseNext(context, state, before, instance)
      : undefined;
    if (reason) {
      withheld.push({ reason, id });
      if (reason !== 'cancelled') return;
      continue;
    }
    trips.set(id, { instanceId: id, instance, vehicle, prediction, ahead });
    before = instance;
  }
}

function refuseNext(
  context: PublicationContext,
  state: FeedState,
  before: TripInstance,
  next: TripInstance,
): WithheldReason | undefined {
  const { block } = context.schedule.trips;
  const isSameBlock = block[before.trip]! >= 0 && block[before.trip] === block[next.trip];
  if (!isSameBlock || before.serviceDate !== next.serviceDate) return 'other_block';
  if (next.startSeconds <= before.startSeconds) return 'block_out_of_order';
  if (!findTripKind(context, next)) return 'start_time_off_headway';
  return state.cancelled.has(instanceId(context, next)) ? 'cancelled' : undefined;
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
