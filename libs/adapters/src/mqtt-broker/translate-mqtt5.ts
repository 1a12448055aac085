// The broker inside speaks MQTT 3.1.1; trackers of today speak 5. What both can say is the same in other bytes, so
// each packet of a client is translated on its way in and each answer on its way out. What only MQTT 5 can say
// (properties of messages, subscription options) is dropped, and the answer to CONNECT says so beforehand, in the
// words the protocol has for it.
import { randomUUID } from 'node:crypto';
import type { IConnackPacket, IConnectPacket, Packet } from 'mqtt-packet';

/** Answers to CONNECT: return codes of 3.1.1, as reason codes of 5. */
const CONNECT_REASONS = [0, 0x84, 0x85, 0x88, 0x86, 0x87];
const NOT_AUTHORIZED = 0x87;
const FAILURE_3_1_1 = 0x80;
const DISCONNECT_WITH_WILL = 4;

export interface BrokerAbilities {
  readonly maxPacketBytes: number;
  readonly sharedSubscriptions: boolean;
}

/** One client's conversation: what earlier packets said that later answers need. */
export class Mqtt5Translation {
  /** Messages that the client takes before it has acknowledged any. */
  receiveMaximum = 65_535;
  #assignedClientId: string | undefined;
  #endsWithConnection = false;
  readonly #topicCounts = new Map<number, number>();

  constructor(readonly abilities: BrokerAbilities) {}

  /** A packet from the client, for the broker; undefined for one that ends the conversation at once. */
  toBroker(packet: Packet): Packet | undefined {
    switch (packet.cmd) {
      case 'connect':
        return this.#connect(packet);
      case 'publish': {
        const { cmd, topic, payload, qos, dup, retain, messageId } = packet;
        return { cmd, topic, payload, qos, dup, retain, ...(messageId !== undefined && { messageId }) };
      }
      case 'subscribe': {
        const subscriptions = packet.subscriptions.map(({ topic, qos }) => ({ topic, qos }));
        return { cmd: 'subscribe', subscriptions, messageId: packet.messageId! };
      }
      case 'unsubscribe':
        this.#topicCounts.set(packet.messageId!, packet.unsubscriptions.length);
        return { cmd: 'unsubscribe', unsubscriptions: packet.unsubscriptions, messageId: packet.messageId! };
      case 'puback':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        return { cmd: packet.cmd, messageId: packet.messageId! };
      case 'disconnect':
        // Cut instead of ended, the broker sends the will.
        return packet.reasonCode === DISCONNECT_WITH_WILL ? undefined : { cmd: 'disconnect' };
      case 'pingreq':
        return packet;
      // Extended authentication is not offered, and the others are for a broker to say.
      case 'auth':
      case 'connack':
      case 'pingresp':
      case 'suback':
      case 'unsuback':
        return undefined;
    }
  }

  /** An answer of the broker, for the client. */
  toClient(packet: Packet): Packet {
    switch (packet.cmd) {
      case 'connack':
        return this.#connack(packet);
      case 'suback': {
        const granted = (packet.granted as number[]).map((code) =>
          code === FAILURE_3_1_1 ? NOT_AUTHORIZED : code,
        );
        return { ...packet, granted };
      }
      case 'unsuback': {
        const count = this.#topicCounts.get(packet.messageId!) ?? 1;
        this.#topicCounts.delete(packet.messageId!);
        return { ...packet, granted: new Array<number>(count).fill(0) };
      }
      case 'puback':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        return { ...packet, reasonCode: 0 };
      case 'publish':
      case 'pingresp':
        return packet;
      case 'auth':
      case 'connect':
      case 'disconnect':
      case 'pingreq':
      case 'subscribe':
      case 'unsubscribe':
        throw new Error(`a broker does not say ${packet.cmd}`);
    }
  }

  #connect(packet: IConnectPacket): IConnectPacket | undefined {
    const { clientId, clean = true, keepalive = 0, username, password, will, properties } = packet;
    if (properties?.authenticationMethod !== undefined) return undefined;
    this.receiveMaximum = properties?.receiveMaximum ?? 65_535;
    if (clientId === '') this.#assignedClientId = `auto-${randomUUID()}`;
    // 3.1.1 cannot begin afresh and be kept afterwards: such a session is not kept, and the answer says so.
    const isKept = (properties?.sessionExpiryInterval ?? 0) > 0 && !clean;
    this.#endsWithConnection = !isKept;
    return {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clientId: this.#assignedClientId ?? clientId,
      clean: !isKept,
      keepalive,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(will !== undefined && { will: { ...will, properties: {} } }),
    };
  }

  #connack({ returnCode = 0, sessionPresent }: IConnackPacket): IConnackPacket {
    const reasonCode = CONNECT_REASONS[returnCode] ?? FAILURE_3_1_1;
    if (reasonCode !== 0) return { cmd: 'connack', reasonCode, sessionPresent: false };
    return {
      cmd: 'connack',
      reasonCode,
      sessionPresent,
      properties: {
        retainAvailable: false,
        maximumPacketSize: this.abilities.maxPacketBytes,
        topicAliasMaximum: 0,
        subscriptionIdentifiersAvailable: false,
        sharedSubscriptionAvailable: this.abilities.sharedSubscriptions,
        ...(this.#endsWithConnection && { sessionExpiryInterval: 0 }),
        ...(this.#assignedClientId !== undefined && { assignedClientIdentifier: this.#assignedClientId }),
      },
    };
  }
}
