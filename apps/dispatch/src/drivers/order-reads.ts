import { Injectable } from '@nestjs/common';
import { LiveEvents } from '../live/live-events.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { DriverMetrics } from './driver-metrics.js';
import { OrderReceipts } from './order-receipts.js';
import { parseRead } from './parse-read.js';

/** What a display says of having shown an order. */
export interface OrderRead {
  readonly vehicleId: string;
  readonly payload: Uint8Array;
  readonly isRetained: boolean;
  /** Whether the display has such an order. */
  readonly isTold: (orderId: string) => boolean;
}

/** Takes the answers of displays: each is kept, known already, or refused by name. */
@Injectable()
export class OrderReads {
  constructor(
    private readonly receipts: OrderReceipts,
    private readonly events: LiveEvents,
    private readonly metrics: DriverMetrics,
    private readonly watchMetrics: WatchMetrics,
  ) {}

  /** Never throws. Kept is only what the display has: whoever has a tracker's password fills no table with it. */
  async take(read: OrderRead): Promise<void> {
    try {
      this.metrics.reads.inc({ outcome: await this.#judge(read) });
    } catch {
      this.watchMetrics.errors.inc({ where: 'drivers' });
    }
  }

  async #judge({ vehicleId, payload, isRetained, isTold }: OrderRead): Promise<string> {
    // Of any age: when it was read is not known.
    if (isRetained) return 'retained';
    const orderId = parseRead(payload);
    if (orderId === undefined) return 'malformed';
    if (!isTold(orderId)) return 'not_told';
    if (!(await this.receipts.add(orderId, vehicleId, Date.now() / 1000))) return 'known';
    this.events.publish('orders', { orderId });
    return 'kept';
  }
}
