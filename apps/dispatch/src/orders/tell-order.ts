import { Injectable } from '@nestjs/common';
import { Journal } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { NoticeMirror } from './notice-mirror.js';

/** Tells the feeds, the consoles and the journal of an order that has become another. */
@Injectable()
export class OrderNews {
  constructor(
    private readonly mirror: NoticeMirror,
    private readonly events: LiveEvents,
    private readonly journal: Journal,
  ) {}

  async tell(orderId: string, entry: Awaited<ReturnType<Journal['add']>>): Promise<void> {
    await this.mirror.look();
    this.events.publish('orders', { orderId });
    this.journal.tell(entry);
  }
}
