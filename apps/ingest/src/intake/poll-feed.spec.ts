import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { transitRealtime } from '@rukh/adapters/protobuf';
import { type PollOptions, type PollResult, pollFeed } from './poll-feed.js';

const FEED = transitRealtime.FeedMessage.encode({
  header: { gtfsRealtimeVersion: '2.0', timestamp: 1_795_000_000 },
  entity: [
    {
      id: '1',
      vehicle: {
        vehicle: { id: 'a' },
        position: { latitude: 49.5, longitude: 24, speed: 36 },
        timestamp: 1_795_000_000,
      },
    },
  ],
}).finish();
const NO_VEHICLES = transitRealtime.FeedMessage.encode({
  header: { gtfsRealtimeVersion: '2.0' },
}).finish();

const servers: Server[] = [];
let asked: IncomingHttpHeaders[] = [];

/** Serves as told and polls once. */
async function poll(serve: RequestListener, options: Partial<PollOptions> = {}): Promise<PollResult> {
  asked = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    serve(request, response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/vp.pb?key=secret`;
  return pollFeed({ url, validators: {}, speedInKilometresPerHour: false, ...options });
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe('a poll', () => {
  it('gives the vehicles, and what to ask with the next time', async () => {
    const result = await poll((_, response) => {
      response.writeHead(200, { etag: '"1"', 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' }).end(FEED);
    });
    expect(result).toMatchObject({
      outcome: 'ok',
      validators: { etag: '"1"', lastModified: 'Mon, 23 Nov 2026 10:00:00 GMT' },
      feed: { reports: [{ vehicleId: 'a', speedMetresPerSecond: 36 }] },
    });
  });

  it('asks only for what is newer, and keeps what it asked with', async () => {
    const validators = { etag: '"1"', lastModified: 'Mon, 23 Nov 2026 10:00:00 GMT' };
    const result = await poll((_, response) => response.writeHead(304).end(), { validators });
    expect(result).toEqual({ outcome: 'not_modified', validators });
    expect(asked[0]).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': validators.lastModified });
    expect(asked[0]!['accept-encoding']).toContain('gzip');
  });

  it('reads gzip, and kilometres an hour where told', async () => {
    const result = await poll(
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(FEED)),
      { speedInKilometresPerHour: true },
    );
    expect(result.feed!.reports[0]!.speedMetresPerSecond).toBe(10);
  });

  it('takes a feed without vehicles for what it is', async () => {
    const result = await poll((_, response) => response.end(NO_VEHICLES));
    expect(result).toMatchObject({ outcome: 'no_vehicles', feed: { reports: [] } });
  });

  it.each<[string, RequestListener]>([
    ['empty', (_, response) => response.end()],
    ['malformed', (_, response) => response.end('<html>We are down for maintenance</html>')],
    ['truncated', (_, response) => response.end(FEED.subarray(0, FEED.length - 3))],
    ['http_error', (_, response) => response.writeHead(500).end('oops')],
    ['unreachable', (request) => request.socket.destroy()],
  ])('names what is wrong: %s', async (outcome, serve) => {
    expect(await poll(serve, { validators: { etag: '"1"' } })).toMatchObject({
      outcome,
      validators: { etag: '"1"' },
    });
  });

  it('stops reading a bomb as soon as it is larger than what is read', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const result = await poll((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(result.outcome).toBe('too_large');
  });

  it('gives up a server that does not answer', async () => {
    const result = await poll(() => undefined, { timeoutMs: 200 });
    expect(result.outcome).toBe('timeout');
  });

  it('stays away for as long as it is asked to, within reason', async () => {
    const busy = (seconds: string): Promise<PollResult> =>
      poll((_, response) => response.writeHead(429, { 'retry-after': seconds }).end());
    expect((await busy('20')).retryAfterSeconds).toBe(20);
    expect((await busy('86400')).retryAfterSeconds).toBe(300);
    expect((await busy('tomorrow')).retryAfterSeconds).toBeUndefined();
  });
});
