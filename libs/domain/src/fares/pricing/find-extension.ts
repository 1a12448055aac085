import { isInScope } from '../tariff/scope.js';
import type { Draft } from './draft.js';
import { type FoundPrice, findPrice } from './find-price.js';

/** What a ride that a pass or ticket does not cover costs beside it: the cheapest extension whose scope takes the ride. */
export function findExtension(
  { leg, quote, scoped }: Pick<Draft, 'leg' | 'quote' | 'scoped'>,
  baseProductId: string,
): FoundPrice | undefined {
  let best: FoundPrice | undefined;
  for (const extension of leg.tariff.extensions) {
    if (extension.baseProductId !== baseProductId || !isInScope(extension.scope, scoped)) continue;
    const price = findPrice(leg.tariff, extension.productId, quote.categoryId, leg.mediaId, leg);
    if (price && (!best || price.amountMinor < best.amountMinor)) {
      best = { ruleId: extension.ruleId, amountMinor: price.amountMinor };
    }
  }
  return best;
}
