import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { type Access, OPEN_ACCESS, guardAccess } from './access.js';
import { acceptConnection } from './accept-connection.js';
import { MessagePace } from './pace-messages.js';
import { shareSubscriptions } from './share-subscriptions.js';

/**
 * The MQTT broker (3.1.1, and 5 by translation) of a city that brings none, in this process. Messages are not kept over a restart:
 * trackers send the next ones soon enough. For many thousands of connections use a broker made for it.
 */
export interface MqttBroker {
  readonly port: number;
  readonly url: string;
  /** Connections that are up. */
  readonly connections: number;
  /** Cuts all connections at once, as a crash would. */
  stop(): Promise<void>;
}

export interface MqttBrokerOptions {
  readonly host?: string;
  /** 0: any free port. */
  readonly port?: number;
  /** Who is let in and may do what; everybody everything where not given. */
  readonly access?: Access;
  /** Larger messages end their connection. */
  readonly maxPayloadBytes?: number;
  /** Messages a second that one tracker or device may send for long; a service may send any number. */
  readonly maxMessagesPerSecond?: number;
  readonly maxConnections?: number;
  /** Whether `$share/...` works, as with a broker of MQTT 5. */
  readonly sharedSubscriptions?: boolean;
  /** Whether clients may speak MQTT 5. */
  readonly mqtt5?: boolean;
  /** Told why a connection was refused or ended, and whose it is, as it calls itself. */
  readonly onError?: (error: Error, clientId: string) => void;
}

/** Throws where the port is taken. */
export async function startMqttBroker(options: MqttBrokerOptions = {}): Promise<MqttBroker> {
  const { host = '127.0.0.1', port = 0, maxPayloadBytes = 256 * 1024, sharedSubscriptions = true } = options;
  const { findWriteRefusal, isPaced, mayRetain, hearAccounts, isOut, ...guards } = guardAccess(
    options.access ?? OPEN_ACCESS,
  );
  const limits = {
    maxPayloadBytes,
    messagesPerSecond: options.maxMessagesPerSecond,
    findWriteRefusal,
    isPaced,
    mayRetain,
  };
  const aedes = await Aedes.createBroker({
    connectTimeout: 5000,
    keepaliveLimit: 0,
    maxClientsIdLength: 128,
    maxTopicLevels: 32,
    ...guards,
    authorizePublish: limitMessages(limits),
  });
  if (sharedSubscriptions) shareSubscriptions(aedes);
  const clients = followClients(aedes);
  aedes.on('publish', (packet, client) => {
    if (hearAccounts(client, packet)) for (const joined of clients) if (isOut(joined)) joined.close();
  });
  for (const event of ['clientError', 'connectionError'] as const) {
    aedes.on(event, (client: Client, error: Error) => options.onError?.(error, client.id));
  }
  const connectionLimits = {
    maxPacketBytes: maxPayloadBytes + 1024,
    mqtt5: options.mqtt5 ?? true,
    sharedSubscriptions,
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    // A tracker that vanished without a word must not hold its connection for ever.
    sockets.add(socket.setNoDelay(true).setKeepAlive(true, 60_000));
    socket.on('close', () => sockets.delete(socket));
    acceptConnection(socket, connectionLimits, (connection) => aedes.handle(connection));
  });
  server.maxConnections = options.maxConnections ?? 10_000;
  server.listen(port, host);
  await once(server, 'listening');
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    get connections() {
      return sockets.size;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, new Promise<void>((resolve) => aedes.close(resolve))]);
    },
  };
}

/** Those that are connected. */
function followClients(aedes: Aedes): ReadonlySet<Client> {
  const clients = new Set<Client>();
  aedes.on('client', (client) => clients.add(client));
  aedes.on('clientDisconnect', (client) => clients.delete(client));
  return clients;
}

interface MessageLimits extends Pick<
  ReturnType<typeof guardAccess>,
  'findWriteRefusal' | 'isPaced' | 'mayRetain'
> {
  readonly maxPayloadBytes: number;
  readonly messagesPerSecond: number | undefined;
}

function limitMessages(limits: MessageLimits): NonNullable<AedesOptions['authorizePublish']> {
  const paces = new WeakMap<Client, MessagePace>();
  return (client, packet, done) => {
    // Retained positions would be served to every new subscriber for ever: they are passed on as live ones. The deny
    // list is what every new subscriber is to be served.
    packet.retain &&= limits.mayRetain(client, packet.topic);
    const refusal =
      packet.payload.length > limits.maxPayloadBytes
        ? `a message is larger than ${limits.maxPayloadBytes} bytes`
        : limits.findWriteRefusal(client, packet.topic);
    const { messagesPerSecond } = limits;
    if (refusal !== undefined) {
      done(new Error(refusal));
    } else if (client === null || messagesPerSecond === undefined || !limits.isPaced(client)) {
      done(null);
    } else {
      const waitMs = paceOf(paces, client, messagesPerSecond).take(performance.now());
      if (waitMs === 0) done(null);
      else setTimeout(done, waitMs, null);
    }
  };
}

/** Ten seconds' worth may come at once. */
function paceOf(paces: WeakMap<Client, MessagePace>, client: Client, perSecond: number): MessagePace {
  const pace = paces.get(client) ?? new MessagePace(perSecond, 10 * perSecond, performance.now());
  paces.set(client, pace);
  return pace;
}
