/**
 * Whether a ticket whose signatures are right is good here and now. All times are seconds since 1970 UTC, as tickets
 * carry them. A ticket is valid in [validFrom, validUntil).
 */
import type { DenyReason } from '../taps/index.js';
import type { DynamicTicketRule } from './validator-configuration.js';

export interface TicketTerms {
  readonly validFrom: number;
  readonly validUntil: number;
  /** Of the only vehicle that takes it. */
  readonly vehicleId?: string;
  /** Of the only zones that take it. */
  readonly zoneIds?: readonly string[];
  /** Of a phone's ticket. */
  readonly dynamic?: DynamicTerms;
}

export interface DynamicTerms {
  /** Until when the phone's key may vouch for it. */
  readonly endOfValidity: number;
  /** Seconds for which one code is good, as the issuer wants it: 1 to 3600. */
  readonly validityDuration: number;
}

export interface TicketUse {
  /** By the device's clock. */
  readonly at: number;
  readonly vehicleId?: string;
  readonly zoneId?: string;
  /** When the phone says that it made the code. */
  readonly madeAt?: number;
}

export type TicketRefusal = Extract<
  DenyReason,
  | 'TICKET_BAD_SIGNATURE'
  | 'TICKET_EXPIRED'
  | 'TICKET_NOT_YET_VALID'
  | 'TICKET_STALE_DYNAMIC'
  | 'TICKET_WRONG_ZONE'
>;

/** Why it is refused; undefined where it is good. */
export function judgeTicket(
  terms: TicketTerms,
  use: TicketUse,
  rule: DynamicTicketRule,
): TicketRefusal | undefined {
  const { dynamic } = terms;
  if (use.at < terms.validFrom) return 'TICKET_NOT_YET_VALID';
  if (use.at >= terms.validUntil) return 'TICKET_EXPIRED';
  if (dynamic !== undefined && use.at >= dynamic.endOfValidity) return 'TICKET_EXPIRED';
  if (terms.vehicleId !== undefined && terms.vehicleId !== use.vehicleId) return 'TICKET_WRONG_ZONE';
  if (terms.zoneIds !== undefined && !terms.zoneIds.includes(use.zoneId ?? '')) return 'TICKET_WRONG_ZONE';
  if (dynamic === undefined) return undefined;
  return isCodeCurrent(dynamic, use, rule) ? undefined : 'TICKET_STALE_DYNAMIC';
}

/**
 * Whether the phone made its code just now. Its clock may be wrong by the skew either way; a code of the future is as
 * stale as one of the past.
 */
export function isCodeCurrent(
  dynamic: DynamicTerms,
  { at, madeAt }: Pick<TicketUse, 'at' | 'madeAt'>,
  rule: DynamicTicketRule,
): boolean {
  if (madeAt === undefined) return false;
  const windowSeconds = Math.min(dynamic.validityDuration, rule.windowSeconds);
  return madeAt - rule.skewSeconds <= at && at <= madeAt + windowSeconds + rule.skewSeconds;
}
