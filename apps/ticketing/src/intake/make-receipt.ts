import { Injectable, Logger } from '@nestjs/common';
import { TapMessageError } from '@rukh/adapters/protobuf';
import { type BatchRejection, type TapAnswer, type TapReceipt, listMissing } from '@rukh/domain/taps';
import { BatchRefused } from './batch-refused.js';
import { DenyListVersion } from './deny-list-version.js';
import { type DeviceTrack, DeviceTracks } from './device-tracks.js';
import { LockedDevices } from './locked-devices.js';
import { IntakeMetrics } from './intake-metrics.js';
import type { DeviceMessage } from './open-batch.js';
import { RefusalLog } from './refusal-log.js';

/** Stretches of missing numbers told at a time. */
const MAX_MISSING = 50;

/** What devices are answered. */
@Injectable()
export class ReceiptMaker {
  readonly #logger = new Logger('Intake');

  constructor(
    private readonly tracks: DeviceTracks,
    private readonly denyList: DenyListVersion,
    private readonly refusals: RefusalLog,
    private readonly metrics: IntakeMetrics,
    private readonly locked: LockedDevices,
  ) {}

  make(track: DeviceTrack, answers: readonly TapAnswer[]): TapReceipt {
    return {
      deviceId: track.deviceId,
      highWaterMark: track.progress.highWaterMark,
      missing: listMissing(track.progress, track.lastSeq, MAX_MISSING),
      answers,
      serverTimeMs: Date.now(),
      denyListVersion: this.denyList.version,
      isLocked: this.locked.has(track.deviceId),
    };
  }

  /** The answer to a message of which nothing was taken; the refusal is counted. */
  refuse(message: DeviceMessage, error: unknown): TapReceipt {
    const { rejection, retryAfterSeconds, detail } = this.#explain(error);
    this.refusals.add(rejection, message);
    return {
      deviceId: message.deviceId,
      highWaterMark: this.tracks.find(message.deviceId)?.progress.highWaterMark ?? 0,
      missing: [],
      answers: [],
      serverTimeMs: Date.now(),
      denyListVersion: this.denyList.version,
      rejection,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      ...(detail !== undefined && { detail }),
    };
  }

  #explain(error: unknown): Pick<TapReceipt, 'detail'> & {
    rejection: BatchRejection;
    retryAfterSeconds?: number | undefined;
  } {
    if (error instanceof BatchRefused) {
      const { rejection, retryAfterSeconds } = error;
      return { rejection, retryAfterSeconds };
    }
    if (error instanceof TapMessageError) return { rejection: 'MALFORMED', detail: error.message };
    this.metrics.errors.inc({ where: 'database' });
    this.#logger.warn(`nothing can be made durable: ${(error as Error).message}`);
    // Spread, so that a fleet does not come back all at once.
    return { rejection: 'UNAVAILABLE', retryAfterSeconds: 2 + Math.floor(Math.random() * 9) };
  }
}
