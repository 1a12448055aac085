/**
 * Decides what an inspector sees of a medium on a vehicle: whether it is valid here and now, and nothing else of its
 * history. Taps that a validator still keeps are not known: while one of the vehicle's validators may hold some from
 * the time of the ride, the answer is that it is not known yet; so it is while a tap is here whose time is not, since
 * the validator's clock was wrong.
 */
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

/** What is known of one validator of the vehicle. */
export interface ValidatorStanding {
  /** Up to here all that it took is known; undefined where it was never heard. */
  readonly knownUntilMs?: number;
  /** Numbers are missing below the highest that it gave. */
  readonly hasGap: boolean;
  /** Taps that it says it keeps. */
  readonly queueLength: number;
}

export interface Inspection {
  readonly atMs: number;
  /** Taps from the moment that the validators were locked do not count. */
  readonly lockedAtMs: number;
  /** When the ride may have begun at the earliest: the vehicle's trip, or the longest ride before now. */
  readonly rideSinceMs: number;
  readonly taps: readonly InspectedTap[];
  readonly validators: readonly ValidatorStanding[];
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

function mayHoldTaps(
  { knownUntilMs, hasGap, queueLength }: ValidatorStanding,
  { lockedAtMs }: Inspection,
): boolean {
  return hasGap || queueLength > 0 || knownUntilMs === undefined || knownUntilMs < lockedAtMs;
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
