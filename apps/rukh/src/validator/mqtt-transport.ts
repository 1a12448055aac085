import { type MqttEndpoint, MqttPublisher, MqttSubscriber } from '@rukh/adapters/mqtt';
import { decodeReceipt } from '@rukh/adapters/protobuf';
import type { TapReceipt } from '@rukh/domain/taps';
import { z } from 'zod';
import type { DeviceTransport } from './device-transport.js';

/**
 * Batches over MQTT. The broker's PUBACK says only that the broker has them: receipts are messages to the device, and
 * may come late, twice or never. One connection may serve all devices of a gateway.
 */
export interface MqttTransportOptions {
  readonly endpoint: MqttEndpoint;
  readonly agency: string;
  /** Undefined: whatever is for any device comes here. */
  readonly deviceId?: string;
  readonly connections?: number;
  readonly onReceipt: (deviceId: string, receipt: TapReceipt) => void;
  /** Told when an inspection begins or ends on the device's vehicle. */
  readonly onLock?: (deviceId: string, isLocked: boolean) => void;
  readonly onError?: (error: Error) => void;
}

const WATCH_MS = 250;
const inspection = z.object({ type: z.literal('INSPECTION'), isLocked: z.boolean() });

export class MqttTransport implements DeviceTransport {
  readonly #options: MqttTransportOptions;
  readonly #publisher: MqttPublisher;
  readonly #subscriber: MqttSubscriber;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MqttTransportOptions) {
    this.#options = options;
    const { endpoint, agency, deviceId = '+', connections = 1, onError } = options;
    this.#publisher = new MqttPublisher({
      endpoint,
      clientIdPrefix: 'rukh-validator',
      connections,
      qos: 1,
      ...(onError !== undefined && { onError }),
    });
    this.#subscriber = new MqttSubscriber({
      endpoint,
      clientIdPrefix: 'rukh-validator-receipts',
      filters: ['receipts', 'commands'].map((leaf) => `rukh/v1/${agency}/device/${deviceId}/${leaf}`),
      onMessage: ({ topic, payload }) => this.#take(topic, payload),
      ...(onError !== undefined && { onError }),
    });
    this.#publisher.start();
    this.#subscriber.start();
  }

  async sendTaps(deviceId: string, message: Uint8Array): Promise<undefined> {
    await this.#publish(deviceId, 'taps', message);
  }

  async sendHeartbeat(deviceId: string, message: Uint8Array): Promise<undefined> {
    await this.#publish(deviceId, 'heartbeat', message);
  }

  /** Up is: batches can go out and receipts come in. */
  watch(onChange: (isUp: boolean) => void): void {
    let before: boolean | undefined;
    this.#timer = setInterval(() => {
      const isUp = this.#publisher.connected > 0 && this.#subscriber.isSubscribed;
      if (isUp !== before) onChange((before = isUp));
    }, WATCH_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#publisher.stop(), this.#subscriber.stop()]);
  }

  async #publish(deviceId: string, leaf: string, message: Uint8Array): Promise<void> {
    const topic = `rukh/v1/${this.#options.agency}/device/${deviceId}/${leaf}`;
    const isTaken = await this.#publisher.publish(topic, message, { sender: deviceId });
    if (!isTaken) throw new Error('the broker is away');
  }

  #take(topic: string, payload: Uint8Array): undefined {
    const deviceId = topic.split('/').at(-2) ?? '';
    try {
      if (topic.endsWith('/commands')) this.#options.onLock?.(deviceId, readLock(payload));
      else this.#options.onReceipt(deviceId, decodeReceipt('protobuf', payload));
    } catch (error) {
      this.#options.onError?.(error as Error);
    }
    return undefined;
  }
}

/** Whether a command locks the device. @throws Error where it is none that we know */
function readLock(payload: Uint8Array): boolean {
  return inspection.parse(JSON.parse(Buffer.from(payload).toString('utf8'))).isLocked;
}
