// Fastify with bounds, and with problem details for what fails before there is a route.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { answerUnreadable } from '../problems/answer-unreadable.js';
import { describeProblem } from '../problems/describe-problem.js';

export interface AdapterOptions {
  /** Largest request body, bytes. */
  readonly bodyLimitBytes: number;
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: string[] | undefined;
}

/** The parts of Fastify's reply used here. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** Takes JSON bodies only; apps add what else they read. Anything else is 415 and not guessed at. */
export function createAdapter({ bodyLimitBytes, trustedProxies }: AdapterOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies ?? false,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    // An address like /%ff.
    frameworkErrors: (error: Error, _request: unknown, reply: unknown) => {
      const problem = describeProblem(error);
      (reply as Reply)
        .status(problem.status)
        .header('content-type', 'application/problem+json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(JSON.stringify(problem));
    },
  });
  adapter.getInstance().removeContentTypeParser('text/plain');
  return adapter;
}
