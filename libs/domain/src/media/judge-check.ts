/**
 * What a validator with a network is told about a medium before it opens: whether, and why. It is advice of the moment;
 * the price is worked out later from all taps.
 */
import type { MediaType, TapReason } from '../taps/index.js';

/** What is known of the medium. Times are milliseconds since 1970 UTC. */
export interface CheckedMedium {
  readonly state: 'ISSUED' | 'ACTIVE' | 'BLOCKED' | 'LOST' | 'REPLACED' | 'EXPIRED';
  readonly expiresAtMs?: number;
  /** Of entries of the deny list in force, the list that devices have or not. */
  readonly denyReasons: readonly string[];
  readonly creditPolicy: 'ALLOW_TRAVEL' | 'BLOCK_PAY_AS_YOU_GO' | 'BLOCK_ALL';
  readonly isAccountShut: boolean;
  readonly pass?: { readonly fareProductId: string; readonly untilMs?: number };
  readonly riderCategoryId?: string;
  /** Its last allowed tap. */
  readonly lastTap?: { readonly atMs: number; readonly vehicleId?: string };
  /** Until when its journey goes on without another fare, as far as is known. */
  readonly transferUntilMs?: number;
  /** Of a ticket, what it was sold for; its zones are known to who reads its code alone. */
  readonly ticket?: {
    readonly validFromMs: number;
    readonly validUntilMs: number;
    readonly vehicleId?: string;
  };
  /** A ticket for one use that was used. */
  readonly isUsedTicket: boolean;
}

export interface CheckRequest {
  readonly atMs: number;
  readonly mediaType: MediaType;
  readonly vehicleId?: string;
  /** Somebody rides along on the same medium: the same boarding twice is then meant. */
  readonly hasExtras: boolean;
  readonly passbackSeconds: number;
}

export interface CheckAnswer {
  readonly reason: TapReason;
  readonly pass?: { readonly fareProductId: string; readonly untilMs?: number };
  readonly riderCategoryId?: string;
  readonly transferMinutesLeft?: number;
}

const DAY_MS = 86_400_000;

/** @param medium undefined where it was never seen */
export function judgeCheck(medium: CheckedMedium | undefined, request: CheckRequest): CheckAnswer {
  if (medium === undefined) {
    // A new bank card is let in once; a badge of the staff that nobody gave out is not.
    return { reason: request.mediaType === 'STAFF' ? 'NOT_ON_ALLOW_LIST' : 'OK_OFFLINE_RISK' };
  }
  const refusal = findRefusal(medium, request) ?? refuseStaff(medium, request);
  if (refusal !== undefined) return { reason: refusal };
  const { pass, riderCategoryId, transferUntilMs } = medium;
  const leftMs = (transferUntilMs ?? 0) - request.atMs;
  return {
    reason: nameReason(medium, leftMs),
    ...(pass && { pass }),
    ...(riderCategoryId !== undefined && { riderCategoryId }),
    ...(leftMs > 0 && leftMs < DAY_MS && { transferMinutesLeft: Math.floor(leftMs / 60_000) }),
  };
}

function findRefusal(medium: CheckedMedium, request: CheckRequest): TapReason | undefined {
  const refused = medium.ticket && refuseTicket(medium.ticket, request);
  if (refused !== undefined) return refused;
  if (medium.state === 'EXPIRED' || (medium.expiresAtMs ?? Infinity) <= request.atMs) return 'CARD_EXPIRED';
  if (medium.state === 'BLOCKED' || medium.state === 'LOST' || medium.state === 'REPLACED') {
    return 'DENY_LIST';
  }
  if (medium.isAccountShut || isDenied(medium)) return 'DENY_LIST';
  if (isPassback(medium, request)) return 'PASSBACK';
  return medium.isUsedTicket ? 'TICKET_EXPIRED' : undefined;
}

/** A badge is let in by a right of its own, which ends with the work: nobody means a badge to pay for rides. */
function refuseStaff(
  { pass, riderCategoryId }: CheckedMedium,
  { mediaType }: CheckRequest,
): TapReason | undefined {
  return mediaType === 'STAFF' && pass === undefined && riderCategoryId === undefined
    ? 'NOT_ON_ALLOW_LIST'
    : undefined;
}

function refuseTicket(
  { validFromMs, validUntilMs, vehicleId }: NonNullable<CheckedMedium['ticket']>,
  request: CheckRequest,
): TapReason | undefined {
  if (request.atMs < validFromMs) return 'TICKET_NOT_YET_VALID';
  if (request.atMs >= validUntilMs) return 'TICKET_EXPIRED';
  const isElsewhere = vehicleId !== undefined && request.vehicleId !== undefined;
  return isElsewhere && vehicleId !== request.vehicleId ? 'TICKET_WRONG_ZONE' : undefined;
}

/** Who owes money still rides on a pass, where the account's policy blocks only what would be paid by the ride. */
export function isDenied({
  denyReasons,
  creditPolicy,
  pass,
}: Pick<CheckedMedium, 'denyReasons' | 'creditPolicy' | 'pass'>): boolean {
  return denyReasons.some((reason) => {
    if (reason !== 'DEBT' || creditPolicy === 'BLOCK_ALL') return true;
    return creditPolicy === 'BLOCK_PAY_AS_YOU_GO' && pass === undefined;
  });
}

function isPassback({ lastTap }: CheckedMedium, request: CheckRequest): boolean {
  if (lastTap === undefined || request.hasExtras || request.vehicleId === undefined) return false;
  const sinceMs = request.atMs - lastTap.atMs;
  return lastTap.vehicleId === request.vehicleId && sinceMs >= 0 && sinceMs < request.passbackSeconds * 1000;
}

function nameReason({ pass, riderCategoryId }: CheckedMedium, leftMs: number): TapReason {
  if (pass) return 'OK_PASS';
  if (riderCategoryId !== undefined) return 'OK_CONCESSION';
  return leftMs > 0 ? 'OK_TRANSFER_HINT' : 'OK_PAYG';
}
