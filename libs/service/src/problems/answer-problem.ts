import { Logger } from '@nestjs/common';
import { describeProblem } from './describe-problem.js';
import { isAway } from './is-away.js';
import { Problem } from './problem.js';

/** The parts of Fastify's request and reply used here. */
interface Request {
  readonly method: string;
  readonly routeOptions?: { readonly url?: string };
}
interface Reply {
  readonly sent: boolean;
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

const logger = new Logger('Problems');

/** Answers what was thrown on the way of a request as application/problem+json, and logs what is our fault. */
export function answerProblem(error: unknown, request: unknown, reply: unknown): void {
  const problem = describeProblem(error);
  if (problem.status >= 500) log(error, request as Request);
  const answer = reply as Reply;
  if (answer.sent) return;
  const retryAfterSeconds = findRetryAfter(error);
  if (retryAfterSeconds !== undefined) answer.header('retry-after', String(retryAfterSeconds));
  answer
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

function log(error: unknown, request: Request): void {
  // The route's pattern, not the address asked for: that may hold what a person typed.
  const where = `${request.method} ${request.routeOptions?.url ?? 'unknown route'}`;
  if (error instanceof Problem) logger.warn(`${where} answered ${error.getStatus()}: ${error.message}`);
  else if (isAway(error)) logger.warn(`${where} answered 503: ${(error as Error).message}`);
  else logger.error(`${where} failed`, error instanceof Error ? error.stack : String(error));
}

/** Seconds. Of who is away it is spread, so that not all come back at once. */
function findRetryAfter(error: unknown): number | undefined {
  if (error instanceof Problem) return error.retryAfterSeconds;
  return isAway(error) ? 2 + Math.floor(Math.random() * 9) : undefined;
}
