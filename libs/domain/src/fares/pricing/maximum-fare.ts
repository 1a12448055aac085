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
  if (rule === 'free') setOwn(draft, 'CANCELLED', policy.ruleId, 0);
  if (rule !== 'maximum_fare' || policy.maximumProductId === undefined) return;
  const { tariff, mediaId } = draft.leg;
  const price = findPrice(tariff, policy.maximumProductId, draft.quote.categoryId, mediaId);
  if (!price) return;
  draft.isMaximumFare = true;
  setOwn(draft, 'MAXIMUM_FARE', policy.ruleId, price.amountMinor);
}
