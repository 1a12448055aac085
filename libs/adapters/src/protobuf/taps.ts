/**
 * What validators send and what they are answered, in both forms: Protobuf (proto/rukh.proto) and JSON with the same
 * fields. Nothing that is decoded here is believed: fields come out as they were sent, and the domain checks them.
 */
import type {
  DeviceHeartbeat,
  DeviceTap,
  RawTap,
  TapBatch,
  TapOutcome,
  TapReceipt,
  BatchRejection,
} from '@rukh/domain/taps';
import { rukhV1 } from './codecs.js';
import { readJson, writeJson } from './taps-json.js';

export type TapForm = 'protobuf' | 'json';

/** Bytes with the signature of a device over them. */
export interface SignedMessage {
  readonly deviceId: string;
  readonly keyId: string;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** A batch as it was decoded. */
export interface RawTapBatch {
  readonly deviceId: unknown;
  readonly sentAtMs: unknown;
  readonly bootId: unknown;
  readonly uptimeMs: unknown;
  readonly lastSeq: unknown;
  readonly taps: readonly RawTap[];
}

/** Bytes that are no message of the kind. The text repeats nothing of them. */
export class TapMessageError extends Error {
  override readonly name = 'TapMessageError';
}

/** The form of a message without a content type: JSON begins with a brace, which begins no Protobuf of ours. */
export function findTapForm(bytes: Uint8Array): TapForm {
  return bytes[0] === 0x7b ? 'json' : 'protobuf';
}

export function encodeSigned(form: TapForm, message: SignedMessage): Uint8Array {
  const { deviceId, keyId, body, signature } = message;
  if (form === 'json') {
    return writeJson({ deviceId, keyId, batch: toBase64(body), signature: toBase64(signature) });
  }
  return rukhV1.SignedTapBatch.encode({ deviceId, keyId, batch: body, signature }).finish();
}

/** @throws TapMessageError */
export function decodeSigned(form: TapForm, bytes: Uint8Array): SignedMessage {
  if (form === 'json') return fromSignedJson(readJson(bytes, fail));
  const { deviceId, keyId, batch, signature } = decode(() => rukhV1.SignedTapBatch.decode(bytes));
  return { deviceId, keyId, body: batch, signature };
}

export function encodeTapBatch(form: TapForm, batch: TapBatch): Uint8Array {
  if (form === 'json') return writeJson({ ...batch, taps: batch.taps.map(toTapJson) });
  return rukhV1.TapBatch.encode({ ...batch, taps: batch.taps.map(toTapMessage) }).finish();
}

/** @throws TapMessageError */
export function decodeTapBatch(form: TapForm, bytes: Uint8Array): RawTapBatch {
  if (form === 'json') return fromBatchJson(readJson(bytes, fail));
  const { deviceId, sentAtMs, bootId, uptimeMs, lastSeq, taps } = decode(() => rukhV1.TapBatch.decode(bytes));
  return { deviceId, sentAtMs, bootId, uptimeMs, lastSeq, taps: taps.map(fromTapMessage) };
}

export function encodeReceipt(form: TapForm, receipt: TapReceipt): Uint8Array {
  if (form === 'json') return writeJson(receipt);
  // The codec only reads what it is given.
  return rukhV1.TapBatchReceipt.encode(
    receipt as unknown as Parameters<typeof rukhV1.TapBatchReceipt.encode>[0],
  ).finish();
}

/** @throws TapMessageError */
export function decodeReceipt(form: TapForm, bytes: Uint8Array): TapReceipt {
  if (form === 'json') return readJson(bytes, fail) as unknown as TapReceipt;
  const message = decode(() => rukhV1.TapBatchReceipt.decode(bytes));
  const { deviceId, highWaterMark, serverTimeMs, denyListVersion, rejection, retryAfterSeconds } = message;
  const { isLocked, detail: fault } = message;
  return {
    ...{ deviceId, highWaterMark, serverTimeMs, denyListVersion },
    missing: message.missing.map(({ from, to }) => ({ from: from ?? 0, to: to ?? 0 })),
    answers: message.answers.map(({ seq, outcome, detail }) => ({
      ...{ seq: seq ?? 0, outcome: outcome as TapOutcome },
      ...(detail && { detail }),
    })),
    ...(rejection && { rejection: rejection as BatchRejection }),
    ...(fault && { detail: fault }),
    ...(retryAfterSeconds && { retryAfterSeconds }),
    ...(typeof isLocked === 'boolean' && { isLocked }),
  };
}

export function encodeHeartbeat(form: TapForm, heartbeat: DeviceHeartbeat): Uint8Array {
  if (form === 'json') return writeJson(heartbeat);
  const clockSource = rukhV1.ClockSource[heartbeat.clockSource];
  return rukhV1.DeviceHeartbeat.encode({ ...heartbeat, clockSource }).finish();
}

/** The fields of a heartbeat, as they were sent. @throws TapMessageError */
export function decodeHeartbeat(form: TapForm, bytes: Uint8Array): RawTap {
  if (form === 'json') {
    return { clockSource: 'RTC', queueLength: 0, denyListVersion: 0, ...readJson(bytes, fail) };
  }
  const message = decode(() => rukhV1.DeviceHeartbeat.decode(bytes));
  const { deviceId, sentAtMs, bootId, uptimeMs, lastSeq, queueLength, denyListVersion } = message;
  const { clockSource, softwareVersion, configVersion, vehicleId } = message;
  return {
    ...{ deviceId, sentAtMs, bootId, uptimeMs, lastSeq, queueLength, denyListVersion },
    clockSource: rukhV1.ClockSource[clockSource],
    ...(softwareVersion && { softwareVersion }),
    ...(configVersion && { configVersion }),
    ...(vehicleId && { vehicleId }),
  };
}

function fail(what: string): never {
  throw new TapMessageError(what);
}

function decode<T>(read: () => T): T {
  try {
    return read();
  } catch {
    return fail('These bytes are no message of proto/rukh.proto of this kind.');
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function fromSignedJson({ deviceId, keyId, batch, signature }: RawTap): SignedMessage {
  const texts = [deviceId, keyId, batch, signature];
  if (!texts.every((text) => typeof text === 'string')) {
    return fail('A signed message has the texts deviceId, keyId, batch and signature.');
  }
  const [device, key, body, sign] = texts as [string, string, string, string];
  return {
    deviceId: device,
    keyId: key,
    body: Buffer.from(body, 'base64url'),
    signature: Buffer.from(sign, 'base64url'),
  };
}

type TapMessage = Parameters<typeof rukhV1.Tap.encode>[0];
type Filled<T> = { -readonly [K in keyof T]: T[K] };

function toTapMessage(tap: DeviceTap): TapMessage {
  const { place, extras } = tap;
  const message: Filled<TapMessage> = {
    ...{
      seq: tap.seq,
      deviceTimeMs: tap.deviceTimeMs,
      bootId: tap.bootId,
      uptimeMs: tap.uptimeMs,
      token: tap.token,
    },
    clockSource: rukhV1.ClockSource[tap.clockSource],
    kind: rukhV1.TapKind[tap.kind],
    mediaType: rukhV1.MediaType[tap.mediaType],
    reason: rukhV1.TapReason[tap.reason],
    denyListVersion: tap.denyListVersion,
    extras: extras.map(({ kind, count }) => ({ kind, count })),
  };
  if (place.vehicleId !== undefined) message.vehicleId = place.vehicleId;
  if (place.routeId !== undefined) message.routeId = place.routeId;
  if (place.tripId !== undefined) message.tripId = place.tripId;
  if (place.stopId !== undefined) message.stopId = place.stopId;
  if (place.lat !== undefined) message.latitude = place.lat;
  if (place.lon !== undefined) message.longitude = place.lon;
  return message;
}

/** Tens of thousands of these a second: filled in field by field. */
function fromTapMessage(message: TapMessage): RawTap {
  const raw: Record<string, unknown> = {
    seq: message.seq,
    deviceTimeMs: message.deviceTimeMs,
    clockSource: rukhV1.ClockSource[message.clockSource ?? 0],
    bootId: message.bootId,
    uptimeMs: message.uptimeMs,
    kind: rukhV1.TapKind[message.kind ?? 0],
    mediaType: rukhV1.MediaType[message.mediaType ?? 0],
    token: message.token,
    reason: rukhV1.TapReason[message.reason ?? 0],
    denyListVersion: message.denyListVersion,
    extras: message.extras,
  };
  if (message.vehicleId != null) raw['vehicleId'] = message.vehicleId;
  if (message.routeId != null) raw['routeId'] = message.routeId;
  if (message.tripId != null) raw['tripId'] = message.tripId;
  if (message.stopId != null) raw['stopId'] = message.stopId;
  if (message.latitude != null) raw['latitude'] = message.latitude;
  if (message.longitude != null) raw['longitude'] = message.longitude;
  return raw;
}

function toTapJson({ place: { lat, lon, ...names }, ...tap }: DeviceTap): RawTap {
  return {
    ...tap,
    // The batch says it once.
    deviceId: undefined,
    ...names,
    ...(lat !== undefined && { latitude: lat }),
    ...(lon !== undefined && { longitude: lon }),
  };
}

/** What a Protobuf of the same tap would leave out may be left out here, too. */
const TAP_DEFAULTS = { clockSource: 'RTC', kind: 'UNKNOWN', token: '', denyListVersion: 0, extras: [] };

function fromBatchJson({ deviceId, sentAtMs, bootId, uptimeMs, lastSeq, taps }: RawTap): RawTapBatch {
  if (!Array.isArray(taps)) return fail('A batch has a list of taps.');
  const raw = taps.map((tap: unknown) => ({ ...TAP_DEFAULTS, ...(tap as object | null) }));
  return { deviceId, sentAtMs, bootId, uptimeMs, lastSeq, taps: raw };
}
