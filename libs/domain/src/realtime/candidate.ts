import type { Assignment } from '../tracking/index.js';
import type { FeedState, TrackedVehicle } from './feed-state.js';
import type { PublicationContext } from './publication-context.js';

/** A vehicle that may run a trip, as far as it is concerned. */
export interface Candidate {
  readonly vehicleId: string;
  readonly vehicle: TrackedVehicle;
  readonly assignment: Assignment;
  /** Of the trip it is on. */
  readonly instanceId: string;
  /** Whether it was heard of lately. */
  readonly isFresh: boolean;
}

/** Whether `a` has the better claim to a trip than `b`; of two equal ones, the one that is published with it. */
export function beats(
  { options }: PublicationContext,
  state: FeedState,
  instanceId: string,
  a: Candidate,
  b: Candidate,
): boolean {
  if (a.isFresh !== b.isFresh) return a.isFresh;
  const difference = a.assignment.confidence - b.assignment.confidence;
  if (Math.abs(difference) >= options.confidenceMargin) return difference > 0;
  const incumbent = state.publishedTrips.get(instanceId)?.vehicleId;
  if (a.vehicleId === incumbent || b.vehicleId === incumbent) return a.vehicleId === incumbent;
  return a.vehicleId < b.vehicleId;
}
