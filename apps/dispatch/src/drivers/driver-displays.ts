import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type MqttMessage, MqttPublisher, MqttSubscriber } from '@rukh/adapters/mqtt';
import type { DriverMessage } from '@rukh/domain/dispatch';
import { findBroker } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { OrderStore, toServiceOrder } from '../orders/order-store.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { DriverDesk } from './driver-desk.js';
import { DriverMetrics } from './driver-metrics.js';
import { OrderReads } from './order-reads.js';
import { orderFilters, orderTopic, parseOrderTopic } from './order-topics.js';

const LOOK_MS = 2000;

interface KeptMessage {
  readonly text: string;
  readonly orders: readonly DriverMessage[];
}

/**
 * The displays before drivers: each vehicle's orders in force as one retained message, sent after each change and,
 * every two seconds, where the broker has another than it should. What the broker has is heard from the broker itself,
 * so that after a crash, of this process or of that one, nothing stale stays.
 */
@Injectable()
export class DriverDisplays implements OnModuleInit, OnApplicationShutdown {
  readonly #publisher: MqttPublisher | undefined;
  readonly #subscriber: MqttSubscriber | undefined;
  readonly #startedAt = Date.now() / 1000;
  /** By vehicle, what the broker keeps. */
  readonly #kept = new Map<string, KeptMessage>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly desk: DriverDesk,
    private readonly store: OrderStore,
    private readonly reads: OrderReads,
    private readonly metrics: DriverMetrics,
    private readonly watchMetrics: WatchMetrics,
  ) {
    const endpoint = findBroker(config);
    if (!endpoint) return;
    const clientIdPrefix = 'rukh-dispatch';
    this.#publisher = new MqttPublisher({ endpoint, clientIdPrefix, onError: () => this.#fail('mqtt') });
    this.#subscriber = new MqttSubscriber({
      endpoint,
      clientIdPrefix,
      filters: orderFilters(config.RUKH_AGENCY),
      onMessage: (message) => this.#take(message),
      onError: () => {
        // A broker that was away may have lost everything: it says what it keeps when it is back.
        this.#kept.clear();
        this.#fail('mqtt');
      },
    });
  }

  /** Whether there is a broker to tell drivers by. */
  get isSending(): boolean {
    return this.#publisher !== undefined;
  }

  onModuleInit(): void {
    if (!this.isSending) return;
    this.#publisher?.start();
    this.#subscriber?.start();
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#subscriber?.stop(), this.#publisher?.stop()]);
  }

  /** Never throws: what cannot be sent now is sent at a later look. A look that is under way is waited for. */
  async look(): Promise<void> {
    await this.#looking;
    this.#looking ??= this.#send()
      .catch(() => this.#fail('drivers'))
      .finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  /** What the display of a vehicle has now. */
  messagesOf(vehicleId: string): readonly DriverMessage[] {
    return this.#kept.get(vehicleId)?.orders ?? [];
  }

  /** Vehicles whose displays have an order now. */
  vehiclesWith(orderId: string): string[] {
    return [...this.#kept].flatMap(([vehicleId, { orders }]) =>
      orders.some((message) => message.orderId === orderId) ? [vehicleId] : [],
    );
  }

  async #send(): Promise<void> {
    const isReady = this.#publisher?.connected === 1 && this.#subscriber?.isSubscribed === true;
    if (!isReady || !this.desk.isReady) return;
    const orders = (await this.store.listActive()).map(toServiceOrder);
    const messages = this.desk.list(orders);
    const inForce = new Set(orders.map(({ orderId }) => orderId));
    const sent = [...new Set([...this.#kept.keys(), ...messages.keys()])].map((vehicleId) =>
      this.#tell(vehicleId, messages.get(vehicleId) ?? this.#unsure(vehicleId, inForce)),
    );
    await Promise.all(sent);
    this.metrics.vehicles.set(this.#kept.size);
  }

  /** After a start a vehicle may not be heard of yet: until then it keeps those of its orders that still hold. */
  #unsure(vehicleId: string, inForce: ReadonlySet<string>): readonly DriverMessage[] {
    const isSettling = Date.now() / 1000 < this.#startedAt + this.config.RUKH_DISPATCH_SETTLE_SECONDS;
    if (!isSettling || this.desk.sees(vehicleId)) return [];
    return this.messagesOf(vehicleId).filter(({ orderId }) => inForce.has(orderId));
  }

  async #tell(vehicleId: string, orders: readonly DriverMessage[]): Promise<void> {
    const text = orders.length === 0 ? '' : JSON.stringify({ orders });
    if (text === (this.#kept.get(vehicleId)?.text ?? '')) return;
    const topic = orderTopic(this.config.RUKH_AGENCY, vehicleId);
    if (!(await this.#publisher!.publish(topic, Buffer.from(text), { retain: true }))) return;
    this.#keep(vehicleId, text);
    this.metrics.messages.inc();
  }

  #keep(vehicleId: string, text: string): void {
    if (text === '') this.#kept.delete(vehicleId);
    else this.#kept.set(vehicleId, { text, orders: parseOrders(text) });
  }

  #take({ topic, payload, isRetained }: MqttMessage): Promise<void> | undefined {
    const { vehicleId, isRead } = parseOrderTopic(topic) ?? {};
    if (vehicleId === undefined) return undefined;
    if (isRead) {
      const isTold = (orderId: string): boolean =>
        this.messagesOf(vehicleId).some((message) => message.orderId === orderId);
      return this.reads.take({ vehicleId, payload, isRetained, isTold });
    }
    this.#keep(vehicleId, Buffer.from(payload).toString('utf8'));
    return undefined;
  }

  #fail(where: string): void {
    this.watchMetrics.errors.inc({ where });
  }
}

/** Whatever else lies on the topic is no order of ours, and is written over. */
function parseOrders(text: string): readonly DriverMessage[] {
  try {
    const { orders } = JSON.parse(text) as { orders: readonly DriverMessage[] };
    return orders.filter(({ orderId }) => typeof orderId === 'string');
  } catch {
    return [];
  }
}
