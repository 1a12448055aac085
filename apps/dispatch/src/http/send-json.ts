import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The parts of Fastify's request and reply used here. */
export interface JsonRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
export interface JsonReply {
  status(code: number): JsonReply;
  header(name: string, value: string): JsonReply;
  send(body?: unknown): unknown;
}

/** Shorter than this, packing costs more than it saves. */
const PACK_FROM_CHARACTERS = 2000;
const pack = promisify(gzip);

/** A text of JSON, packed for who can unpack it, and not sent again to who has it (`etag`). Never kept by others. */
export async function sendJson(
  { headers }: JsonRequest,
  reply: JsonReply,
  text: string,
  etag?: string,
): Promise<void> {
  reply.header('cache-control', 'private, no-cache').header('vary', 'accept-encoding, cookie, authorization');
  if (etag !== undefined) {
    reply.header('etag', etag);
    if (String(headers['if-none-match'] ?? '').includes(etag)) {
      reply.status(304).send();
      return;
    }
  }
  reply.header('content-type', 'application/json; charset=utf-8');
  const isPacked =
    text.length >= PACK_FROM_CHARACTERS && /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
  if (isPacked) reply.header('content-encoding', 'gzip');
  reply.send(isPacked ? await pack(text, { level: 5 }) : text);
}
