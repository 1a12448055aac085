import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type MqttEndpoint, type MqttMessage, MqttPublisher, MqttSubscriber } from '@rukh/adapters/mqtt';
import { encodeReceipt, findTapForm } from '@rukh/adapters/protobuf';
import type { TapReceipt } from '@rukh/domain/taps';
import { HealthRegistry, MessageDescriptions, findBroker } from '@rukh/service';
import { TAP_MESSAGES } from '../asyncapi/describe-tap-messages.js';
import type { TicketingConfig } from '../config.js';
import { HeartbeatIntake } from '../devices/take-heartbeat.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { IntakeMetrics } from './intake-metrics.js';
import type { DeviceMessage } from './open-batch.js';
import { TapIntake } from './tap-intake.js';

const TOPIC = /^rukh\/v1\/[^/]+\/device\/([A-Za-z0-9_-]{1,32})\/(taps|heartbeat)$/;
/** Messages under way; with more, the broker is made to wait. */
const MAX_UNDER_WAY = 500;

/**
 * Taps over MQTT. A broker's acknowledgement says nothing of taps, so it is given at once, and the receipt is a message
 * of our own to the device, after the commit. Whoever gets none sends again.
 */
@Injectable()
export class MqttTaps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('MqttTaps');
  readonly #subscriber: MqttSubscriber | undefined;
  readonly #publisher: MqttPublisher | undefined;
  readonly #underWay = new Set<Promise<void>>();
  readonly #answering = new Set<Promise<void>>();

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly intake: TapIntake,
    private readonly heartbeats: HeartbeatIntake,
    private readonly metrics: IntakeMetrics,
    health: HealthRegistry,
    descriptions: MessageDescriptions,
  ) {
    descriptions.add(TAP_MESSAGES);
    const endpoint = findBroker(config);
    if (!endpoint) return;
    this.#subscriber = this.#subscribe(endpoint);
    this.#publisher = new MqttPublisher({
      endpoint,
      clientIdPrefix: 'rukh-receipts',
      onError: (error) => {
        this.#tell('receipts', error);
      },
    });
    health.register('taps_mqtt', () => Promise.resolve(this.#health()), { critical: false });
  }

  onApplicationBootstrap(): void {
    this.#publisher?.start();
    this.#subscriber?.start();
  }

  /** Before the connections to the database close: what was taken is still to be answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#subscriber?.stop();
    await Promise.all(this.#underWay);
    await Promise.all(this.#answering);
    await this.#publisher?.stop();
  }

  #subscribe(endpoint: MqttEndpoint): MqttSubscriber {
    const device = `rukh/v1/${this.config.RUKH_AGENCY}/device/+`;
    return new MqttSubscriber({
      endpoint,
      filters: [`${device}/taps`, `${device}/heartbeat`],
      clientIdPrefix: 'rukh-ticketing',
      group: 'rukh-ticketing',
      onMessage: (message) => this.#take(message),
      onError: (error) => {
        this.#tell('taps', error);
      },
    });
  }

  #take(message: MqttMessage): Promise<void> | undefined {
    const [, deviceId, leaf] = TOPIC.exec(message.topic) ?? [];
    // Kept ones are of any age: their clocks would be taken for wrong.
    if (deviceId === undefined || message.isRetained) return undefined;
    const form = findTapForm(message.payload);
    const read = { deviceId, form, bytes: message.payload, receivedAtMs: Date.now() };
    const taken = leaf === 'taps' ? this.intake.take(read, 'mqtt') : this.heartbeats.take(read);
    const stored = taken.then((receipt) => {
      this.#hold(this.#answering, this.#answer(read, receipt));
    });
    this.#hold(this.#underWay, stored);
    // Only what waits for the database makes the broker wait. Were it to wait for receipts too, which the same broker
    // must carry, both would wait for ever (seen with 500 devices that came back at once).
    return this.#underWay.size < MAX_UNDER_WAY ? undefined : Promise.race(this.#underWay);
  }

  #hold(set: Set<Promise<void>>, work: Promise<void>): void {
    set.add(work);
    void work.finally(() => set.delete(work));
  }

  async #answer({ deviceId, form }: DeviceMessage, receipt: TapReceipt): Promise<void> {
    const topic = `rukh/v1/${this.config.RUKH_AGENCY}/device/${deviceId}/receipts`;
    const isSent = await this.#publisher!.publish(topic, encodeReceipt(form, receipt));
    if (!isSent) this.metrics.errors.inc({ where: 'receipts' });
  }

  #tell(what: string, error: Error): void {
    this.metrics.errors.inc({ where: 'mqtt' });
    this.#logger.warn(`MQTT for ${what}: ${error.message}`);
  }

  #health(): { ok: boolean; detail?: string } {
    const isUp = this.#subscriber?.isSubscribed === true && this.#publisher?.connected === 1;
    return isUp ? { ok: true } : { ok: false, detail: 'not connected to the MQTT broker' };
  }
}
