// The first bytes of a connection say which MQTT it speaks: 5 is translated, everything else goes to the broker as
// it is. No packet may be larger than allowed, and a connection that says nothing is ended.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Mqtt5Stream } from './mqtt5-stream.js';
import { PacketGuard } from './packet-guard.js';

const FIRST_BYTES_TIMEOUT_MS = 5000;
/** Type, up to four bytes of length, length of the name and the name, the level. */
const ENOUGH_BYTES = 1 + 4 + 6 + 1;

export interface ConnectionLimits {
  readonly maxPacketBytes: number;
  /** Whether MQTT 5 is translated; without it such a client is refused by the broker. */
  readonly mqtt5: boolean;
  /** What clients of MQTT 5 are told of it. */
  readonly sharedSubscriptions: boolean;
}

/** Calls back with what the broker shall talk to, once that is known. */
export function acceptConnection(
  socket: Socket,
  { maxPacketBytes, mqtt5, sharedSubscriptions }: ConnectionLimits,
  accept: (connection: Duplex) => void,
): void {
  const timer = setTimeout(() => socket.destroy(), FIRST_BYTES_TIMEOUT_MS);
  socket.on('close', () => {
    clearTimeout(timer);
  });
  socket.on('error', () => socket.destroy());
  let seen: Buffer = Buffer.alloc(0);
  const peek = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const level = findProtocolLevel(seen);
    if (level === undefined && seen.length < ENOUGH_BYTES) return;
    clearTimeout(timer);
    socket.off('readable', peek);
    socket.unshift(seen);
    guard(socket, maxPacketBytes);
    const isTranslated = level === 5 && mqtt5;
    accept(isTranslated ? new Mqtt5Stream(socket, { maxPacketBytes, sharedSubscriptions }) : socket);
  };
  socket.on('readable', peek);
}

/** The protocol level in a CONNECT; undefined where the bytes are too few or are none. */
export function findProtocolLevel(bytes: Uint8Array): number | undefined {
  let at = 1;
  while (at < 5 && (bytes[at] ?? 0) >= 0x80) at += 1;
  const name = Buffer.from(bytes.subarray(at + 3, at + 7)).toString('latin1');
  return bytes[0] === 0x10 && name === 'MQTT' ? bytes[at + 7] : undefined;
}

function guard(socket: Socket, maxPacketBytes: number): void {
  const packets = new PacketGuard(maxPacketBytes);
  socket.on('data', (chunk: Buffer) => {
    if (!packets.accept(chunk)) socket.destroy(new Error('a packet is too large'));
  });
}
