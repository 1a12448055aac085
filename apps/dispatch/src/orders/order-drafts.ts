/** Orders that are written and not given; a city-wide mode waits like this for a second person. */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Principal, describeOrder } from '@rukh/domain/dispatch';
import { Journal, authorOf } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { OrderPreviews, type Wish } from './order-previews.js';
import { type OrderRow, OrderStore } from './order-store.js';
import { isOfTwo } from './refuse-alone.js';

@Injectable()
export class OrderDrafts {
  constructor(
    private readonly store: OrderStore,
    private readonly previews: OrderPreviews,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
  ) {}

  /** Keeps what is not given yet; what a second person has to confirm is told of at once. */
  async keep(orderId: string, { action, reason, alert }: Wish, by: Principal): Promise<OrderRow | undefined> {
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

  async drop(orderId: string): Promise<boolean> {
    const isGone = await this.store.dropDraft(orderId);
    if (isGone) this.events.publish('orders', { orderId });
    return isGone;
  }
}

export function nameDraft(): string {
  return `draft-${randomBytes(8).toString('hex')}`;
}
