import type { BatchRejection, DeviceTap, TapBatch, TapOutcome, TapReceipt } from '../taps/index.js';

/** A back office as the protocol has it, in memory: idempotent by number and content, receipts after storing. */
export class ModelServer {
  readonly stored = new Map<number, string>();
  readonly conflicts: number[] = [];

  receive({ taps, lastSeq }: TapBatch): TapReceipt {
    const answers = taps.map((tap) => ({ seq: tap.seq, outcome: this.#store(tap) }));
    return { ...this.#receipt(), missing: this.#missing(lastSeq), answers };
  }

  highWaterMark(): number {
    let mark = 0;
    while (this.stored.has(mark + 1)) mark++;
    return mark;
  }

  #store(tap: DeviceTap): TapOutcome {
    const content = JSON.stringify(tap);
    const before = this.stored.get(tap.seq);
    if (before === content) return 'DUPLICATE';
    if (before !== undefined) {
      this.conflicts.push(tap.seq);
      return 'CONFLICT';
    }
    this.stored.set(tap.seq, content);
    return 'ACCEPTED';
  }

  #missing(lastSeq: number): { from: number; to: number }[] {
    const missing: { from: number; to: number }[] = [];
    for (let seq = this.highWaterMark() + 1; seq <= lastSeq; seq++) {
      if (!this.stored.has(seq)) missing.push({ from: seq, to: seq });
    }
    return missing;
  }

  #receipt(): Omit<TapReceipt, 'missing' | 'answers'> {
    const highWaterMark = this.highWaterMark();
    return { deviceId: 'V1', highWaterMark, serverTimeMs: 0, denyListVersion: 0 };
  }
}

/** A receipt that refuses a whole batch. */
export function rejection(reason: BatchRejection, retryAfterSeconds = 0): TapReceipt {
  return { ...receipt(0), rejection: reason, retryAfterSeconds };
}

/** A receipt up to a number. */
export function receipt(highWaterMark: number, more: Partial<TapReceipt> = {}): TapReceipt {
  return {
    deviceId: 'V1',
    highWaterMark,
    missing: [],
    answers: [],
    serverTimeMs: 0,
    denyListVersion: 0,
    ...more,
  };
}
