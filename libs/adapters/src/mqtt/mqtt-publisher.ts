import { randomBytes } from 'node:crypto';
import { type IClientOptions, type MqttClient, connect } from 'mqtt';
import { fullJitterMs } from './full-jitter.js';
import { type MqttEndpoint, toClientOptions } from './mqtt-endpoint.js';

export interface MqttPublisherOptions {
  readonly endpoint: MqttEndpoint;
  readonly clientIdPrefix: string;
  /** Connections that the senders are spread over: one for a gateway, many for a fleet of trackers. */
  readonly connections?: number;
  readonly qos?: 0 | 1;
  readonly protocolVersion?: 4 | 5;
  /** Unacknowledged messages over all connections; what is more is not sent. */
  readonly maxInFlight?: number;
  readonly onError?: (error: Error) => void;
}

export interface PublishOptions {
  /** Messages of one sender go over one connection, in order. */
  readonly sender?: string;
  /** MQTT 5 only. */
  readonly contentType?: string;
  /** The broker keeps the last such message of a topic for those who come later. */
  readonly retain?: boolean;
  /** MQTT 5 only: the broker forgets the message after so long. */
  readonly expirySeconds?: number;
}

const DEFAULT_MAX_IN_FLIGHT = 10_000;

/**
 * Sends as trackers do. Nothing is queued while a connection is down: a tracker keeps its own reports then, and
 * so must the caller, who is told by the answer what was not taken.
 */
export class MqttPublisher {
  readonly #options: MqttPublisherOptions;
  readonly #clients: MqttClient[] = [];
  #inFlight = 0;

  constructor(options: MqttPublisherOptions) {
    this.#options = options;
  }

  /** Connections that are up. */
  get connected(): number {
    return this.#clients.filter(({ connected }) => connected).length;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Opens all connections; each goes on trying by itself until it is up. */
  start(): void {
    const { endpoint, clientIdPrefix, connections = 1, protocolVersion = 4 } = this.#options;
    const run = randomBytes(4).toString('hex');
    for (let i = 0; i < connections; i++) {
      const clientId = `${clientIdPrefix}-${run}-${i}`;
      this.#clients.push(
        this.#open(endpoint.url, { ...toClientOptions(endpoint), clientId, protocolVersion }),
      );
    }
  }

  /**
   * Sends a message; resolves true once the broker has acknowledged it (QoS 0: once it is written), false where
   * it was not taken: the sender's connection is down or too much is on its way.
   */
  publish(topic: string, payload: Uint8Array, options: PublishOptions = {}): Promise<boolean> {
    const client = this.#clients[hash(options.sender ?? topic) % this.#clients.length];
    const { qos = 1, maxInFlight = DEFAULT_MAX_IN_FLIGHT } = this.#options;
    if (!client?.connected || this.#inFlight >= maxInFlight) return Promise.resolve(false);
    const { retain = false } = options;
    const properties = client.options.protocolVersion === 5 ? propertiesOf(options) : undefined;
    this.#inFlight++;
    return new Promise((resolve) => {
      client.publish(
        topic,
        payload as Buffer,
        { qos, retain, ...(properties && { properties }) },
        (error) => {
          this.#inFlight--;
          resolve(!error);
        },
      );
    });
  }

  /** Resolves when all connections are up or the time is over; answers whether they are. */
  async untilConnected(timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (this.connected < this.#clients.length) {
      if (Date.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return true;
  }

  /** Waits for what is on its way, at most a second, and closes all connections. */
  async stop(): Promise<void> {
    const deadline = Date.now() + 1000;
    while (this.#inFlight > 0 && this.connected > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Promise.all(this.#clients.splice(0).map((client) => client.endAsync(true)));
  }

  #open(url: string, options: IClientOptions): MqttClient {
    let failures = 0;
    const client = connect(url, {
      ...options,
      clean: true,
      keepalive: 60,
      queueQoSZero: false,
      reconnectOnConnackError: true,
      reconnectPeriod: nextPeriod(0),
    });
    client.on('error', (error) => this.#options.onError?.(error));
    client.on('connect', () => (failures = 0));
    // mqtt.js has set its timer already when it says it is offline: this is the pause before the attempt after.
    client.on('close', () => (client.options.reconnectPeriod = nextPeriod(++failures)));
    return client;
  }
}

function propertiesOf({ contentType, expirySeconds }: PublishOptions): {
  contentType?: string;
  messageExpiryInterval?: number;
} {
  return {
    ...(contentType !== undefined && { contentType }),
    ...(expirySeconds !== undefined && { messageExpiryInterval: expirySeconds }),
  };
}

/** Zero would mean "never" to mqtt.js. */
function nextPeriod(failures: number): number {
  return Math.max(10, fullJitterMs(failures));
}

/** FNV-1a: spreads names evenly and alike in every run. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
