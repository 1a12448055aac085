/** Orders that are written and not given; a city-wide mode waits like this for a second person. */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type OrderReason, type Principal, describeOrder } from '@rukh/domain/dispatch';
import { Journal, authorOf } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { OrderPreviews } from './order-previews.js';
import type { Wish } from './wish.js';
import { type OrderRow, OrderStore } from './order-store.js';
import { isOfTwo, refuseHalfAsked } from './refuse-alone.js';

@Injectable()
export class OrderDrafts {
  constructor(
    private readonly store: OrderStore,
    private readonly previews: OrderPreviews,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
  ) {}

  /** Keeps what is not given yet; what a second person has to confirm is told of at once. */
  async keep(orderId: string, wish: Wish, by: Principal): Promise<OrderRow | undefined> {
    refuseHalfAsked(wish);
    const { action, reason, alert } = wish;
    const summary = describeOrder(this.previews.context.schedule, action);
    const author = authorOf(by);
    const draft = { action, summary, reason: reason ?? null, alert_input: alert ?? null };
    const row = await this.store.saveDraft(orderId, draft, author);
    if (!row || !isOfTwo(action)) return row;
    const line = { by: author, kind: 'order' as const, event: 'order.asked', text: summary, orderId };
    this.journal.tell(await this.journal.add(reason ? { ...line, reason } : line));
    this.events.publish('orders', { orderId });
    return row;
  }

  /**
   * Throws a draft away; of what was asked of a second person the journal keeps who did, and why.
   * @returns whether it was one still: it may have been confirmed meanwhile
   */
  async drop(draft: OrderRow, by: Principal, reason?: OrderReason): Promise<boolean> {
    const { order_id: orderId, action, summary: text } = draft;
    const author = authorOf(by);
    const event = draft.created_by.userId === by.userId ? 'order.withdrawn' : 'order.refused';
    const line = { by: author, kind: 'order' as const, event, text, orderId, ...(reason && { reason }) };
    // Under the lock of those who confirm: what is withdrawn is not confirmed, what is confirmed not withdrawn.
    const { isGone, entry } = await this.store.change(async (on) => {
      const isGone = await this.store.dropDraft(orderId, on);
      return { isGone, entry: isGone && isOfTwo(action) ? await this.journal.add(line, on) : undefined };
    });
    if (entry) this.journal.tell(entry);
    if (isGone) this.events.publish('orders', { orderId });
    return isGone;
  }
}

export function nameDraft(): string {
  return `draft-${randomBytes(8).toString('hex')}`;
}
