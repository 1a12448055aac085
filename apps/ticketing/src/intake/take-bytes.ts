/**
 * Reads a small body and answers it on the bare request of Node, past Fastify's parsing and sending, which cost more
 * than all that is done for a single tap. Routing, limits of requests and the times of answers stay Fastify's.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface BytesAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly retryAfterSeconds?: number | undefined;
}

/** @returns the body; undefined where it is larger than may be: the rest is then not read */
export function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    // Whoever hung up is not answered.
    request.on('error', reject);
  });
}

/** The media type alone, in lower case. */
export function readContentType({ 'content-type': type = '' }: IncomingHttpHeaders): string {
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

export function answerBytes(response: ServerResponse, answer: BytesAnswer): void {
  const { status, contentType, body, retryAfterSeconds } = answer;
  const headers = {
    'content-type': contentType,
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    // What was not read would be taken for the next request.
    ...(response.req.complete ? undefined : { connection: 'close' }),
  };
  response.writeHead(status, headers);
  if (typeof body === 'string') response.end(body);
  // As a text of one byte a letter it leaves in one piece with the head.
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
}
