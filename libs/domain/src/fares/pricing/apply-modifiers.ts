import { isInScope } from '../tariff/scope.js';
import { type Draft, addReason, setOwn } from './draft.js';
import { changeBy } from './modify-fare.js';

/** Discounts and surcharges of a ride by itself, in the order of the file. A fee that no cap takes is kept apart. */
export function applyModifiers(draft: Draft): void {
  for (const modifier of draft.leg.tariff.modifiers) {
    if (!isInScope(modifier.scope, draft.scoped)) continue;
    const difference = changeBy(modifier, draft.ownMinor, draft.leg) - draft.ownMinor;
    // Of a fee beside a fare that is no multiple of the rounding unit, rounding would take something off the fare.
    const changed = modifier.isInCaps ? difference : Math.max(0, difference);
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
