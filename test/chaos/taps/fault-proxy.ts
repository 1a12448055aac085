/**
 * A TCP proxy that does to connections what networks do: lets them through, delays them, swallows everything, resets
 * them, or swallows only the replies, so that what was asked for happens and nobody hears of it.
 */
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

export type Weather =
  | { readonly is: 'fair' }
  | { readonly is: 'slow'; readonly ms: number }
  | { readonly is: 'black-hole' | 'mute' | 'refusing' };

export class FaultProxy {
  #weather: Weather = { is: 'fair' };
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #target: number;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => {
      this.#accept(client);
    });
  }

  /** Listens on a free port of this machine, in front of another. */
  static async start(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Holds for connections that are open and for those to come. */
  setWeather(weather: Weather): void {
    this.#weather = weather;
  }

  /** RST to both ends of all that is open. */
  reset(): number {
    const count = this.#pairs.size;
    for (const [client, upstream] of this.#pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    return count;
  }

  async stop(): Promise<void> {
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (this.#weather.is === 'refusing') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    this.#carry(client, upstream, false);
    this.#carry(upstream, client, true);
  }

  #carry(from: Socket, to: Socket, isReply: boolean): void {
    /** Until when what came before is held back: bytes never overtake each other. */
    let freeAtMs = 0;
    const pass = (bytes: Buffer): void => {
      if (to.writable && !to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    };
    from.on('data', (bytes: Buffer) => {
      const weather = this.#weather;
      if (weather.is === 'black-hole' || (weather.is === 'mute' && isReply)) return;
      const now = performance.now();
      if (weather.is === 'slow') freeAtMs = Math.max(freeAtMs, now + weather.ms);
      if (freeAtMs <= now) pass(bytes);
      else setTimeout(pass, freeAtMs - now, bytes);
    });
  }
}
