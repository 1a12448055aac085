// Stands between a client of MQTT 5 and the broker of 3.1.1, as the connection that the broker sees.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { generate, parser, type Packet, type Parser } from 'mqtt-packet';
import { Mqtt5Translation, type BrokerAbilities } from './translate-mqtt5.js';

const CLIENT = { protocolVersion: 5 };
const BROKER = { protocolVersion: 4 };

export class Mqtt5Stream extends Duplex {
  readonly #socket: Socket;
  readonly #translation: Mqtt5Translation;
  readonly #fromClient: Parser = parser(CLIENT);
  readonly #fromBroker: Parser = parser(BROKER);
  /** Answers that wait until the client has acknowledged earlier ones, as many as it said it takes. */
  #waiting: Packet[] = [];
  readonly #unacknowledged = new Set<number>();
  #whenSent: (() => void) | undefined;

  constructor(socket: Socket, abilities: BrokerAbilities) {
    super();
    this.#socket = socket;
    this.#translation = new Mqtt5Translation(abilities);
    this.#fromClient.on('packet', (packet) => {
      this.#take(packet);
    });
    this.#fromClient.on('error', (error: Error) => this.destroy(error));
    this.#fromBroker.on('packet', (packet) => this.#waiting.push(this.#translation.toClient(packet)));
    this.#fromBroker.on('error', (error: Error) => this.destroy(error));
    socket.on('data', (chunk: Buffer) => this.#fromClient.parse(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#fromBroker.parse(chunk);
    this.#whenSent = done;
    this.#send();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(packet: Packet): void {
    if (packet.cmd === 'puback' || packet.cmd === 'pubcomp') this.#unacknowledged.delete(packet.messageId!);
    const translated = this.#translation.toBroker(packet);
    if (translated === undefined) {
      this.destroy();
      return;
    }
    if (!this.push(generate(translated, BROKER))) this.#socket.pause();
    this.#send();
  }

  /** Sends what may be sent; the broker is told that its writing is done when nothing waits and all has left. */
  #send(): void {
    let isFlowing = true;
    while (this.#waiting.length > 0 && !this.destroyed) {
      const packet = this.#waiting[0]!;
      const isCounted = packet.cmd === 'publish' && packet.qos > 0;
      if (isCounted && this.#unacknowledged.size >= this.#translation.receiveMaximum) return;
      if (isCounted) this.#unacknowledged.add(packet.messageId!);
      this.#waiting.shift();
      isFlowing = this.#socket.write(generate(packet, CLIENT));
    }
    const done = this.#whenSent;
    if (done === undefined) return;
    this.#whenSent = undefined;
    if (isFlowing) done();
    else this.#socket.once('drain', done);
  }
}
