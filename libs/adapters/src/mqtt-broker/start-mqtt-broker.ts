import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { Aedes, type AedesOptions } from 'aedes';
import { shareSubscriptions } from './share-subscriptions.js';

/**
 * The MQTT broker (3.1.1) of a city that brings none, in this process. Messages are not kept over a restart:
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
  /** Larger messages end their connection. */
  readonly maxPayloadBytes?: number;
  /** Whether `$share/...` works, as with a broker of MQTT 5. */
  readonly sharedSubscriptions?: boolean;
  readonly onError?: (error: Error) => void;
}

/** Throws where the port is taken. */
export async function startMqttBroker(options: MqttBrokerOptions = {}): Promise<MqttBroker> {
  const { host = '127.0.0.1', port = 0, maxPayloadBytes = 256 * 1024, sharedSubscriptions = true } = options;
  const aedes = await Aedes.createBroker({
    connectTimeout: 5000,
    keepaliveLimit: 0,
    maxClientsIdLength: 128,
    maxTopicLevels: 16,
    authorizePublish: limitPayload(maxPayloadBytes),
  });
  if (sharedSubscriptions) shareSubscriptions(aedes);
  for (const event of ['clientError', 'connectionError'] as const) {
    aedes.on(event, (_, error) => options.onError?.(error));
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
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

function limitPayload(maxBytes: number): NonNullable<AedesOptions['authorizePublish']> {
  return (_, packet, done) => {
    // Retained positions would be served to every new subscriber for ever: they are passed on as live ones.
    packet.retain = false;
    if (packet.topic.startsWith('$')) done(new Error('topics of the broker itself are not to be written'));
    else if (packet.payload.length > maxBytes) done(new Error(`a message is larger than ${maxBytes} bytes`));
    else done(null);
  };
}
