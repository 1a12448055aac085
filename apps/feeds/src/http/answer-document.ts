import type { HttpReply, HttpRequest } from './http-server.js';
import { isNotModified } from './conditional.js';
import { type Coding, accepts, negotiateCoding } from './negotiate.js';
import { sendProblem } from './send-problem.js';

/** Something served over HTTP in up to three codings, whole and unchanging. */
export interface Document {
  readonly contentType: string;
  /** Media types a client may ask for by name and get this. */
  readonly acceptedTypes: readonly string[];
  /** Names these bytes among all versions of this document. */
  readonly version: string;
  /** Epoch seconds; left out where the version alone tells. */
  readonly modifiedSeconds?: number;
  readonly cacheControl: string;
  /** Request headers that the choice of this document hung on, besides Accept-Encoding. */
  readonly vary?: string;
  /** Too small to be worth compressing: sent as it is. */
  readonly isSmall?: boolean;
  readonly bytes: (coding: Coding) => Buffer | Promise<Buffer>;
}

/** Anybody's page may read the data, and what it needs of the headers. */
export const OPEN_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Last-Modified, Content-Length, Retry-After',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/**
 * Answers a GET or HEAD: 304 where the client has it, 406 where it wants what we do not have. The entity tag is
 * strong, so each coding has its own.
 */
export async function answerDocument(
  request: HttpRequest,
  reply: HttpReply,
  document: Document,
): Promise<HttpReply> {
  const coding = negotiateCoding(document.isSmall ? undefined : request.headers['accept-encoding']);
  if (coding === undefined) {
    return sendProblem(reply, 406, 'This is served as it is, or compressed by gzip or br.');
  }
  if (!accepts(request.headers.accept, document.acceptedTypes)) {
    return sendProblem(reply, 406, `This is served as ${document.contentType} only.`);
  }
  const { contentType, version, modifiedSeconds, cacheControl, vary } = document;
  const etag = coding === 'identity' ? `"${version}"` : `"${version}-${coding}"`;
  reply.headers({
    ...OPEN_HEADERS,
    etag,
    ...(modifiedSeconds === undefined
      ? {}
      : { 'last-modified': new Date(modifiedSeconds * 1000).toUTCString() }),
    'cache-control': cacheControl,
    vary: vary === undefined ? 'Accept-Encoding' : `Accept-Encoding, ${vary}`,
  });
  if (isNotModified(request.headers, { etag, modifiedSeconds })) return reply.status(304).send();
  const body = await document.bytes(coding);
  reply.headers({ 'content-type': contentType, 'content-length': String(body.length) });
  if (coding !== 'identity') reply.header('content-encoding', coding);
  return reply.send(request.method === 'HEAD' ? '' : body);
}
