import { randomBytes } from 'node:crypto';
import { type IPublishPacket, type MqttClient, connect } from 'mqtt';
import { type MqttEndpoint, toClientOptions } from './mqtt-endpoint.js';

/**
 * One connection to a broker from its CONNACK to its end; it is never reconnected, a new one is opened instead,
 * so that nothing of a lost connection lives on in the next. Messages are acknowledged one by one, each after
 * `handle` has let it go: while it holds one, mqtt.js reads nothing more from the socket, the socket fills, and
 * the broker has to wait. (The `message` event acknowledges before anybody has seen the message.)
 */
export interface MqttSession {
  readonly client: MqttClient;
  readonly protocolVersion: 4 | 5;
  /** What a broker of MQTT 5 said of itself: whether subscriptions can be shared. Undefined before 5. */
  readonly canShare: boolean | undefined;
  /** Resolves when the connection is over, with the reason where there was one. */
  readonly ended: Promise<Error | undefined>;
}

export type HandlePacket = (packet: IPublishPacket) => Promise<void> | undefined;

export interface SessionOptions {
  readonly clientIdPrefix: string;
  readonly protocolVersion: 4 | 5;
  readonly handle: HandlePacket;
}

/** Why no session came about. */
export class MqttConnectError extends Error {
  override readonly name = 'MqttConnectError';

  constructor(
    message: string,
    /** The broker speaks another version of MQTT: it said so, or hung up without a word. */
    readonly isOtherVersion: boolean,
  ) {
    super(message);
  }
}

const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_SECONDS = 30;
/** Unacknowledged messages a broker may send us at once. */
const RECEIVE_MAXIMUM = 1000;
const UNACCEPTABLE_VERSION_OF_MQTT_3 = 1;
const UNSUPPORTED_VERSION_OF_MQTT_5 = 132;

/** Connects once. Throws a MqttConnectError. */
export function openSession(endpoint: MqttEndpoint, options: SessionOptions): Promise<MqttSession> {
  const { protocolVersion, clientIdPrefix, handle } = options;
  const client = connect(endpoint.url, {
    ...toClientOptions(endpoint),
    protocolVersion,
    // Random, since a broker ends the older of two sessions of one name.
    clientId: `${clientIdPrefix}-${randomBytes(6).toString('hex')}`,
    clean: true,
    reconnectPeriod: 0,
    manualConnect: true,
    resubscribe: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: KEEPALIVE_SECONDS,
    ...(protocolVersion === 5 && {
      properties: { receiveMaximum: RECEIVE_MAXIMUM, sessionExpiryInterval: 0 },
    }),
  });
  // Set before connecting: the first messages may come in the same segment as the CONNACK.
  client.handleMessage = (packet, done) => {
    const held = handle(packet);
    if (held) held.then(() => done(), done);
    else done();
  };
  return new Promise((resolve, reject) => {
    let failure: (Error & { code?: number | string }) | undefined;
    let isTransportUp = false;
    client.on('error', (error) => (failure = error));
    client.on('packetsend', () => (isTransportUp = true));
    const refuse = (): void => {
      client.end(true);
      const code = failure?.code;
      const isRefused = code === UNACCEPTABLE_VERSION_OF_MQTT_3 || code === UNSUPPORTED_VERSION_OF_MQTT_5;
      const isHungUp = failure === undefined && isTransportUp;
      reject(
        new MqttConnectError(failure?.message ?? 'the broker closed the connection', isRefused || isHungUp),
      );
    };
    client.once('close', refuse);
    client.once('connect', ({ properties }) => {
      client.off('close', refuse);
      const ended = new Promise<Error | undefined>((end) => client.once('close', () => end(failure)));
      const canShare = protocolVersion === 5 ? properties?.sharedSubscriptionAvailable !== false : undefined;
      resolve({ client, protocolVersion, canShare, ended });
    });
    client.connect();
  });
}
