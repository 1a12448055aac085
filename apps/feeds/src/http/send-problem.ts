import type { HttpReply } from './http-server.js';
import { STATUS_CODES } from 'node:http';

/** Answers with RFC 9457 problem details, in the form of the rest of Rukh. */
export function sendProblem(
  reply: HttpReply,
  status: number,
  detail: string,
  retryAfterSeconds?: number,
): HttpReply {
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
  });
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('access-control-allow-origin', '*')
    .send(body);
}
