import { Injectable, Logger } from '@nestjs/common';
import { TapMessageError } from '@rukh/adapters/protobuf';
import { type BatchRejection, type TapReceipt, listMissing } from '@rukh/domain/taps';
import { type AcceptedTaps, TapAcceptance } from './accept-taps.js';
import { BatchRefused } from './batch-refused.js';
import { DenyListVersion } from './deny-list-version.js';
import { DeviceTracks } from './device-tracks.js';
import { IntakeMetrics } from './intake-metrics.js';
import { BatchOpener, type DeviceMessage } from './open-batch.js';
import { RefusalLog } from './refusal-log.js';

/** Stretches of missing numbers told at a time. */
const MAX_MISSING = 50;

/**
 * Takes batches: verified, judged, durable, and only then answered. Whatever cannot be taken now is refused with when
 * to come again, and the device keeps it: there is no second store here that could lose it.
 */
@Injectable()
export class TapIntake {
  readonly #logger = new Logger('TapIntake');

  constructor(
    private readonly opener: BatchOpener,
    private readonly acceptance: TapAcceptance,
    private readonly tracks: DeviceTracks,
    private readonly denyList: DenyListVersion,
    private readonly refusals: RefusalLog,
    private readonly metrics: IntakeMetrics,
  ) {}

  /** The receipt; with a rejection where nothing was taken. Never throws. */
  async take(message: DeviceMessage, transport: 'http' | 'mqtt'): Promise<TapReceipt> {
    try {
      const batch = await this.opener.openTaps(message);
      const accepted = await this.acceptance.accept(batch, message.receivedAtMs);
      this.metrics.batches.inc({ form: message.form, transport });
      return this.#receipt(accepted);
    } catch (error) {
      return this.#refuse(message, error);
    }
  }

  #receipt({ track, answers }: AcceptedTaps): TapReceipt {
    for (const { outcome } of answers) this.metrics.outcomes.inc({ outcome });
    return {
      deviceId: track.deviceId,
      highWaterMark: track.progress.highWaterMark,
      missing: listMissing(track.progress, track.lastSeq, MAX_MISSING),
      answers,
      serverTimeMs: Date.now(),
      denyListVersion: this.denyList.version,
    };
  }

  #refuse(message: DeviceMessage, error: unknown): TapReceipt {
    const { rejection, retryAfterSeconds } = this.#explain(error);
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
    };
  }

  #explain(error: unknown): { rejection: BatchRejection; retryAfterSeconds?: number | undefined } {
    if (error instanceof BatchRefused) return error;
    if (error instanceof TapMessageError) return { rejection: 'MALFORMED' };
    this.metrics.errors.inc({ where: 'database' });
    this.#logger.warn(`taps could not be written: ${(error as Error).message}`);
    // Spread, so that a fleet does not come back all at once.
    return { rejection: 'UNAVAILABLE', retryAfterSeconds: 2 + Math.floor(Math.random() * 9) };
  }
}
