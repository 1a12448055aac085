import { Injectable } from '@nestjs/common';
import {
  type DriverMessage,
  type SeenVehicle,
  type ToldDriver,
  listDriverMessages,
} from '@rukh/domain/dispatch';
import type { ServiceOrder } from '@rukh/domain/realtime';
import { WatchService } from '../live/watch.service.js';
import { FeedMirror } from '../orders/feed-mirror.js';
import { hasOrderTopic } from './order-topics.js';

/** What drivers are told of orders, by who drives what now. */
@Injectable()
export class DriverDesk {
  constructor(
    private readonly watch: WatchService,
    private readonly feed: FeedMirror,
  ) {}

  /** Whether it is known who drives what: there is a schedule, and what tracking said is taken in. */
  get isReady(): boolean {
    return this.watch.find() !== undefined && this.watch.isCaughtUp;
  }

  /**
   * By vehicle id, of all vehicles that are heard of.
   * @throws Problem 503 while there is no schedule
   */
  list(orders: readonly ServiceOrder[]): ReadonlyMap<string, readonly DriverMessage[]> {
    return listDriverMessages(this.feed.context, orders, this.#listSeen(), Date.now() / 1000);
  }

  /** Whom one of the orders is told to. */
  listTold(orders: readonly ServiceOrder[], orderId: string): ToldDriver[] {
    const labels = new Map(this.#listSeen().map(({ vehicleId, label }) => [vehicleId, label]));
    return [...this.list(orders)].flatMap(([vehicleId, messages]) => {
      const message = messages.find((one) => one.orderId === orderId);
      return message ? [{ vehicleId, label: labels.get(vehicleId)!, texts: message.texts }] : [];
    });
  }

  /** Whether a vehicle is heard of: of others nobody knows what they drive. */
  sees(vehicleId: string): boolean {
    return this.watch.find()?.vehicles.has(vehicleId) === true;
  }

  #listSeen(): SeenVehicle[] {
    const watch = this.watch.get();
    // Between two versions of the schedule trips have other numbers.
    const isSame = watch.schedule === this.feed.context.schedule;
    return [...watch.vehicles.values()]
      .filter(({ vehicleId }) => hasOrderTopic(vehicleId))
      .map(({ vehicleId, update, assignment }) => ({
        vehicleId,
        label: update.position.label ?? vehicleId,
        instance: isSame ? assignment?.instance : undefined,
      }));
  }
}
