/**
 * Which vehicle runs which trip, as far as the feed is concerned. A run of a trip has one vehicle: of two that
 * tracking put on it, the more probable one, and of two equally probable the one published so far, so that
 * riders do not see it change at every poll. A silent vehicle yields to one that speaks.
 */
import type { Assignment } from '../tracking/index.js';
import { type Candidate, beats } from './candidate.js';
import { isNearShape } from './check-shape.js';
import { type TripClaim, claimBlocks } from './claim-blocks.js';
import { findTripKind, instanceId } from './describe-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { FeedState } from './feed-state.js';
import type { Withheld, WithheldReason } from './withheld.js';

export interface Claims {
  /** By vehicle: the trip its position may carry. Absent: none. */
  readonly tripOfVehicle: ReadonlyMap<string, Assignment>;
  /** By instance id; of each vehicle, in the order of its block. */
  readonly trips: ReadonlyMap<string, TripClaim>;
  readonly withheld: readonly Withheld[];
}

/** `header` is the timestamp of the feed to come, epoch seconds; `isDetoured` says what runs are led another way. */
export function claimTrips(
  context: PublicationContext,
  state: FeedState,
  header: number,
  isDetoured: (instanceId: string) => boolean = () => false,
): Claims {
  const withheld: Withheld[] = [];
  const owners = new Map<string, Candidate>();
  const candidates: Candidate[] = [];
  for (const [vehicleId, vehicle] of state.vehicles) {
    const { assignment, position } = vehicle.update;
    if (!assignment) continue;
    const reason = refuseAssignment(context, assignment, header - position.atSeconds);
    if (reason) {
      withheld.push({ reason, id: vehicleId });
      continue;
    }
    const isFresh = header - position.atSeconds <= context.options.positionMaxAgeSeconds;
    const id = instanceId(context, assignment.instance);
    const candidate = { vehicleId, vehicle, assignment, instanceId: id, isFresh };
    candidates.push(candidate);
    const rival = owners.get(id);
    if (!rival || beats(context, state, id, candidate, rival)) owners.set(id, candidate);
  }
  const tripOfVehicle = new Map<string, Assignment>();
  for (const candidate of candidates) {
    const { vehicleId, assignment } = candidate;
    const isOwner = owners.get(candidate.instanceId) === candidate;
    const hidden = isOwner ? hideFromPosition(context, candidate, isDetoured) : 'taken_by_another_vehicle';
    if (hidden) withheld.push({ reason: hidden, id: vehicleId });
    else tripOfVehicle.set(vehicleId, assignment);
  }
  const blocks = claimBlocks(context, state, owners);
  return { tripOfVehicle, trips: blocks.trips, withheld: [...withheld, ...blocks.withheld] };
}

/** Why an assignment is not published at all. */
function refuseAssignment(
  context: PublicationContext,
  { instance, confidence }: Assignment,
  ageSeconds: number,
): WithheldReason | undefined {
  if (!(confidence >= context.options.minConfidence)) return 'unconfident';
  if (ageSeconds > context.options.lostAfterSeconds) return 'lost';
  return findTripKind(context, instance) ? undefined : 'start_time_off_headway';
}

/** Why a trip is published without the position on it: the vehicle is on its way there, or off its shape. */
function hideFromPosition(
  context: PublicationContext,
  { assignment, vehicle, instanceId: id }: Candidate,
  isDetoured: (instanceId: string) => boolean,
): WithheldReason | undefined {
  const { phase, instance, offsetMetres } = assignment;
  if (phase === 'DEADHEAD' || phase === 'AT_BASE') return 'not_in_service';
  // On a detour that is told of it may be anywhere (rule E029).
  if (isDetoured(id)) return undefined;
  const pattern = context.schedule.patterns[context.schedule.trips.pattern[instance.trip]!]!;
  return isNearShape(context.schedule, pattern, vehicle.update.position, offsetMetres)
    ? undefined
    : 'far_from_shape';
}
