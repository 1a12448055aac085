import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
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

/** Answers everything thrown on the way of a request as application/problem+json, and logs what is our fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<Reply>();
    const problem = describeProblem(error);
    if (problem.status >= 500) this.#log(error, http.getRequest<Request>());
    if (reply.sent) return;
    const retryAfterSeconds = findRetryAfter(error);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  }

  #log(error: unknown, request: Request): void {
    // The route's pattern, not the address asked for: that may hold what a person typed.
    const where = `${request.method} ${request.routeOptions?.url ?? 'unknown route'}`;
    if (error instanceof Problem) {
      this.#logger.warn(`${where} answered ${error.getStatus()}: ${error.message}`);
    } else if (isAway(error)) this.#logger.warn(`${where} answered 503: ${(error as Error).message}`);
    else this.#logger.error(`${where} failed`, error instanceof Error ? error.stack : String(error));
  }
}

/** Seconds. Of who is away it is spread, so that not all come back at once. */
function findRetryAfter(error: unknown): number | undefined {
  if (error instanceof Problem) return error.retryAfterSeconds;
  return isAway(error) ? 2 + Math.floor(Math.random() * 9) : undefined;
}
