import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RouteDescriptions } from '@rukh/service';
import { OPEN_HEADERS } from './answer-document.js';
import { type RouteDescription, describeRoute } from './describe-route.js';
import type { Handler, HttpReply, HttpServer } from './http-server.js';
import { sendProblem } from './send-problem.js';

const ALLOWED = 'GET, HEAD, OPTIONS';
const OTHER_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Opens routes past Nest, for speed, and describes each in the same call for the OpenAPI document. */
@Injectable()
export class OpenRoutes {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly descriptions: RouteDescriptions,
  ) {}

  /**
   * A route for everybody: GET and HEAD by the handler, OPTIONS (with the answers a browser's page asks for
   * before it fetches), and for what is left a problem that says what is allowed.
   */
  open(url: string, description: RouteDescription, handler: Handler): void {
    const server = this.host.httpAdapter.getInstance<HttpServer>();
    server.route({ method: ['GET', 'HEAD'], url, handler });
    server.route({ method: 'OPTIONS', url, handler: (_, reply) => answerOptions(reply) });
    server.route({
      method: OTHER_METHODS,
      url,
      config: { refuses: true },
      handler: (_, reply) =>
        sendProblem(reply.header('allow', ALLOWED), 405, 'This can be read, and nothing else.'),
    });
    this.descriptions.add(url, { get: describeRoute(url, description) });
  }
}

function answerOptions(reply: HttpReply): HttpReply {
  return reply
    .status(204)
    .headers({
      ...OPEN_HEADERS,
      allow: ALLOWED,
      'access-control-allow-methods': ALLOWED,
      'access-control-allow-headers': 'Accept, If-None-Match, If-Modified-Since, Last-Event-ID',
      'access-control-max-age': '86400',
    })
    .send();
}
