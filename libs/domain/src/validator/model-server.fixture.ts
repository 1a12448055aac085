import type { DeviceTap, TapBatch } from '../taps/index.js';
import type { Receipt } from './receipt.js';

/** A back office as the protocol has it, in memory: idempotent by number and content, receipts after storing. */
export class ModelServer {
  readonly stored = new Map<number, string>();
  readonly conflicts: number[] = [];

  receive({ taps, lastSeq }: TapBatch): Receipt {
    const answers = taps.map((tap) => ({ seq: tap.seq, outcome: this.#store(tap) }));
    return { ...this.#receipt(), missing: this.#missing(lastSeq), answers };
  }

  highWaterMark(): number {
    let mark = 0;
    while (this.stored.has(mark + 1)) mark++;
    return mark;
  }

  #store(tap: DeviceTap): string {
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

  #receipt(): Omit<Receipt, 'missing' | 'answers'> {
    const highWaterMark = this.highWaterMark();
    return { highWaterMark, serverTimeMs: 0, denyListVersion: 0, rejection: '', retryAfterSeconds: 0 };
  }
}

/** A receipt that refuses a whole batch. */
export function rejection(reason: string, retryAfterSeconds = 0): Receipt {
  return {
    highWaterMark: 0,
    missing: [],
    answers: [],
    serverTimeMs: 0,
    denyListVersion: 0,
    rejection: reason,
    retryAfterSeconds,
  };
}
