import { isInScope } from '../tariff/scope.js';
import type { Modifier } from '../tariff/terms.js';
import { scopeOf } from './choose-category.js';
import type { Leg } from './describe-leg.js';
import { type Draft, addReason, setOwn } from './draft.js';
import type { Quote } from './quote-leg.js';
import { percentOf, roundMoney } from './round-money.js';

/** Discounts and surcharges of a ride by itself, in the order of the file. A fee that no cap takes is kept apart. */
export function applyModifiers(draft: Draft): void {
  for (const modifier of draft.leg.tariff.modifiers) {
    if (!isInScope(modifier.scope, draft.scoped)) continue;
    const changed = change(draft.ownMinor, modifier, draft.leg) - draft.ownMinor;
    if (changed === 0) continue;
    const kind = changed < 0 ? 'DISCOUNT' : 'SURCHARGE';
    const inputs =
      modifier.kind === 'percent'
        ? { percent: modifier.value / 100, amountMinor: changed }
        : { amountMinor: changed };
    addReason(draft, kind, modifier.ruleId, inputs);
    if (modifier.isInCaps) setOwn(draft, kind, modifier.ruleId, draft.ownMinor + changed);
    else {
      draft.adjustments.push({ ruleId: modifier.ruleId, kind, amountMinor: changed });
      draft.feesMinor += changed;
    }
  }
}

/** What a leg costs with the discounts and surcharges that are part of its fare, e.g. several rides as one. */
export function modifyFare(leg: Leg, quote: Quote): number {
  const scoped = scopeOf(leg, quote);
  return leg.tariff.modifiers.reduce(
    (amount, modifier) =>
      modifier.isInCaps && isInScope(modifier.scope, scoped) ? change(amount, modifier, leg) : amount,
    quote.amountMinor,
  );
}

function change(amount: number, { kind, value }: Modifier, { tariff }: Leg): number {
  const exact = amount + (kind === 'percent' ? percentOf(amount, value) : value);
  return Math.max(0, roundMoney(exact, tariff.rounding));
}
