import { setTimeout as delay } from 'node:timers/promises';
import type { IPublishPacket } from 'mqtt';
import { fullJitterMs } from './full-jitter.js';
import type { MqttEndpoint } from './mqtt-endpoint.js';
import { MqttConnectError, type MqttSession, openSession } from './open-session.js';
import { type Sharing, probeTopicPrefix, subscribeShared } from './subscribe-shared.js';

/** A message as it came, not looked into. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** MQTT 5 content type. */
  readonly contentType?: string;
  /** The broker kept it for new subscribers: it is of any age. */
  readonly isRetained: boolean;
}

export interface MqttSubscriberOptions {
  readonly endpoint: MqttEndpoint;
  readonly filters: readonly string[];
  /** Processes of one group share the messages; undefined: each gets all. */
  readonly group?: string;
  readonly clientIdPrefix: string;
  /**
   * Takes a message. Answering a promise holds the acknowledgement and all further messages until it resolves:
   * this is the back-pressure. Must not hold for longer than the keepalive (30 s). Must not throw.
   */
  readonly onMessage: (message: MqttMessage) => Promise<void> | undefined;
  /** Told of each connection that is lost or fails. */
  readonly onError?: (error: Error) => void;
  readonly onConnected?: (state: { readonly protocolVersion: 4 | 5; readonly sharing: Sharing }) => void;
}

/**
 * Keeps a subscription alive whatever the broker does: MQTT 5 first, 3.1.1 where that is refused, shared where
 * that works, and after each loss a new attempt after a random pause. QoS 1: what a killed process had not
 * acknowledged goes to another of its group.
 */
export class MqttSubscriber {
  readonly #options: MqttSubscriberOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #session: MqttSession | undefined;
  #protocolVersion: 4 | 5 = 5;
  #probe: ((topic: string) => void) | undefined;
  #sharing: Sharing | undefined;
  /** False once a broker has hung up on the question whether it shares: it is not asked again. */
  #mayAsk = true;
  #connections = 0;

  constructor(options: MqttSubscriberOptions) {
    this.#options = options;
  }

  /** Whether messages can come in now. */
  get isSubscribed(): boolean {
    return this.#sharing !== undefined;
  }

  get sharing(): Sharing | undefined {
    return this.#sharing;
  }

  /** Subscriptions made since the start: all but the first are reconnections. */
  get connections(): number {
    return this.#connections;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Says goodbye to the broker; no message comes after. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const session = this.#session;
    if (session) {
      session.client.end(false);
      // A broker that is frozen does not hear the goodbye.
      const timer = setTimeout(() => session.client.end(true), 1000);
      await Promise.race([session.ended, delay(1500, undefined, { ref: false })]);
      clearTimeout(timer);
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopping()) {
      try {
        await this.#attend();
        failures = 0;
      } catch (error) {
        this.#options.onError?.(error as Error);
        // The other version is tried at once; after that, patience.
        if (this.#changeVersion(error) && failures === 0) {
          failures++;
          continue;
        }
        failures++;
      }
      await delay(fullJitterMs(failures), undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** One connection, from its attempt to its end. Throws where no subscription came about. */
  async #attend(): Promise<void> {
    const { endpoint, clientIdPrefix } = this.#options;
    const protocolVersion = this.#protocolVersion;
    const handle = (packet: IPublishPacket): Promise<void> | undefined => this.#handle(packet);
    const session = await openSession(endpoint, { clientIdPrefix, protocolVersion, handle });
    this.#session = session;
    try {
      if (this.#isStopping()) return;
      this.#sharing = await this.#subscribe(session);
      this.#connections++;
      this.#options.onConnected?.({ protocolVersion, sharing: this.#sharing });
      const reason = await session.ended;
      if (!this.#isStopping()) {
        this.#options.onError?.(reason ?? new Error('the connection to the broker was lost'));
      }
    } finally {
      this.#session = undefined;
      this.#sharing = undefined;
      session.client.end(true);
    }
  }

  async #subscribe(session: MqttSession): Promise<Sharing> {
    const { group, filters } = this.#options;
    const onProbe = (probe: ((topic: string) => void) | undefined): void => void (this.#probe = probe);
    const lost = session.ended.then((reason) => {
      if (this.#probe) this.#mayAsk = false;
      throw reason ?? new Error('the broker hung up while we subscribed');
    });
    const subscribed = subscribeShared(session, this.#mayAsk ? group : undefined, filters, onProbe);
    // Whichever loses the race must not be an unhandled rejection.
    for (const each of [lost, subscribed]) each.catch(() => undefined);
    return Promise.race([subscribed, lost]);
  }

  #handle({ topic, payload, properties, retain }: IPublishPacket): Promise<void> | undefined {
    if (this.#isStopping()) return undefined;
    if (topic.startsWith(probeTopicPrefix)) {
      this.#probe?.(topic);
      return undefined;
    }
    const contentType = properties?.contentType;
    return this.#options.onMessage({
      topic,
      payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
      isRetained: retain,
      ...(contentType !== undefined && { contentType }),
    });
  }

  #isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #changeVersion(error: unknown): boolean {
    if (!(error instanceof MqttConnectError) || !error.isOtherVersion) return false;
    this.#protocolVersion = this.#protocolVersion === 5 ? 4 : 5;
    return true;
  }
}
