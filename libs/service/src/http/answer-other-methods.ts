// What an address answers to methods it has no handler for: OPTIONS says what there is (to a browser that asks
// before it fetches, too), anything else is 405 with the same list. Done once, after routing failed, so that no
// route has to think of it and no method is forgotten.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem } from '../problems/problem.js';

/** `@RouteConfig(OPEN_TO_ALL)`, or `config` of a Fastify route: any web page may read it. */
export const OPEN_TO_ALL = { isOpenToAll: true } as const;

/** The parts of Fastify's route used here. */
interface Route {
  readonly url: string;
  readonly method: string | string[];
  readonly config?: object;
}

interface Resource {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
  isOpenToAll: boolean;
}

/** Order in which methods are listed. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Call before routes are made. */
export function answerOtherMethods(app: NestFastifyApplication): void {
  const resources = new Map<string, Resource>();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    note(resources, route);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const resource = request.is404 ? find(resources, request.url) : undefined;
    if (!resource) {
      done();
      return;
    }
    const allow = [...METHODS.filter((method) => resource.methods.has(method)), 'OPTIONS'].join(', ');
    reply.header('allow', allow);
    if (resource.isOpenToAll) reply.headers(openHeaders(allow));
    if (request.method === 'OPTIONS') {
      reply.status(204).send();
      return;
    }
    done(new Problem(405, { detail: `${request.method} is not for this address; it takes ${allow}.` }));
  });
}

function note(resources: Map<string, Resource>, { url, method, config = {} }: Route): void {
  const resource = resources.get(url) ?? { pattern: toPattern(url), methods: new Set(), isOpenToAll: false };
  for (const one of [method].flat()) resource.methods.add(one);
  resource.isOpenToAll ||= 'isOpenToAll' in config;
  resources.set(url, resource);
}

function find(resources: ReadonlyMap<string, Resource>, url: string): Resource | undefined {
  const path = url.split('?', 1)[0]!;
  return [...resources.values()].find(({ pattern }) => pattern.test(path));
}

/** Of Fastify's patterns only `:name` is used. */
function toPattern(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)));
  return new RegExp(`^${parts.join('/')}$`);
}

function openHeaders(allow: string): Record<string, string> {
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': allow,
    'access-control-allow-headers': 'Accept, If-None-Match, If-Modified-Since, Last-Event-ID',
    'access-control-max-age': '86400',
  };
}
