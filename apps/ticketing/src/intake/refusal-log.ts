import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { IntakeNotes, type Refusal } from '@rukh/adapters/postgres';
import { DEVICE_ID, type BatchRejection, findPan } from '@rukh/domain/taps';
import { IntakeMetrics } from './intake-metrics.js';
import type { DeviceMessage } from './open-batch.js';

const WRITE_MS = 2_000;
/** Pairs of device and reason noted at a time: names are what the sender claims, and there is no end of them. */
const MAX_NOTED = 500;
const KEPT_MS = 90 * 24 * 3_600_000;
const FORGET_MS = 3_600_000;

/**
 * Batches that were refused, counted by device and reason and written down now and then. Not their bytes: those hold
 * tokens. The digest of the latest is enough to find it on the device, which keeps it.
 */
@Injectable()
export class RefusalLog implements OnApplicationBootstrap {
  readonly #logger = new Logger('RefusalLog');
  #noted = new Map<string, Refusal>();
  #timer: NodeJS.Timeout | undefined;
  #forgetAtMs = 0;

  constructor(
    @Inject(IntakeNotes) private readonly notes: IntakeNotes,
    private readonly metrics: IntakeMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.write(), WRITE_MS);
    this.#timer.unref();
  }

  add(reason: BatchRejection, { deviceId: claimed, bytes, receivedAtMs }: DeviceMessage): void {
    this.metrics.refused.inc({ reason });
    // What is refused for now says nothing of the device.
    if (reason === 'UNAVAILABLE' || reason === 'TOO_FAST') return;
    // What anybody may claim to be called may be a card number, too.
    const isName = DEVICE_ID.test(claimed) && findPan(claimed) === undefined;
    const deviceId = isName ? claimed : '(no name)';
    const key = `${deviceId} ${reason}`;
    const before = this.#noted.get(key);
    if (!before && this.#noted.size >= MAX_NOTED) return;
    this.#noted.set(key, {
      ...{ deviceId, reason, atMs: receivedAtMs },
      times: (before?.times ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + bytes.length,
      sha256: createHash('sha256').update(bytes).digest(),
    });
  }

  async write(): Promise<void> {
    const noted = [...this.#noted.values()];
    this.#noted = new Map();
    try {
      if (noted.length > 0) await this.notes.addRefusals(noted);
      if (Date.now() >= this.#forgetAtMs) {
        this.#forgetAtMs = Date.now() + FORGET_MS;
        await this.notes.forgetRefusals(Date.now() - KEPT_MS);
      }
    } catch (error) {
      this.#logger.debug(`refusals could not be written: ${(error as Error).message}`);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }
}
