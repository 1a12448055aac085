import { isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Ticket } from '../tariff/terms.js';
import { type Draft, addReason, setOwn } from './draft.js';
import { findExtension } from './find-extension.js';
import { findPrice } from './find-price.js';
import { isWithin } from './form-rides.js';
import { fareDay, periodKey } from './period-counter.js';

interface Cover {
  key: number;
  readonly drafts: Draft[];
  /** What each ride costs without tickets. */
  readonly fares: number[];
  /** Cheapest of the first i rides. */
  readonly best: number[];
}

/**
 * Best value: for each group of tickets the cheapest way to buy the rides of a period, by single fares and tickets one
 * after another. A ride pays what it adds to that, which is never negative.
 */
export class TicketCover {
  readonly #covers = new Map<string, Cover>();

  apply(draft: Draft): void {
    const { tariff } = draft.leg;
    if (tariff.tickets.length === 0 || draft.isMaximumFare) return;
    for (const groupId of new Set(tariff.tickets.map((ticket) => ticket.groupId))) {
      this.#applyGroup(
        draft,
        tariff.tickets.filter((ticket) => ticket.groupId === groupId),
      );
    }
  }

  #applyGroup(draft: Draft, tickets: readonly Ticket[]): void {
    const first = tickets[0]!;
    const cover = this.#cover(first, draft);
    cover.drafts.push(draft);
    cover.fares.push(draft.ownMinor);
    const before = cover.best.at(-1)!;
    let least = before + draft.ownMinor;
    let bought: Ticket | undefined;
    for (const ticket of tickets) {
      const cost = costOf(ticket, cover, draft);
      if (cost !== undefined && cost < least) [least, bought] = [cost, ticket];
    }
    cover.best.push(least);
    if (!bought) return;
    addReason(draft, 'BEST_VALUE', bought.ruleId, {
      product: bought.productId,
      fareMinor: draft.ownMinor,
      amountMinor: least - before,
    });
    setOwn(draft, 'BEST_VALUE', bought.ruleId, least - before);
  }

  #cover({ groupId, period }: Ticket, { leg }: Draft): Cover {
    const key = periodKey(period, leg.tariff, leg.atMs);
    let cover = this.#covers.get(groupId);
    if (cover?.key !== key) {
      cover = { key, drafts: [], fares: [], best: [0] };
      this.#covers.set(groupId, cover);
    }
    return cover;
  }
}

/** The least for all rides where the last is covered by this ticket, whichever ride it was bought for. */
function costOf(ticket: Ticket, cover: Cover, last: Draft): number | undefined {
  const { tariff, mediaId } = last.leg;
  const price = findPrice(tariff, ticket.productId, last.quote.categoryId, mediaId)?.amountMinor;
  if (price === undefined) return undefined;
  let outside = 0;
  let covered = 0;
  let least: number | undefined;
  for (let i = cover.drafts.length - 1; i >= 0; i--) {
    const draft = cover.drafts[i]!;
    if (!isValid(ticket, tariff, draft.leg.atMs, last.leg.atMs)) break;
    if (!isInScope(ticket.scope, draft.scoped)) {
      const extension = findExtension(draft, ticket.productId)?.amountMinor;
      outside += Math.min(cover.fares[i]!, extension ?? Infinity);
    } else if (++covered > (ticket.rides ?? Infinity)) break;
    const cost = cover.best[i]! + price + outside;
    if (least === undefined || cost < least) least = cost;
  }
  return least;
}

function isValid(ticket: Ticket, tariff: Tariff, boughtMs: number, atMs: number): boolean {
  const { validity, length, seconds, isEndInclusive } = ticket;
  if (validity === 'seconds') return isWithin(atMs - boughtMs, seconds, isEndInclusive);
  if (validity === 'fare_days') return fareDay(tariff, atMs) < fareDay(tariff, boughtMs) + length;
  return periodKey(validity, tariff, boughtMs) === periodKey(validity, tariff, atMs);
}
