import { type DeviceTap, type TapBatch } from '@rukh/domain/taps';
import type { Receipt } from '@rukh/domain/validator';
import { rukhV1 } from './codecs.js';

/** What a validator says and hears (proto/rukh.proto), from its own side. */
export interface SignedMessage {
  readonly deviceId: string;
  readonly keyId: string;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** What a validator says of itself from time to time. */
export interface Heartbeat {
  readonly deviceId: string;
  readonly sentAtMs: number;
  readonly bootId: number;
  readonly uptimeMs: number;
  readonly clockSource: 'RTC' | 'NETWORK' | 'GNSS';
  readonly lastSeq: number;
  readonly queueLength: number;
  readonly denyListVersion: number;
  readonly softwareVersion: string;
  readonly configVersion: string;
  readonly vehicleId?: string;
}

/** The bytes that a device signs. */
export function encodeTapBatch(batch: TapBatch): Uint8Array {
  const { taps, ...rest } = batch;
  return rukhV1.TapBatch.encode({ ...rest, taps: taps.map(toTapMessage) }).finish();
}

export function encodeSignedTapBatch({ deviceId, keyId, body, signature }: SignedMessage): Uint8Array {
  return rukhV1.SignedTapBatch.encode({ deviceId, keyId, batch: body, signature }).finish();
}

export function encodeHeartbeat(heartbeat: Heartbeat): Uint8Array {
  return rukhV1.DeviceHeartbeat.encode({
    ...heartbeat,
    clockSource: rukhV1.ClockSource[heartbeat.clockSource],
  }).finish();
}

/** A receipt as it came. Throws an Error for bytes that are none. */
export function decodeReceipt(bytes: Uint8Array): Receipt & { readonly deviceId: string } {
  const { deviceId, highWaterMark, missing, answers, ...rest } = rukhV1.TapBatchReceipt.decode(bytes);
  return {
    deviceId,
    highWaterMark: highWaterMark,
    missing: missing.map(({ from, to }) => ({ from: from ?? 0, to: to ?? 0 })),
    answers: answers.map(({ seq, outcome, detail }) => ({
      seq: seq ?? 0,
      outcome: outcome ?? '',
      detail: detail ?? '',
    })),
    serverTimeMs: rest.serverTimeMs,
    denyListVersion: rest.denyListVersion,
    rejection: rest.rejection,
    retryAfterSeconds: rest.retryAfterSeconds,
  };
}

function toTapMessage(tap: DeviceTap): rukhV1Tap {
  const { place, kind, mediaType, clockSource, reason } = tap;
  return {
    seq: tap.seq,
    deviceTimeMs: tap.deviceTimeMs,
    clockSource: rukhV1.ClockSource[clockSource],
    bootId: tap.bootId,
    uptimeMs: tap.uptimeMs,
    kind: rukhV1.TapKind[kind],
    mediaType: rukhV1.MediaType[mediaType],
    token: tap.token,
    reason: rukhV1.TapReason[reason],
    denyListVersion: tap.denyListVersion,
    extras: [...tap.extras],
    vehicleId: place.vehicleId ?? null,
    routeId: place.routeId ?? null,
    tripId: place.tripId ?? null,
    stopId: place.stopId ?? null,
    latitude: place.lat ?? null,
    longitude: place.lon ?? null,
  };
}

type rukhV1Tap = NonNullable<Parameters<typeof rukhV1.Tap.encode>[0]>;
