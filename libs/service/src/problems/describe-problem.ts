// Whatever a handler throws becomes one RFC 9457 answer. A client's own mistakes are explained to it; our own
// failures are not: every 5xx body has the same shape and says nothing of the inside (ASVS 16.5.1).
import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { isAway } from './is-away.js';
import { Problem, type ProblemDetails } from './problem.js';

const OTHER_TYPES =
  'This content type is not read here, or none was said. Which are read: see this address in /openapi.json.';

/** The problem to answer with for anything thrown. */
export function describeProblem(error: unknown): ProblemDetails {
  const status = statusOf(error);
  const generic = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status };
  if (status >= 500) return generic;
  if (error instanceof Problem) return { ...generic, ...error.details, status };
  if (status === 415) return { ...generic, detail: OTHER_TYPES };
  if (error instanceof HttpException) return { ...generic, ...explain(error.getResponse()) };
  return { ...generic, detail: (error as Error).message };
}

/** Fastify's own errors (body too large, broken JSON, rate limit) are no HttpException but carry a status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const code = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  if (typeof code === 'number' && code >= 400 && code < 600 && error instanceof Error) return code;
  return isAway(error) ? 503 : 500;
}

function explain(response: string | object): { detail?: string; errors?: readonly string[] } {
  if (typeof response === 'string') return { detail: response };
  const { message } = response as { message?: unknown };
  if (typeof message === 'string') return { detail: message };
  if (!Array.isArray(message)) return {};
  return { detail: 'The request does not fit the schema.', errors: message.map(String) };
}
