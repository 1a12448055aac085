/** POST /api/v1/devices/{deviceId}/taps, past Nest: bytes in, bytes out, since thousands of these come a second. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { type TapForm, encodeReceipt } from '@rukh/adapters/protobuf';
import type { BatchRejection, TapReceipt } from '@rukh/domain/taps';
import { RouteDescriptions } from '@rukh/service';
import { DESCRIBED_HEARTBEAT, DESCRIBED_TAPS } from './describe-taps.js';
import { HeartbeatIntake } from '../devices/take-heartbeat.js';
import { BATCH_LIMITS, type DeviceMessage } from './open-batch.js';
import { type BytesAnswer, answerBytes, readBytes, readContentType } from './take-bytes.js';
import { TapIntake } from './tap-intake.js';

/** The parts of Fastify used here. */
interface Scope {
  route(options: {
    helmet: false;
    method: string;
    url: string;
    preParsing: (request: Request, reply: Reply) => void;
    handler: () => void;
  }): void;
}
interface Request {
  readonly params: unknown;
  readonly raw: IncomingMessage;
}
interface Reply {
  readonly raw: ServerResponse;
  hijack(): void;
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
    await server.register((instance, _, done) => {
      const scope = instance as unknown as Scope;
      open(scope, TAPS_URL, (message) => this.intake.take(message, 'http'));
      open(scope, HEARTBEAT_URL, (message) => this.heartbeats.take(message));
      done();
    });
    this.descriptions.add(TAPS_URL.replace(':deviceId', '{deviceId}'), { post: DESCRIBED_TAPS });
    this.descriptions.add(HEARTBEAT_URL.replace(':deviceId', '{deviceId}'), { post: DESCRIBED_HEARTBEAT });
  }
}

function open(scope: Scope, url: string, take: Take): void {
  scope.route({
    method: 'POST',
    url,
    // No page is answered here, and its headers for browsers cost more than reading the batch.
    helmet: false,
    // After the limit of requests, and before anything of the body is read.
    preParsing: ({ params, raw }, reply) => {
      reply.hijack();
      void answer((params as { deviceId: string }).deviceId, raw, reply.raw, take);
    },
    handler: () => undefined,
  });
}

/** Never rejects. */
async function answer(
  deviceId: string,
  request: IncomingMessage,
  response: ServerResponse,
  take: Take,
): Promise<void> {
  const form = FORMS[readContentType(request.headers)];
  if (form === undefined) {
    const detail = 'A signed message is application/json or application/x-protobuf.';
    answerBytes(response, toProblem(415, 'Unsupported Media Type', detail));
    return;
  }
  try {
    const bytes = await readBytes(request, BATCH_LIMITS.maxBytes);
    const receipt = bytes && (await take({ deviceId, form, bytes, receivedAtMs: Date.now() }));
    answerBytes(response, receipt ? toAnswer(form, receipt) : toRefusal('TOO_LARGE'));
  } catch {
    response.destroy();
  }
}

function toAnswer(form: TapForm, receipt: TapReceipt): BytesAnswer {
  const { rejection, retryAfterSeconds, detail } = receipt;
  if (rejection !== undefined) return { ...toRefusal(rejection, detail), retryAfterSeconds };
  return { status: 200, contentType: CONTENT_TYPES[form], body: encodeReceipt(form, receipt) };
}

function toRefusal(rejection: BatchRejection, detail = DETAILS[rejection]): BytesAnswer {
  return toProblem(STATUSES[rejection], rejection, detail);
}

/** Problem details (RFC 9457) with the name of the refusal as title. */
function toProblem(status: number, title: string, detail: string): BytesAnswer {
  return {
    status,
    contentType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  };
}
