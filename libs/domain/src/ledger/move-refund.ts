import { isSamePerson } from './same-person.js';

/**
 * A refund that somebody asks for and, above a limit, another must approve: nobody moves much money alone.
 */
export const REFUND_STATES = ['REQUESTED', 'APPROVED', 'REJECTED', 'PAID'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export type RefundRefusal = 'NOT_REQUESTED' | 'SAME_PERSON' | 'MORE_THAN_PAID' | 'MORE_THAN_ASKED';

export interface RefundRequest {
  readonly amountMinor: number;
  /** What the rider was asked for, less what was refunded before. */
  readonly refundableMinor: number;
  /** What of the ride was asked back before and not rejected. */
  readonly refundedMinor: number;
  readonly requestedBy: string;
  /** Up to this of a ride in all, who requests a refund also grants it. */
  readonly fourEyesAboveMinor: number;
}

/** The state that a request begins in, or why it is none. */
export function openRefund(request: RefundRequest): RefundState | { readonly refused: RefundRefusal } {
  const { amountMinor, refundableMinor, refundedMinor, fourEyesAboveMinor } = request;
  if (amountMinor <= 0 || amountMinor > refundableMinor) return { refused: 'MORE_THAN_PAID' };
  // Of parts, none of which needs a second person, the whole might.
  return refundedMinor + amountMinor > fourEyesAboveMinor ? 'REQUESTED' : 'APPROVED';
}

/**
 * A refund and a price that falls may both give the same money back, e.g. for a ride that was refunded and is found to
 * have been a free transfer. What they gave back beyond what the ride was asked for is the scheme's: this much of it, in
 * all. No refund is granted beyond what is asked for, so it is nought until the price falls.
 */
export function excessOf(refundedMinor: number, billedMinor: number): number {
  return Math.max(0, refundedMinor - billedMinor);
}

export interface RefundDecision {
  readonly by: string;
  readonly isApproved: boolean;
  /** All that was asked for, or a part of it: of three tickets two may be wrong. */
  readonly grantedMinor: number;
}

/** What a second person's decision makes of a request. */
export function decideRefund(
  refund: { readonly state: RefundState; readonly requestedBy: string; readonly amountMinor: number },
  { by, isApproved, grantedMinor }: RefundDecision,
  /** What could still be refunded beside it; below nought where the price fell since it was asked for. */
  restMinor = 0,
): RefundState | { readonly refused: RefundRefusal } {
  if (refund.state !== 'REQUESTED') return { refused: 'NOT_REQUESTED' };
  if (!isApproved) return 'REJECTED';
  // One may withdraw one's own request, not grant it.
  if (isSamePerson(by, refund.requestedBy)) return { refused: 'SAME_PERSON' };
  if (grantedMinor > refund.amountMinor) return { refused: 'MORE_THAN_ASKED' };
  return grantedMinor > refund.amountMinor + restMinor ? { refused: 'MORE_THAN_PAID' } : 'APPROVED';
}
