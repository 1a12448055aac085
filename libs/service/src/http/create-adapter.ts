// Fastify with bounds, and with problem details for what fails before there is a route.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { answerProblem } from '../problems/answer-problem.js';
import { answerUnreadable } from '../problems/answer-unreadable.js';

export interface AdapterOptions {
  /** Largest request body, bytes. */
  readonly bodyLimitBytes: number;
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: string[] | undefined;
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
    frameworkErrors: answerProblem,
  });
  // Nest sets its own once all modules have begun. A route takes the one that stands when the first plugin of a module has
  // been loaded, which may be before: then a body that cannot be read would be answered in Fastify's own form.
  adapter.getInstance().setErrorHandler(answerProblem);
  adapter.getInstance().removeContentTypeParser('text/plain');
  return adapter;
}
