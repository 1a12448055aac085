import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** The parts of Fastify used here. Feeds are polled more than all else: their routes do without Nest's pipeline. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: unknown;
  readonly query: unknown;
  /** Of a POST, parsed. */
  readonly body?: unknown;
  readonly raw: IncomingMessage;
}

export interface HttpReply {
  readonly raw: ServerResponse;
  status(code: number): HttpReply;
  header(name: string, value: string): HttpReply;
  getHeader(name: string): string | number | string[] | undefined;
  removeHeader(name: string): HttpReply;
  headers(values: Readonly<Record<string, string>>): HttpReply;
  send(body?: string | Buffer): HttpReply;
  /** From here on the answer is written to `raw`. */
  hijack(): HttpReply;
}

export type Handler = (request: HttpRequest, reply: HttpReply) => Promise<HttpReply> | HttpReply;

export interface HttpServer {
  route(options: {
    method: string | string[];
    url: string;
    handler: Handler;
    config?: object;
    bodyLimit?: number;
  }): unknown;
}
