import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { decodeFeedMessage, formatFeedText, splitFeed, toFeedJson } from '@rukh/adapters/protobuf';
import type { Coding } from './negotiate.js';

/** Bytes of a feed printed before other work gets its turn: a few milliseconds. */
const TURN_BYTES = 32_768;

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Forms in which a feed is shown to people and programs without protobuf. */
export type Printed = 'json' | 'txt';

/** The feed as protobuf's JSON or text, the same as if it were printed at once. */
export async function renderFeed(body: Uint8Array, form: Printed): Promise<Buffer> {
  const parts: string[] = [];
  let header = '';
  for (const piece of splitFeed(body, TURN_BYTES)) {
    const message = decodeFeedMessage(piece);
    if (form === 'txt') {
      header = formatFeedText({ header: message.header, entity: [] });
      parts.push(formatFeedText(message).slice(header.length));
    } else {
      header = JSON.stringify(toFeedJson(message)['header']);
      const entities = (toFeedJson(message)['entity'] as unknown[] | undefined) ?? [];
      parts.push(...entities.map((entity) => JSON.stringify(entity)));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const text =
    form === 'txt' ? header + parts.join('') : `{"header":${header},"entity":[${parts.join(',\n')}]}\n`;
  return Buffer.from(text);
}

/** Bytes in each coding, made when first asked for and then kept. */
export class LazyCodings {
  readonly #codings = new Map<Coding, Promise<Buffer>>();

  /** @param make makes the uncompressed bytes */
  constructor(private readonly make: () => Promise<Buffer>) {}

  get(coding: Coding): Promise<Buffer> {
    let bytes = this.#codings.get(coding);
    if (bytes === undefined) {
      bytes =
        coding === 'identity' ? this.make() : this.get('identity').then((body) => compress(body, coding));
      this.#codings.set(coding, bytes);
      // A failure is not kept: the next request tries again.
      bytes.catch(() => this.#codings.delete(coding));
    }
    return bytes;
  }
}

async function compress(body: Buffer, coding: 'gzip' | 'br'): Promise<Buffer> {
  if (coding === 'gzip') return gzipAsync(body, { level: 4 });
  return brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}
