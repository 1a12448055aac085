import { isInScope } from '../tariff/scope.js';
import type { GroupTerms } from '../tariff/terms.js';
import { type Draft, addReason, takeExtras } from './draft.js';
import { findPrice } from './find-price.js';
import { modifyFare } from './modify-fare.js';

const HOLDER = 'holder';

/** One price for the rider with those who are with him, where it is less than each paying for himself. */
export function applyGroups(draft: Draft): void {
  const offers = draft.leg.tariff.groups.flatMap((terms) => {
    const saved = savingOf(terms, draft);
    return saved === undefined ? [] : [{ terms, ...saved }];
  });
  offers.sort((a, b) => b.savedMinor - a.savedMinor);
  const [best] = offers;
  if (!best || best.savedMinor <= 0) return;
  const { terms, priceMinor, coveredMinor, taken } = best;
  addReason(draft, 'GROUP', terms.ruleId, { product: terms.productId, amountMinor: priceMinor });
  draft.adjustments.push({
    ruleId: terms.ruleId,
    kind: 'BEST_VALUE',
    amountMinor: priceMinor - draft.ownMinor - coveredMinor,
  });
  draft.ownMinor = priceMinor;
  draft.group = taken;
  for (const [kind, count] of taken) takeExtras(draft, draft.extraCounts.get(kind)!, count);
}

/** What of a ride the rider pays for himself: of one price for several no more than his own fare, and nothing twice. */
export function ownShareOf({ leg, quote, ownMinor, group, isCovered, isFreeChange }: Draft): number {
  if (!group) return ownMinor;
  return isCovered || isFreeChange ? 0 : Math.min(ownMinor, modifyFare(leg, quote));
}

/**
 * What those of a group pay who joined the rider at a free change, having no ride of before to change from: each for
 * himself, and no more than the group's price anew. Leaves them alone to be paid for.
 */
export function chargeJoined(draft: Draft, earlier: readonly Draft[]): number {
  if (!draft.group) return 0;
  let alone = 0;
  for (const [kind, count] of draft.group) {
    const joined = Math.max(0, count - countBefore(kind, earlier));
    draft.group.set(kind, joined);
    alone += joined * draft.extraCounts.get(kind)!.eachMinor;
  }
  const amountMinor = Math.min(draft.ownMinor, alone);
  draft.isFreeChange = true;
  return amountMinor;
}

/** How many of a kind were with the rider on a ride of the journey before. */
export function countBefore(kind: string, earlier: readonly Draft[]): number {
  return Math.max(0, ...earlier.map(({ extraCounts }) => extraCounts.get(kind)?.count ?? 0));
}

interface Saving {
  readonly savedMinor: number;
  readonly priceMinor: number;
  /** What the people in the group would have paid beside the rider. */
  readonly coveredMinor: number;
  readonly taken: Map<string, number>;
}

function savingOf(terms: GroupTerms, draft: Draft): Saving | undefined {
  const { tariff, mediaId } = draft.leg;
  if (!isInScope(terms.scope, draft.scoped)) return undefined;
  const price = findPrice(tariff, terms.productId, draft.quote.categoryId, mediaId, draft.leg);
  if (!price) return undefined;
  let persons = terms.kinds.get(HOLDER) ?? 1;
  let coveredMinor = 0;
  const taken = new Map<string, number>();
  for (const [kind, extra] of draft.extraCounts) {
    const count = Math.min(extra.owed, terms.kinds.get(kind) ?? 0, terms.maxPersons - persons);
    persons += count;
    coveredMinor += count * extra.eachMinor;
    taken.set(kind, count);
  }
  if (persons < terms.minPersons) return undefined;
  const savedMinor = draft.ownMinor + coveredMinor - price.amountMinor;
  return { savedMinor, priceMinor: price.amountMinor, coveredMinor, taken };
}
