/**
 * Decides what an inspector sees of a medium on a vehicle: whether it is valid here and now, and nothing else of its
 * history. Taps that a validator still keeps are not known: while one of the vehicle's validators, or one that was taken
 * off it since the ride may have begun, may hold some from the time of the ride, the answer is that it is not known yet;
 * so it is while a tap is here whose time is not, since the validator's clock was wrong.
 */
import { type ValidatorStanding, completeUntil } from './complete-until.js';

export const INSPECTION_RESULTS = [
  'VALID',
  'NO_VALIDATION',
  'EXPIRED',
  'WRONG_HOLDER',
  'ON_DENY_LIST',
  'UNKNOWN_PENDING',
] as const;
export type InspectionResult = (typeof INSPECTION_RESULTS)[number];

/** A tap of the medium on the vehicle that is inspected. */
export interface InspectedTap {
  readonly atMs: number;
  /** The device let the rider in. */
  readonly isAllowed: boolean;
  /** The rider tapped out. */
  readonly isExit: boolean;
}

/** One that was on the vehicle in the time of the ride. */
export interface InspectedValidator extends ValidatorStanding {
  /** When it was taken off the vehicle; undefined while it is on it. */
  readonly leftMs?: number;
}

export interface Inspection {
  readonly atMs: number;
  /** Taps from the moment that the validators were locked do not count. */
  readonly lockedAtMs: number;
  /** When the ride may have begun at the earliest: the vehicle's trip, or the longest ride before now. */
  readonly rideSinceMs: number;
  readonly taps: readonly InspectedTap[];
  readonly validators: readonly InspectedValidator[];
  /** A validator of the vehicle let the medium in lately, at a time that is not known yet. */
  readonly hasUndatedTap: boolean;
  readonly isOnDenyList: boolean;
  /** The inspector found that the holder is not who the medium was given to. */
  readonly isWrongHolder: boolean;
}

export function judgeInspection(inspection: Inspection): InspectionResult {
  const { taps, lockedAtMs, rideSinceMs } = inspection;
  if (inspection.isWrongHolder) return 'WRONG_HOLDER';
  const before = taps.filter(({ atMs }) => atMs < lockedAtMs).sort((a, b) => a.atMs - b.atMs);
  const last = before.findLast(({ isAllowed }) => isAllowed);
  // Who was let in before he came to be on the list rides on.
  if (last && last.atMs >= rideSinceMs && !last.isExit) return 'VALID';
  if (inspection.isOnDenyList) return 'ON_DENY_LIST';
  const mayComeStill = inspection.validators.some((validator) => mayHoldTaps(validator, inspection));
  if (mayComeStill || inspection.hasUndatedTap) return 'UNKNOWN_PENDING';
  return last ? 'EXPIRED' : 'NO_VALIDATION';
}

function mayHoldTaps(validator: InspectedValidator, { lockedAtMs }: Inspection): boolean {
  return completeUntil(validator) < Math.min(lockedAtMs, validator.leftMs ?? Infinity);
}

/**
 * Whether a fine of `atMs` falls away because this tap has surfaced: it shows that the rider had validated before the
 * validators were locked.
 */
export function voidsFine(
  tap: InspectedTap,
  { lockedAtMs, rideSinceMs }: Pick<Inspection, 'lockedAtMs' | 'rideSinceMs'>,
): boolean {
  return tap.isAllowed && !tap.isExit && tap.atMs < lockedAtMs && tap.atMs >= rideSinceMs;
}
