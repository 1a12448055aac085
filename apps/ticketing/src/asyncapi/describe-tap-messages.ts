/** What devices of the e-ticket send over MQTT and are told: the ticketing part of the AsyncAPI document. */
import {
  ALLOW_REASONS,
  BATCH_REJECTIONS,
  CLOCK_SOURCES,
  DENY_REASONS,
  MEDIA_TYPES,
  TAP_KINDS,
  TAP_LIMITS,
} from '@rukh/domain/taps';
import { type AsyncApiPart, toMessageSchema } from '@rukh/service';
import { z } from 'zod';
import { deviceId, receipt, signedMessage } from '../intake/describe-envelope.js';
import { BATCH_LIMITS } from '../intake/open-batch.js';
import { denyListDocument } from '../media/deny-list/describe-deny-list.js';

const DEVICE = 'rukh/v1/{agency}/device/{deviceId}';
const count = z.int().min(0);
const milliseconds = z.int().min(0).max(TAP_LIMITS.timeMs);
const name = z.string().min(1).max(TAP_LIMITS.textCharacters);

const tap = z.object({
  seq: z.int().min(1).describe('Counted by the device from 1 without a gap, over restarts too'),
  deviceTimeMs: milliseconds.describe("The device's clock, whatever it says"),
  clockSource: z.enum(CLOCK_SOURCES),
  bootId: count.describe("Counts the device's starts"),
  uptimeMs: milliseconds.describe('Since that start, of a clock that nobody sets'),
  kind: z.enum(TAP_KINDS).describe('Evidence only: rides are paired by time and vehicle'),
  mediaType: z.enum(MEDIA_TYPES),
  token: z
    .string()
    .max(TAP_LIMITS.tokenCharacters)
    .describe('Card number of a closed card, gateway token or PAR, id of a ticket. Never a bank card number'),
  reason: z.enum([...ALLOW_REASONS, ...DENY_REASONS]),
  denyListVersion: count.optional().describe('The list that was decided by'),
  extras: z
    .array(z.object({ kind: name, count: z.int().min(1).max(TAP_LIMITS.extraCount) }))
    .max(TAP_LIMITS.extras)
    .optional(),
  ...{
    vehicleId: name.optional(),
    routeId: name.optional(),
    tripId: name.optional(),
    stopId: name.optional(),
  },
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});

const said = {
  deviceId,
  sentAtMs: milliseconds.describe("The device's clock at this moment"),
  bootId: count,
  uptimeMs: milliseconds,
  lastSeq: count.describe('The highest number that it has given to a tap'),
};
const batch = z.object({ ...said, taps: z.array(tap).max(BATCH_LIMITS.maxTaps) });
const heartbeat = z.object({
  ...said,
  clockSource: z.enum(CLOCK_SOURCES),
  queueLength: count.describe('Taps kept for which there is no receipt'),
  denyListVersion: count,
  ...{ softwareVersion: name.optional(), configVersion: name.optional(), vehicleId: name.optional() },
});
/** Over HTTP a refusal is a problem; here there is only the receipt to say it. */
const answered = receipt.extend({
  rejection: z.enum(BATCH_REJECTIONS).optional().describe('Nothing of the batch was taken'),
  retryAfterSeconds: count.optional(),
  detail: z.string().optional().describe('What is wrong with a message that is malformed, for people'),
});
const command = z.object({ type: z.literal('INSPECTION'), sessionId: count, isLocked: z.boolean() });
export const TAP_MESSAGES: AsyncApiPart = {
  name: 'taps',
  description:
    'Devices of the e-ticket publish signed batches of taps and heartbeats, in JSON or in Protobuf ' +
    '(proto/rukh.proto), told apart by the first byte; the receipt has the form of what it answers. A broker’s ' +
    'acknowledgement says nothing of taps: only what a receipt names may be deleted. Where none comes, the device ' +
    'signs and sends again. docs/validators.md has the rules, docs/deny-list.md the list.',
  channels: {
    taps: channel('taps', 'Batches of taps of a device', ['signedTaps', 'protobufTaps']),
    heartbeat: channel('heartbeat', 'What a device says of itself', ['signedHeartbeat', 'protobufHeartbeat']),
    receipts: channel('receipts', 'What became of them', ['receipt', 'protobufReceipt']),
    commands: channel('commands', 'What a device is told', ['command']),
    denyList: {
      address: 'rukh/v1/{agency}/denylist/{kind}',
      title: 'The deny list',
      parameters: {
        agency: { description: 'RUKH_AGENCY of the installation' },
        kind: { enum: ['snapshot', 'delta', 'head'] },
      },
      messages: { list: reference('messages', 'denyList') },
    },
  },
  operations: {
    receiveTaps: operation(
      'receive',
      'taps',
      'Takes taps, and answers on the channel of receipts',
      'receipts',
    ),
    receiveHeartbeat: operation('receive', 'heartbeat', 'Takes heartbeats, and answers likewise', 'receipts'),
    sendCommand: operation(
      'send',
      'commands',
      'Locks the validators of a vehicle for an inspection, and frees them',
    ),
    sendDenyList: operation('send', 'denyList', 'Tells whom validators refuse'),
  },
  messages: {
    signedTaps: json('A signed batch of taps', 'SignedTapBatch'),
    protobufTaps: protobuf('A signed batch of taps', 'SignedTapBatch'),
    signedHeartbeat: json('A signed heartbeat', 'SignedTapBatch'),
    protobufHeartbeat: protobuf('A signed heartbeat', 'SignedTapBatch'),
    receipt: json('A receipt, after the commit', 'TapBatchReceipt'),
    protobufReceipt: protobuf('A receipt', 'TapBatchReceipt'),
    command: json('A command', 'DeviceCommand'),
    denyList: json('A snapshot of the list, a delta to it, or the head alone; signed', 'DenyListDocument'),
  },
  schemas: {
    SignedTapBatch: toMessageSchema(signedMessage),
    TapBatch: toMessageSchema(batch),
    DeviceHeartbeat: toMessageSchema(heartbeat),
    TapBatchReceipt: toMessageSchema(answered),
    DeviceCommand: toMessageSchema(command),
    DenyListDocument: toMessageSchema(denyListDocument),
  },
};

function channel(leaf: string, title: string, messages: readonly string[]): object {
  return {
    address: `${DEVICE}/${leaf}`,
    title,
    parameters: {
      agency: { description: 'RUKH_AGENCY of the installation' },
      deviceId: { description: 'Of the device; its user name at the broker' },
    },
    messages: Object.fromEntries(messages.map((one) => [one, reference('messages', one)])),
  };
}

function operation(action: 'send' | 'receive', to: string, summary: string, reply?: string): object {
  return {
    action,
    channel: { $ref: `#/channels/${to}` },
    summary,
    bindings: { mqtt: { qos: 1, retain: to === 'denyList', bindingVersion: '0.2.0' } },
    ...(reply !== undefined && { reply: { channel: { $ref: `#/channels/${reply}` } } }),
  };
}

function json(title: string, schema: string): object {
  return { title, contentType: 'application/json', payload: reference('schemas', schema) };
}

function protobuf(title: string, message: string): object {
  return {
    title: `${title} in Protobuf`,
    description: `The message rukh.v1.${message} of proto/rukh.proto`,
    contentType: 'application/x-protobuf',
  };
}

function reference(kind: 'messages' | 'schemas', of: string): { $ref: string } {
  return { $ref: `#/components/${kind}/${of}` };
}
