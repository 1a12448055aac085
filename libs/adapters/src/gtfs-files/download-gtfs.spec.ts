import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Download, type DownloadOptions, downloadGtfs, withoutCredentials } from './download-gtfs.js';

/** Ways to write an address of this machine or of a network that no GTFS is in. */
const PRIVATE = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://0x7f000001/',
  'http://0/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://user:secret@127.0.0.1/',
  'http://①②⑦.0.0.1/',
];

describe('fetching a GTFS', () => {
  let server: Server;
  let base: string;
  let folder: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-download-'));
    server = createServer((request, response) => {
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const fetchIt = (address: string, options: Partial<DownloadOptions> = {}): Promise<Download> =>
    downloadGtfs(address, { target: join(folder, 'gtfs.zip'), privateHosts: ['127.0.0.1'], ...options });

  it('writes the bytes and tells the validators', async () => {
    answer = (_, response) => response.setHeader('etag', '"v1"').end('PK-bytes');
    expect(await fetchIt(`${base}/gtfs.zip`)).toEqual({ bytes: 8, etag: '"v1"' });
    expect(await readFile(join(folder, 'gtfs.zip'), 'utf8')).toBe('PK-bytes');
  });

  it('asks conditionally, and tells where nothing changed', async () => {
    let asked: IncomingMessage['headers'] = {};
    answer = (request, response) => {
      asked = request.headers;
      response.writeHead(304, { etag: '"v1"' }).end();
    };
    const validators = { etag: '"v1"', lastModified: 'Mon, 23 Nov 2026 10:00:00 GMT' };
    expect(await fetchIt(base, validators)).toEqual({ etag: '"v1"' });
    expect(asked).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': validators.lastModified });
  });

  it('follows a redirect, but not for ever', async () => {
    answer = (request, response) => {
      if (request.url === '/new') response.end('PK');
      else response.writeHead(302, { location: '/new' }).end();
    };
    expect(await fetchIt(`${base}/old`)).toEqual({ bytes: 2 });
    answer = (_, response) => response.writeHead(302, { location: '/again' }).end();
    await expect(fetchIt(base)).rejects.toThrow(/redirects more than 5 times/);
  });

  it.each(PRIVATE)('does not go to %s', async (address) => {
    await expect(fetchIt(address, { privateHosts: [] })).rejects.toThrow(/private network|no http or https/);
  });

  it.each([
    'http://127.0.0.2/',
    'http://[::1]/',
    'http://localhost/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
  ])('is not sent to %s by a server that may be asked', async (location) => {
    answer = (_, response) => response.writeHead(302, { location }).end();
    await expect(fetchIt(base)).rejects.toThrow(/private network|no http or https/);
  });

  it.each(['file:///etc/passwd', 'gopher://x', 'javascript:1', 'not an address', ''])(
    'refuses %p',
    async (address) => {
      await expect(fetchIt(address)).rejects.toThrow(/no http or https address/);
    },
  );

  it('stops at the size allowed, told or not, and leaves nothing behind', async () => {
    answer = (_, response) => response.setHeader('content-length', 1000).end('x'.repeat(1000));
    await expect(fetchIt(base, { maxBytes: 999 })).rejects.toThrow(/larger than 999 bytes/);
    answer = (_, response) => {
      const more = (): void => {
        if (response.write('x'.repeat(10_000))) setImmediate(more);
        else response.once('drain', more);
      };
      response.on('error', () => undefined);
      more();
    };
    await expect(fetchIt(base, { maxBytes: 100_000 })).rejects.toThrow(/larger than 100000 bytes/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops when the time is up', async () => {
    answer = (_, response) => response.write('PK');
    await expect(fetchIt(base, { timeoutSeconds: 0.2 })).rejects.toThrow(/took longer than 0.2 s/);
  });

  it('tells of an error of the server, of one that hangs up, and of one that is not there', async () => {
    answer = (_, response) => response.writeHead(403).end();
    await expect(fetchIt(base)).rejects.toThrow('The server answered 403.');
    answer = (request) => request.socket.destroy();
    await expect(fetchIt(base)).rejects.toThrow(/cannot be reached/);
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('PK');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(fetchIt(base)).rejects.toThrow(/cannot be reached/);
    await expect(fetchIt('http://127.0.0.1:1/')).rejects.toThrow(/cannot be reached/);
    await expect(fetchIt('http://no-such-host.invalid/')).rejects.toThrow(/name of the server is not known/);
  });

  it('keeps passwords out of what is told', () => {
    expect(withoutCredentials('https://user:secret@gtfs.example/x.zip?a=1')).toBe(
      'https://gtfs.example/x.zip?a=1',
    );
  });
});
