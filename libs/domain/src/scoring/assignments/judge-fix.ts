import type { Phase } from '../../tracking/index.js';

/**
 * One fix of a vehicle: what was true of it, and what was published. A label is right only by trip and day; route
 * and direction are judged beside it, because a wrong trip of the right route still brings the rider home.
 */
export interface FixLabel {
  readonly vehicleId: string;
  /** Of the fix, epoch seconds. */
  readonly atSeconds: number;
  /** During a layover the next trip; undefined on deadheads and at the base. */
  readonly tripId?: string;
  readonly startDate?: string;
  readonly routeId?: string;
  readonly directionId?: number;
  /** Undefined in recordings that only know trips. */
  readonly phase?: Phase;
}

export interface PublishedFix {
  readonly tripId?: string;
  readonly startDate?: string;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly phase?: Phase;
  readonly confidence?: number;
}

/**
 * - `right`: the trip is right, or there is none and none is published;
 * - `wrong_trip`: another than the vehicle is on;
 * - `not_in_service`: a trip is published as under way while the vehicle is on none;
 * - `missing`: the vehicle is on a trip and none is published.
 */
export const VERDICTS = ['right', 'wrong_trip', 'not_in_service', 'missing'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Whether a phase is part of a trip under way. */
export function isInService(phase: Phase): boolean {
  return phase === 'IN_PROGRESS' || phase === 'OFF_ROUTE';
}

/** The phase that a label stands for; undefined where it says nothing at all. */
export function labelledPhase({ phase, tripId }: FixLabel): Phase | undefined {
  return phase ?? (tripId === undefined ? undefined : 'IN_PROGRESS');
}

export function judgeFix(label: FixLabel, published: PublishedFix): Verdict {
  if (label.tripId === undefined) {
    const isUnderWay = published.tripId !== undefined && isInService(published.phase ?? 'IN_PROGRESS');
    return isUnderWay ? 'not_in_service' : 'right';
  }
  if (published.tripId === undefined) return 'missing';
  return isRightTrip(label, published) ? 'right' : 'wrong_trip';
}

/** Dates are compared where both have one: some recordings leave them out. */
export function isRightTrip(label: FixLabel, published: PublishedFix): boolean {
  if (label.tripId === undefined || label.tripId !== published.tripId) return false;
  const { startDate } = label;
  return startDate === undefined || published.startDate === undefined || startDate === published.startDate;
}
