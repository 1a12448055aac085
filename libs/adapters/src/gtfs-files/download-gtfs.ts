/**
 * Fetches a GTFS from the web. The address comes from a person or a configuration and must not become a way
 * into the network that Rukh runs in: every address that a name resolves to is checked at the moment of
 * connecting (so a name cannot change its mind in between), on each redirect anew, and only hosts named by the
 * operator may be private. Size and time are bounded.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { useAgent } from 'request-filtering-agent';
import { DownloadError } from './download-error.js';
import { DEFAULT_LIMITS } from './import-limits.js';

export interface DownloadOptions {
  /** Where the archive is written. */
  readonly target: string;
  /** Names or addresses of hosts that may be in a private network. */
  readonly privateHosts?: readonly string[];
  /** The validators of the copy one has: with them an unchanged feed is not sent again. */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly maxBytes?: number;
  /** Time for all of it; 120 s where not given. */
  readonly timeoutSeconds?: number;
}

/** What was fetched; undefined `bytes` where the server says that nothing changed. */
export interface Download {
  readonly bytes?: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

const MOST_REDIRECTS = 5;
/** A server that says nothing for so long is not going to. */
const SILENCE_SECONDS = 30;

/** Fetches `address` to `options.target`. Throws a DownloadError whose message says what to do about it. */
export async function downloadGtfs(address: string, options: DownloadOptions): Promise<Download> {
  const timeoutSeconds = options.timeoutSeconds ?? 120;
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    return await follow(parseAddress(address), options, signal);
  } catch (error) {
    await rm(options.target, { force: true });
    if (error instanceof DownloadError) throw error;
    if (signal.aborted) throw new DownloadError(`The download took longer than ${timeoutSeconds} s.`);
    throw new DownloadError(describe(error as NodeJS.ErrnoException), { cause: error });
  }
}

/** The address without a user name and password, for logs and reports. */
export function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new DownloadError(`"${address.slice(0, 200)}" is no http or https address.`);
  }
  return url;
}

async function follow(first: URL, options: DownloadOptions, signal: AbortSignal): Promise<Download> {
  let url = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await request(url, options, signal);
    const location = response.headers.location;
    if (isRedirect(response) && location !== undefined) {
      response.destroy();
      url = redirect(url, location);
    } else {
      return receive(response, options, signal);
    }
  }
  throw new DownloadError(`The server redirects more than ${MOST_REDIRECTS} times.`);
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode);
}

function redirect(from: URL, location: string): URL {
  const url = parseAddress(URL.canParse(location, from.href) ? new URL(location, from).href : location);
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new DownloadError('The server redirects from https to http.');
  }
  if (url.host !== from.host) url.username = url.password = '';
  return url;
}

async function request(url: URL, options: DownloadOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const allowed = options.privateHosts?.includes(hostname) === true;
  const agent = useAgent(url.href, { allowPrivateIPAddress: allowed, allowMetaIPAddress: allowed });
  const headers = {
    accept: 'application/zip, application/octet-stream;q=0.9, */*;q=0.1',
    'accept-encoding': 'identity',
    'user-agent': 'rukh',
    ...(options.etag === undefined ? {} : { 'if-none-match': options.etag }),
    ...(options.lastModified === undefined ? {} : { 'if-modified-since': options.lastModified }),
  };
  const get = url.protocol === 'https:' ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = get(url, { agent, headers, signal }, resolve);
    sent.on('error', reject);
    sent.setTimeout(SILENCE_SECONDS * 1000, () => {
      sent.destroy(new DownloadError(`The server said nothing for ${SILENCE_SECONDS} s.`));
    });
  });
}

async function receive(
  response: IncomingMessage,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Download> {
  const { etag, 'last-modified': lastModified } = response.headers;
  const validators = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
  if (response.statusCode === 304) {
    response.resume();
    return validators;
  }
  if (response.statusCode !== 200) {
    response.destroy();
    throw new DownloadError(`The server answered ${response.statusCode ?? 'nothing'}.`);
  }
  const maxBytes = options.maxBytes ?? DEFAULT_LIMITS.archiveBytes;
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge(maxBytes);
  }
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  await pipeline(response, count, createWriteStream(options.target), { signal });
  return { bytes, ...validators };
}

function tooLarge(maxBytes: number): DownloadError {
  return new DownloadError(`The download is larger than ${maxBytes} bytes.`);
}

function describe(error: NodeJS.ErrnoException): string {
  if (error.message.includes('is not allowed')) {
    return 'The address is in a private network. If that is meant, name its host: --private-host of rukh import, RUKH_GTFS_PRIVATE_HOSTS of the service.';
  }
  if (error.code === 'ENOTFOUND') return 'The name of the server is not known.';
  return `The server cannot be reached: ${error.message || (error.code ?? 'no reason given')}`;
}
