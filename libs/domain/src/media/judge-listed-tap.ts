/**
 * Who answers for a tap of a medium that was refused or should have been (ticketing.md 2.4.8). The list's version is on
 * each tap, and which versions a medium was in is kept: from both it follows, and nobody has to argue.
 */

/** Versions of the list in which a medium was: [added, removed). */
export interface ListedSpan {
  readonly addedVersion: number;
  readonly removedVersion?: number;
}

export interface ListedTap {
  readonly isAllowed: boolean;
  /** 0 where the device had no list, or did not say. */
  readonly denyListVersion: number;
}

/**
 * DEVICE_FAULT: it had the entry and let the medium in. SCHEME_RISK: the medium is or was on the list, but not in the
 * device's version: whoever is late with the list bears it, and it is no fraud of the rider. REFUSED: by the list.
 * NOT_LISTED: the list had no part in it.
 */
export type ListedTapVerdict = 'DEVICE_FAULT' | 'SCHEME_RISK' | 'REFUSED' | 'NOT_LISTED';

/**
 * @param spans all spans of the medium
 * @param newestVersion the newest list when the tap was made; what came later has no part in it
 */
export function judgeListedTap(
  spans: readonly ListedSpan[],
  { isAllowed, denyListVersion }: ListedTap,
  newestVersion: number,
): ListedTapVerdict {
  const isIn = (version: number): boolean =>
    spans.some(
      ({ addedVersion, removedVersion }) => addedVersion <= version && version < (removedVersion ?? Infinity),
    );
  if (isIn(denyListVersion)) return isAllowed ? 'DEVICE_FAULT' : 'REFUSED';
  return isAllowed && denyListVersion < newestVersion && isIn(newestVersion) ? 'SCHEME_RISK' : 'NOT_LISTED';
}
