import { Injectable } from '@nestjs/common';
import {
  type RawTapBatch,
  type SignedMessage,
  type TapForm,
  TapMessageError,
  decodeSigned,
  decodeTapBatch,
} from '@rukh/adapters/protobuf';
import { type Device, SIGNED_AS, judgeDevice } from '@rukh/domain/taps';
import { DeviceRegistry } from '../devices/device-registry.js';
import { type BatchHeader, readBatchHeader } from './batch-header.js';
import { BatchRefused } from './batch-refused.js';
import { DevicePaces } from './device-paces.js';
import { DeviceSessions } from './device-sessions.js';
import { SignatureVerifier } from './verify-signature.js';

/** Largest message, bytes, and taps in one. */
export const BATCH_LIMITS = { maxBytes: 128 * 1024, maxTaps: 500 } as const;

/** A signed message of a device as it came. */
export interface DeviceMessage {
  /** Of the address it came to: what the message says must be the same. */
  readonly deviceId: string;
  readonly form: TapForm;
  readonly bytes: Uint8Array;
  readonly receivedAtMs: number;
}

/** A batch that is known to be of its device. */
export interface OpenedBatch {
  readonly device: Device;
  readonly header: BatchHeader;
  readonly taps: RawTapBatch['taps'];
}

/** Finds out whose a message is, and opens it. Nothing of it is read before its signature is found to be right. */
@Injectable()
export class BatchOpener {
  constructor(
    private readonly registry: DeviceRegistry,
    private readonly verifier: SignatureVerifier,
    private readonly sessions: DeviceSessions,
    private readonly paces: DevicePaces,
  ) {}

  /** @throws BatchRefused, TapMessageError, or what the database says */
  async openTaps(message: DeviceMessage): Promise<OpenedBatch> {
    const signed = this.openEnvelope(message);
    const device = await this.verify(signed, SIGNED_AS.taps, message.receivedAtMs);
    const batch = decodeTapBatch(message.form, signed.body);
    if (batch.taps.length > BATCH_LIMITS.maxTaps) throw new BatchRefused('TOO_LARGE');
    const header = readBatchHeader(batch);
    if (header.deviceId !== device.deviceId) throw new TapMessageError('The batch is of another device.');
    const waitSeconds = this.paces.take(device.deviceId, batch.taps.length, message.receivedAtMs);
    if (waitSeconds > 0) throw new BatchRefused('TOO_FAST', waitSeconds);
    return { device, header, taps: batch.taps };
  }

  openEnvelope({ form, bytes, deviceId }: DeviceMessage): SignedMessage {
    if (bytes.length > BATCH_LIMITS.maxBytes) throw new BatchRefused('TOO_LARGE');
    const signed = decodeSigned(form, bytes);
    if (signed.deviceId !== deviceId) throw new TapMessageError('The address names another device.');
    return signed;
  }

  /** By the key that the message names, or by a session that such a key has opened and that ends with it. */
  async verify(
    { deviceId, keyId: named, body, signature }: SignedMessage,
    purpose: string,
    nowMs: number,
  ): Promise<Device> {
    const openedBy = this.sessions.findKeyId(named, nowMs);
    const found = this.registry.find(deviceId);
    const device = found instanceof Promise ? await found : found;
    const judged = judgeDevice(device, openedBy ?? named, nowMs);
    if (judged.rejection) throw new BatchRefused(judged.rejection);
    const isSigned =
      openedBy === undefined
        ? await this.verifier.isSigned(judged.key, purpose, body, signature)
        : this.sessions.isSigned(deviceId, named, purpose, body, signature);
    if (!isSigned) throw new BatchRefused('BAD_SIGNATURE');
    return judged.device;
  }
}
