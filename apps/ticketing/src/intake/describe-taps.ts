/** What the OpenAPI document says of taps over HTTP. */
import { BATCH_REJECTIONS, DEVICE_ID } from '@rukh/domain/taps';
import { type ApiOperation, toApiSchema } from '@rukh/service';
import { receipt, signedMessage } from './describe-envelope.js';

const EXAMPLE = {
  deviceId: 'v17',
  highWaterMark: 4102,
  missing: [],
  answers: [
    { seq: 4101, outcome: 'DUPLICATE', detail: 'was ACCEPTED' },
    { seq: 4102, outcome: 'ACCEPTED' },
  ],
  serverTimeMs: 1_795_867_200_000,
  denyListVersion: 0,
};

const BYTES = { type: 'string' as const, format: 'binary' };

const DEVICE_PARAMETER = {
  name: 'deviceId',
  in: 'path' as const,
  required: true,
  schema: { type: 'string' as const, pattern: DEVICE_ID.source },
};

export const DESCRIBED_TAPS: ApiOperation = {
  operationId: 'post_taps',
  tags: ['taps'],
  summary: 'Takes a signed batch of taps',
  description:
    'From a validator. The answer is given after the commit, in the form of the request; only what it names may be ' +
    'deleted by the device. How to make a batch: docs/validators.md. The title of a problem is one of ' +
    `${BATCH_REJECTIONS.join(', ')}.`,
  parameters: [DEVICE_PARAMETER],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: toApiSchema(signedMessage) },
      'application/x-protobuf': {
        schema: { ...BYTES, description: 'rukh.v1.SignedTapBatch of proto/rukh.proto' },
      },
    },
  },
  responses: {
    200: {
      description: 'The receipt',
      content: {
        'application/json': { schema: toApiSchema(receipt, 'output'), example: EXAMPLE },
        'application/x-protobuf': { schema: { ...BYTES, description: 'rukh.v1.TapBatchReceipt' } },
      },
    },
    400: { description: 'No signed batch of this device' },
    401: { description: 'The key or the signature is wrong' },
    403: { description: 'There is no such device, or it is not in use' },
    413: { description: 'Too many bytes or taps' },
    415: { description: 'Neither JSON nor Protobuf' },
    429: { description: 'Too many taps a second; come again after Retry-After' },
    503: { description: 'Taps cannot be made durable now; come again after Retry-After' },
  },
};

export const DESCRIBED_HEARTBEAT: ApiOperation = {
  ...DESCRIBED_TAPS,
  operationId: 'post_heartbeat',
  summary: 'Takes what a device says of itself',
  description:
    'Signed like a batch, over "rukh-heartbeat-v1\\n" and the bytes of a DeviceHeartbeat. The answer is a receipt ' +
    'without answers: what is missing, the time, and the newest deny list.',
};
