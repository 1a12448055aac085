import { Injectable } from '@nestjs/common';
import type { ApiPathItem } from './api-types.js';

/**
 * Descriptions of the routes that an app gives to Fastify itself, past Nest, for speed. Whoever opens such a
 * route describes it in the same call, so the OpenAPI document cannot miss one.
 */
@Injectable()
export class RouteDescriptions {
  readonly #paths = new Map<string, ApiPathItem>();

  add(path: string, item: ApiPathItem): void {
    this.#paths.set(path, item);
  }

  list(): Readonly<Record<string, ApiPathItem>> {
    return Object.fromEntries(this.#paths);
  }
}
