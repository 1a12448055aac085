import { Injectable } from '@nestjs/common';
import { DriverDisplays } from '../drivers/driver-displays.js';
import { Journal } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { NoticeMirror } from './notice-mirror.js';

/** Tells the feeds, the drivers, the consoles and the journal of an order that has become another. */
@Injectable()
export class OrderNews {
  constructor(
    private readonly mirror: NoticeMirror,
    private readonly displays: DriverDisplays,
    private readonly events: LiveEvents,
    private readonly journal: Journal,
  ) {}

  async tell(orderId: string, entry: Awaited<ReturnType<Journal['add']>>): Promise<void> {
    await this.mirror.look();
    // Not waited for: an order is given also while the broker of the displays does not answer.
    void this.displays.look();
    this.events.publish('orders', { orderId });
    this.journal.tell(entry);
  }
}
