import type { Charge, Disposition } from '../charge.js';
import type { ConcessionTerms } from '../tariff/terms.js';
import { ownShareOf } from './apply-group.js';
import type { Draft } from './draft.js';
import { isLoss, isNoRide } from './ride.js';
import { modifyFare } from './modify-fare.js';

/** The charge that a draft became. */
export function finishCharge(draft: Draft): Charge {
  const { ride, leg, quote } = draft;
  const operatorId = ride.entry.operatorId;
  const funded = fund(draft);
  return {
    rideRef: ride.ref,
    tapRefs: ride.taps.map(({ ref }) => ref),
    atMs: leg.atMs,
    journeyRef: draft.journeyRef,
    tariffVersion: leg.tariff.version,
    currency: leg.tariff.currency,
    fareProductId: quote.productId,
    riderCategoryId: quote.categoryId,
    fareMediaId: leg.mediaId,
    disposition: disposeOf(draft),
    nominalMinor: draft.nominalMinor,
    adjustments: draft.adjustments,
    amountMinor: amountOf(draft),
    ...(funded && { funded }),
    ...(operatorId !== undefined && { operatorId }),
    reasons: draft.reasons,
  };
}

export function amountOf({ ownMinor, extrasMinor, feesMinor }: Draft): number {
  return ownMinor + extrasMinor + feesMinor;
}

function disposeOf(draft: Draft): Disposition {
  const { status } = draft.ride;
  if (status === 'PASSBACK' || status === 'REENTRY_BLOCKED') return 'PASSBACK_IGNORED';
  if (isLoss(draft.ride)) return 'LOST_MEDIUM';
  if (status === 'INCOMPLETE_ON' || status === 'UNPAIRED_OFF' || status === 'CANCELLED') return status;
  if (amountOf(draft) > 0) return 'CHARGED';
  for (const { kind } of draft.adjustments.toReversed()) {
    if (kind === 'TRANSFER') return 'FREE_TRANSFER';
    if (kind === 'RETURNED') return 'FREE_TRANSFER';
    if (kind === 'CAP' || kind === 'BEST_VALUE') return 'CAPPED';
    if (kind === 'PASS') return 'COVERED_BY_PASS';
    if (kind === 'CONCESSION') return 'CONCESSION_FREE';
  }
  return draft.entitlement ? 'CONCESSION_FREE' : 'CHARGED';
}

/** What a funding body owes for the ride: what the rider would have paid without his concession, or a fixed amount. */
function fund(draft: Draft): Charge['funded'] {
  const { entitlement, leg, quote, ride } = draft;
  if (entitlement?.fundingBodyId === undefined) return undefined;
  if (isNoRide(ride)) return undefined;
  const terms = leg.tariff.concessions.get(quote.categoryId);
  if (terms?.funding === 'none') return undefined;
  // Transfers and rides on a pass are cheap without the concession, too; what is free for everybody costs nobody anything.
  const isUnfunded =
    draft.isWaived ||
    (draft.isTransfer && terms?.areTransfersFunded !== true && terms?.funding !== 'rest') ||
    (draft.isCovered && terms?.arePassRidesFunded !== true);
  return {
    fundingBodyId: entitlement.fundingBodyId,
    amountMinor: isUnfunded ? 0 : wholeOf(draft, terms),
    entitlementId: entitlement.id,
  };
}

function wholeOf(draft: Draft, terms: ConcessionTerms | undefined): number {
  const { leg, quote, defaultQuote } = draft;
  if (terms?.funding === 'fixed') return terms.amountMinor;
  const paid = terms?.funding === 'rest' ? ownShareOf(draft) : modifyFare(leg, quote);
  return Math.max(0, modifyFare(leg, defaultQuote) - paid);
}
