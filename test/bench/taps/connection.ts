/** One HTTP connection of a benchmark, kept open, with one request at a time. It reads no more of an answer than it must. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Answer {
  /** Whether it was 200 or 201. */
  readonly isGood: boolean;
  body(): string;
}

export interface Connection {
  send(bytes: Buffer): Promise<Answer>;
  close(): void;
}

export async function connectTo(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  let seen: Buffer | undefined;
  let tell: ((answer: Answer) => void) | undefined;
  socket.on('data', (chunk: Buffer) => {
    seen = seen === undefined ? chunk : Buffer.concat([seen, chunk]);
    const head = seen.indexOf('\r\n\r\n');
    if (head < 0) return;
    const text = seen.toString('latin1', 0, head);
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
    if (!(seen.length >= head + 4 + length)) return;
    const whole = seen;
    seen = undefined;
    const isGood = text.startsWith('HTTP/1.1 20');
    if (!isGood && !text.startsWith('HTTP/1.1 503')) {
      console.error(text.slice(0, 60), whole.toString('utf8', head + 4).slice(0, 200));
    }
    tell?.({ isGood, body: () => whole.toString('utf8', head + 4) });
  });
  return {
    send: (bytes) =>
      new Promise((resolve) => {
        tell = resolve;
        socket.write(bytes);
      }),
    close: () => {
      socket.destroy();
    },
  };
}
