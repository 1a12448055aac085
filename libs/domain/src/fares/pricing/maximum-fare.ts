import { type Draft, addReason, setOwn } from './draft.js';
import { findPrice } from './find-price.js';

/** What a ride costs whose other end is not known, or that was begun again where one had just left: by the policy of the place the maximum, the fare as far as it is known, or nothing. */
export function applyIncomplete(draft: Draft): void {
  const { status, policy } = draft.ride;
  if (!policy || (status !== 'INCOMPLETE_ON' && status !== 'UNPAIRED_OFF' && status !== 'REENTRY')) return;
  const rules = {
    INCOMPLETE_ON: policy.incomplete,
    UNPAIRED_OFF: policy.unpairedOff,
    REENTRY: policy.reentry,
  };
  const rule = rules[status];
  addReason(draft, status, policy.ruleId, { rule });
  if (rule === 'free') {
    draft.isWaived = true;
    setOwn(draft, 'CANCELLED', policy.ruleId, 0);
  }
  const isToTripEnd = rule === 'trip_end';
  if ((rule !== 'maximum_fare' && !isToTripEnd) || policy.maximumProductId === undefined) return;
  const { tariff, mediaId } = draft.leg;
  const price = findPrice(tariff, policy.maximumProductId, draft.quote.categoryId, mediaId);
  if (!price || (isToTripEnd && isKnownToEnd(draft) && draft.ownMinor <= price.amountMinor)) return;
  draft.isMaximumFare = true;
  setOwn(draft, 'MAXIMUM_FARE', policy.ruleId, price.amountMinor);
}

/** Whether the ride was measured to where its trip ended. */
function isKnownToEnd({ ride, leg }: Draft): boolean {
  return ride.entry.tripEnd !== undefined && leg.toStopId === ride.entry.tripEnd.stopId;
}
