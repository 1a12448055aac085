import { Injectable } from '@nestjs/common';
import type { TapAnswer, TapReceipt } from '@rukh/domain/taps';
import { TapAcceptance } from './accept-taps.js';
import { IntakeMetrics } from './intake-metrics.js';
import { ReceiptMaker } from './make-receipt.js';
import { BatchOpener, type DeviceMessage } from './open-batch.js';

/**
 * Takes batches: verified, judged, durable, and only then answered. Whatever cannot be taken now is refused with when
 * to come again, and the device keeps it: there is no second store here that could lose it.
 */
@Injectable()
export class TapIntake {
  constructor(
    private readonly opener: BatchOpener,
    private readonly acceptance: TapAcceptance,
    private readonly receipts: ReceiptMaker,
    private readonly metrics: IntakeMetrics,
  ) {}

  /** The receipt; with a rejection where nothing was taken. Never throws. */
  async take(message: DeviceMessage, transport: 'http' | 'mqtt'): Promise<TapReceipt> {
    try {
      const batch = await this.opener.openTaps(message);
      const { track, answers } = await this.acceptance.accept(batch, message.receivedAtMs);
      this.metrics.batches.inc({ form: message.form, transport });
      this.#count(answers);
      return this.receipts.make(track, answers);
    } catch (error) {
      return this.receipts.refuse(message, error);
    }
  }

  /** By stretches of one outcome: nearly every batch is one. */
  #count(answers: readonly TapAnswer[]): void {
    let from = 0;
    for (let at = 1; at <= answers.length; at++) {
      if (answers[at]?.outcome === answers[from]!.outcome) continue;
      this.metrics.outcomes.inc({ outcome: answers[from]!.outcome }, at - from);
      from = at;
    }
  }
}
