import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedArrival } from './feed-arrival.js';
import { pollFeeds } from './poll-feeds.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server that gives its answers one after the other, the last one for ever. */
async function serve(
  answers: readonly Answer[],
): Promise<{ address: string; requests: IncomingMessage[]; server: Server }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/vp.pb`, requests, server };
}

const feed = (timestamp: number): Uint8Array =>
  encodeFeedMessage({ header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp }, entity: [] });

const send =
  (status: number, body: Uint8Array | string = '', headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

async function poll(
  answers: readonly Answer[],
  rounds: number,
): Promise<{ arrivals: FeedArrival[]; requests: IncomingMessage[] }> {
  const { address, requests, server } = await serve(answers);
  const stop = new AbortController();
  const arrivals: FeedArrival[] = [];
  try {
    const options = { everySeconds: 0.01, forSeconds: 10, signal: stop.signal };
    for await (const [arrival] of pollFeeds([address], options)) {
      arrivals.push(arrival!);
      if (arrivals.length === rounds) stop.abort();
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return { arrivals, requests };
}

describe('polling a feed', () => {
  it('reads each new message', async () => {
    const { arrivals } = await poll([send(200, feed(1)), send(200, feed(2))], 2);
    expect(arrivals.map(({ message }) => message?.header.timestamp)).toEqual([1, 2]);
  });

  it('asks with the validators of the answer before, and takes 304 for unchanged', async () => {
    const validators = { etag: '"7"', 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' };
    const { arrivals, requests } = await poll([send(200, feed(1), validators), send(304)], 2);
    expect(requests[0]!.headers['if-none-match']).toBeUndefined();
    expect(requests[1]!.headers).toMatchObject({
      'if-none-match': '"7"',
      'if-modified-since': 'Mon, 23 Nov 2026 10:00:00 GMT',
    });
    expect(arrivals[1]).toMatchObject({ isUnchanged: true });
  });

  it('takes the same bytes for unchanged where the server has no validators', async () => {
    const { arrivals } = await poll([send(200, feed(1))], 2);
    expect(arrivals.map(({ isUnchanged }) => isUnchanged)).toEqual([undefined, true]);
  });

  it('names what went wrong and goes on', async () => {
    const answers = [send(503), send(200, 'Bad gateway'), send(200), send(200, feed(1))];
    const { arrivals } = await poll(answers, 4);
    expect(arrivals.map(({ refusal }) => refusal?.reason)).toEqual([
      'http_503',
      'truncated',
      'empty',
      undefined,
    ]);
  });

  it('says that a server cannot be reached', async () => {
    const { address, server } = await serve([send(200)]);
    await new Promise((resolve) => server.close(resolve));
    const rounds: FeedArrival[] = [];
    const options = { forSeconds: 1, signal: new AbortController().signal };
    for await (const [arrival] of pollFeeds([address], options)) rounds.push(arrival!);
    expect(rounds.map(({ refusal }) => refusal?.reason)).toEqual(['unreachable']);
  });
});
