/** POST /api/v1/devices/{deviceId}/taps, past Nest: bytes in, bytes out, since thousands of these come a second. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { type TapForm, encodeReceipt } from '@rukh/adapters/protobuf';
import type { BatchRejection, TapReceipt } from '@rukh/domain/taps';
import { RouteDescriptions } from '@rukh/service';
import { DESCRIBED_HEARTBEAT, DESCRIBED_TAPS } from './describe-taps.js';
import { HeartbeatIntake } from '../devices/take-heartbeat.js';
import { BATCH_LIMITS, type DeviceMessage } from './open-batch.js';
import { TapIntake } from './tap-intake.js';

/** The parts of Fastify used here. */
interface Scope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parse: (request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => void,
  ): void;
  route(options: {
    helmet: false;
    method: string;
    url: string;
    handler: (request: Request, reply: Reply) => Promise<Reply>;
  }): void;
}
interface Request {
  readonly params: unknown;
  readonly headers: { readonly 'content-type'?: string };
  readonly body: unknown;
}

const TAPS_URL = '/api/v1/devices/:deviceId/taps';
const HEARTBEAT_URL = '/api/v1/devices/:deviceId/heartbeat';
const FORMS: Readonly<Record<string, TapForm>> = {
  'application/json': 'json',
  'application/x-protobuf': 'protobuf',
  'application/protobuf': 'protobuf',
  'application/octet-stream': 'protobuf',
};
const CONTENT_TYPES: Readonly<Record<TapForm, string>> = {
  json: 'application/json; charset=utf-8',
  protobuf: 'application/x-protobuf',
};

const STATUSES: Readonly<Record<BatchRejection, number>> = {
  MALFORMED: 400,
  TOO_LARGE: 413,
  UNKNOWN_DEVICE: 403,
  DEVICE_NOT_ACTIVE: 403,
  UNKNOWN_KEY: 401,
  BAD_SIGNATURE: 401,
  TOO_FAST: 429,
  UNAVAILABLE: 503,
};

/** For people; a program reads the title. */
const DETAILS: Readonly<Record<BatchRejection, string>> = {
  MALFORMED: 'The bytes are no signed batch of this device.',
  TOO_LARGE: `A batch has at most ${BATCH_LIMITS.maxTaps} taps and ${BATCH_LIMITS.maxBytes} bytes.`,
  UNKNOWN_DEVICE: 'There is no such device.',
  DEVICE_NOT_ACTIVE: 'The device is not in use. What it has is to be kept.',
  UNKNOWN_KEY: 'The device has no such key now.',
  BAD_SIGNATURE: 'The signature is not of this key over these bytes.',
  TOO_FAST: 'The device sends too many taps a second.',
  UNAVAILABLE: 'Taps cannot be made durable now. What was sent is to be kept and sent again.',
};

/** Takes the bytes of a message and answers it. Never throws. */
type Take = (message: DeviceMessage) => Promise<TapReceipt>;

@Injectable()
export class TapsRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly descriptions: RouteDescriptions,
    private readonly intake: TapIntake,
    private readonly heartbeats: HeartbeatIntake,
  ) {}

  async onModuleInit(): Promise<void> {
    const server = this.host.httpAdapter.getInstance();
    await server.register((scope, _, done) => {
      takeBytes(scope as unknown as Scope);
      open(scope as unknown as Scope, TAPS_URL, (message) => this.intake.take(message, 'http'));
      open(scope as unknown as Scope, HEARTBEAT_URL, (message) => this.heartbeats.take(message));
      done();
    });
    this.descriptions.add(TAPS_URL.replace(':deviceId', '{deviceId}'), { post: DESCRIBED_TAPS });
    this.descriptions.add(HEARTBEAT_URL.replace(':deviceId', '{deviceId}'), { post: DESCRIBED_HEARTBEAT });
  }
}

/** In this scope every body stays the bytes that were signed. */
function takeBytes(scope: Scope): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: BATCH_LIMITS.maxBytes } as const;
  scope.addContentTypeParser('*', options, (_, body, done) => {
    done(null, body);
  });
}

function open(scope: Scope, url: string, take: Take): void {
  scope.route({
    method: 'POST',
    url,
    // No page is answered here, and its headers for browsers cost more than reading the batch.
    helmet: false,
    handler: async (request, reply) => {
      const { deviceId } = request.params as { deviceId: string };
      const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
      const form = FORMS[type];
      const bytes = request.body;
      if (form === undefined || !Buffer.isBuffer(bytes)) {
        const detail = 'A signed message is application/json or application/x-protobuf.';
        return sendProblem(reply, 415, 'Unsupported Media Type', detail);
      }
      const receipt = await take({ deviceId, form, bytes, receivedAtMs: Date.now() });
      return sendReceipt(reply, form, receipt);
    },
  });
}

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string | Buffer): Reply;
}

function sendReceipt(reply: Reply, form: TapForm, receipt: TapReceipt): Reply {
  const { rejection, retryAfterSeconds } = receipt;
  if (rejection === undefined) {
    const body = encodeReceipt(form, receipt);
    return reply
      .header('content-type', CONTENT_TYPES[form])
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return sendProblem(reply, STATUSES[rejection], rejection, DETAILS[rejection]);
}

/** Problem details (RFC 9457) with the name of the refusal as title. */
function sendProblem(reply: Reply, status: number, title: string, detail: string): Reply {
  return reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail }));
}
