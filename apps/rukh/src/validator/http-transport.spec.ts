import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { encodeReceipt } from '@rukh/adapters/protobuf';
import type { TapReceipt } from '@rukh/domain/taps';
import { HttpTransport } from './http-transport.js';

const RECEIPT: TapReceipt = {
  deviceId: 'A',
  highWaterMark: 7,
  missing: [],
  answers: [],
  serverTimeMs: 1,
  denyListVersion: 0,
};

/** What came, in order, and its answers, which a test gives when it likes. */
const came: { text: string; answer: () => void }[] = [];
let tellCame = (): void => undefined;
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  void buffer(request).then((body) => {
    const answer = (): void => {
      response.writeHead(200, { 'content-type': 'application/x-protobuf' });
      response.end(encodeReceipt('protobuf', RECEIPT));
    };
    came.push({ text: body.toString(), answer });
    tellCame();
  });
});
let transport: HttpTransport;

async function next(count: number): Promise<() => void> {
  while (came.length < count) await new Promise<void>((resolve) => (tellCame = resolve));
  return came[count - 1]!.answer;
}

function open(timeoutMs: number): void {
  const { port } = server.address() as AddressInfo;
  transport = new HttpTransport(`http://127.0.0.1:${port}`, { maxSockets: 1, timeoutMs });
}

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));

beforeEach(() => {
  came.length = 0;
});

afterEach(() => transport.close());

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const say = (deviceId: string, text: string): Promise<TapReceipt> =>
  transport.sendTaps(deviceId, Buffer.from(text));

describe('devices that share few connections', () => {
  it('say what is newest when their turn comes, and the receipt is of all that they asked', async () => {
    open(60_000);
    const first = say('A', 'a');
    const answerFirst = await next(1);
    const others = [say('B', 'b, at first'), say('C', 'c'), say('B', 'b, and more')];
    answerFirst();
    (await next(2))();
    (await next(3))();
    const receipts = await Promise.all([first, ...others]);
    expect(receipts.map(({ highWaterMark }) => highWaterMark)).toEqual([7, 7, 7, 7]);
    expect(came.map(({ text }) => text)).toEqual(['a', 'b, and more', 'c']);
  });

  it('have all of their time from when their turn comes', async () => {
    open(3000);
    const first = say('A', 'never answered');
    const second = say('B', 'b');
    await expect(first).rejects.toThrow();
    (await next(2))();
    expect((await second).highWaterMark).toBe(7);
  });

  it('are told where the way is closed before their turn', async () => {
    open(60_000);
    const first = say('A', 'a');
    const second = say('B', 'b');
    const both = Promise.allSettled([first, second]);
    await next(1);
    await transport.close();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
