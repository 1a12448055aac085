import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type ApiOperation, OPEN_TO_ALL, RouteDescriptions } from '@rukh/service';
import { type RouteDescription, describeRoute } from './describe-route.js';
import type { Handler, HttpServer } from './http-server.js';

/** Opens routes past Nest, for speed, and describes each in the same call for the OpenAPI document. */
@Injectable()
export class OpenRoutes {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly descriptions: RouteDescriptions,
  ) {}

  /**
   * A route for everybody: GET and HEAD by the handler; other methods are answered as everywhere. Parts of `url` in
   * braces, as in `/stops/{code}`, are parameters.
   */
  open(url: string, description: RouteDescription, handler: Handler): void {
    const server = this.host.httpAdapter.getInstance<HttpServer>();
    server.route({
      method: ['GET', 'HEAD'],
      url: url.replace(/\{(\w+)\}/g, ':$1'),
      handler,
      config: OPEN_TO_ALL,
    });
    this.descriptions.add(url, { get: describeRoute(url, description) });
  }

  /** A POST of JSON for everybody, at most `bodyLimitBytes` of it. */
  openPost(url: string, operation: ApiOperation, bodyLimitBytes: number, handler: Handler): void {
    const server = this.host.httpAdapter.getInstance<HttpServer>();
    server.route({ method: 'POST', url, handler, config: OPEN_TO_ALL, bodyLimit: bodyLimitBytes });
    this.descriptions.add(url, { post: operation });
  }
}
