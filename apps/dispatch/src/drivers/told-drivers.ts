import { Injectable } from '@nestjs/common';
import {
  type DisplayedOrder,
  type OrderPreview,
  type OrderView,
  type Principal,
  seesCarrier,
} from '@rukh/domain/dispatch';
import type { ServiceOrder } from '@rukh/domain/realtime';
import { CarrierOf } from '../fleet/carrier-of.js';
import { WatchService } from '../live/watch.service.js';
import { DriverDesk } from './driver-desk.js';
import { DriverDisplays } from './driver-displays.js';
import { OrderReceipts } from './order-receipts.js';

/** Whom orders were told to, and where they were read: what consoles are shown of it. */
@Injectable()
export class ToldDrivers {
  constructor(
    private readonly desk: DriverDesk,
    private readonly displays: DriverDisplays,
    private readonly receipts: OrderReceipts,
    private readonly carriers: CarrierOf,
    private readonly watch: WatchService,
  ) {}

  /** Whom the order of this id, one of these in force, would be told to now. */
  preview(orders: readonly ServiceOrder[], orderId: string): Pick<OrderPreview, 'drivers' | 'tellsDrivers'> {
    return { drivers: this.desk.listTold(orders, orderId), tellsDrivers: this.displays.isSending };
  }

  /** Orders with their drivers, as far as the principal may see these. */
  async add(orders: readonly OrderView[], principal: Principal): Promise<OrderView[]> {
    if (!this.displays.isSending) return [...orders];
    const receipts = await this.receipts.list(orders.map(({ orderId }) => orderId));
    return orders.map((order) => {
      const read = new Map(
        receipts
          .filter(({ order_id }) => order_id === order.orderId)
          .map(({ vehicle_id, read_at }) => [vehicle_id, read_at]),
      );
      const drivers = [...new Set([...read.keys(), ...this.displays.vehiclesWith(order.orderId)])]
        .filter((vehicleId) => seesCarrier(principal, this.#carrierOf(vehicleId)))
        .map((vehicleId) => ({ vehicleId, ...readAtOf(read.get(vehicleId)) }));
      return { ...order, drivers };
    });
  }

  /** What the display of a vehicle has; undefined where drivers are not told. */
  async listOf(vehicleId: string): Promise<DisplayedOrder[] | undefined> {
    if (!this.displays.isSending) return undefined;
    const messages = this.displays.messagesOf(vehicleId);
    const receipts = await this.receipts.list(messages.map(({ orderId }) => orderId));
    return messages.map((message) => {
      const receipt = receipts.find(
        ({ order_id, vehicle_id }) => order_id === message.orderId && vehicle_id === vehicleId,
      );
      return { ...message, ...readAtOf(receipt?.read_at) };
    });
  }

  #carrierOf(vehicleId: string): string | undefined {
    const watch = this.watch.find();
    const vehicle = watch?.vehicles.get(vehicleId);
    return watch && vehicle ? watch.carrierOf(vehicle) : this.carriers.ofVehicle(vehicleId);
  }
}

function readAtOf(readAt: number | undefined): { readonly readAt?: number } {
  return readAt === undefined ? {} : { readAt };
}
