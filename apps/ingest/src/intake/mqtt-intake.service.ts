import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type MqttMessage, MqttSubscriber } from '@rukh/adapters/mqtt';
import { type BrokerEndpoint, HealthRegistry, findBroker } from '@rukh/service';
import { MQTT_ADAPTERS, type MqttAdapter } from '../adapters/index.js';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IntakeService } from './intake.service.js';
import { PositionsStream } from './positions-stream.js';

/**
 * MQTT to intake. One subscription an adapter and a connection, so that a message is never taken for another
 * form. A message is acknowledged when its positions wait for Redis, not when they are there: what a killed
 * process loses is the last 20 ms, and the vehicles' next reports replace it.
 */
@Injectable()
export class MqttIntakeService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('MqttIntake');
  readonly #subscribers: MqttSubscriber[];

  constructor(
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    private readonly intake: IntakeService,
    private readonly stream: PositionsStream,
    private readonly metrics: IngestMetrics,
    health: HealthRegistry,
  ) {
    const { RUKH_INGEST_ADAPTERS } = config;
    const broker = findBroker(config);
    const chosen = MQTT_ADAPTERS.filter(({ name }) => RUKH_INGEST_ADAPTERS.includes(name));
    this.#subscribers = broker ? chosen.map((adapter) => this.#subscriber(broker, adapter)) : [];
    if (this.#subscribers.length > 0) {
      health.register('ingest_mqtt', () => Promise.resolve(this.#health()), { critical: false });
    }
  }

  onApplicationBootstrap(): void {
    if (this.#subscribers.length === 0) this.#logger.log('MQTT_URL is not set: nothing is subscribed');
    for (const subscriber of this.#subscribers) subscriber.start();
  }

  /** Before the stream closes: what was acknowledged is still to be written. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#subscribers.map((subscriber) => subscriber.stop()));
  }

  /** Whether all subscriptions stand. */
  get isSubscribed(): boolean {
    return this.#subscribers.every(({ isSubscribed }) => isSubscribed);
  }

  #subscriber(endpoint: BrokerEndpoint, adapter: MqttAdapter): MqttSubscriber {
    const { config } = this;
    return new MqttSubscriber({
      endpoint,
      filters: [adapter.topicFilter(config.RUKH_AGENCY)],
      clientIdPrefix: `rukh-ingest-${adapter.name}`,
      ...(config.RUKH_INGEST_SHARED && { group: 'rukh-ingest' }),
      onMessage: (message) => this.#take(adapter, message),
      onConnected: ({ protocolVersion, sharing }) => {
        this.metrics.subscriptions.inc({ protocol_version: protocolVersion, sharing });
        this.#logger.log(
          `subscribed for ${adapter.name}: MQTT ${protocolVersion === 5 ? '5' : '3.1.1'}, ${sharing}`,
        );
        if (sharing === 'plain' && config.RUKH_INGEST_SHARED) {
          this.#logger.warn('The broker cannot share subscriptions: run one ingest process only');
        }
      },
      onError: (error) => {
        this.metrics.errors.inc({ where: 'mqtt' });
        this.#logger.warn(`MQTT for ${adapter.name}: ${error.message}`);
      },
    });
  }

  #take(adapter: MqttAdapter, message: MqttMessage): Promise<void> | undefined {
    if (message.isRetained) {
      // Of any age, and served again after each reconnection.
      this.metrics.refused.inc({ adapter: adapter.name, reason: 'retained' });
      return undefined;
    }
    this.intake.take(adapter, message);
    const hold = this.stream.hold();
    if (hold) this.metrics.held.inc({ adapter: adapter.name });
    return hold;
  }

  #health(): { ok: boolean; detail?: string } {
    return this.isSubscribed ? { ok: true } : { ok: false, detail: 'not subscribed at the MQTT broker' };
  }
}
