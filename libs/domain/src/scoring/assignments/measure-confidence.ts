/**
 * Whether confidence can be believed: of assignments published at 0.9, nine in ten should be right. In ten classes,
 * with the expected calibration error (the mean distance of what was said from what was so, weighted by fixes; Naeini
 * and others 2015) and the Brier score (mean square of the same by single fix; a coin has 0.25).
 */
const CLASSES = 10;
const SURE = 0.9;

export interface ConfidenceScore {
  readonly classes: readonly {
    readonly from: number;
    readonly to: number;
    readonly fixes: number;
    readonly meanConfidence: number;
    readonly right: number;
  }[];
  readonly fixes: number;
  readonly expectedCalibrationError: number;
  readonly brier: number;
  /** Of fixes published with at least 0.9, the share that was right. */
  readonly sure: { readonly fixes: number; readonly right: number } | undefined;
}

export class ConfidenceCounts {
  readonly #classes = Array.from({ length: CLASSES }, () => ({ fixes: 0, sum: 0, right: 0 }));
  readonly #sure = { fixes: 0, right: 0 };
  #squares = 0;

  add(confidence: number, isRight: boolean): void {
    const counts = this.#classes[Math.min(CLASSES - 1, Math.floor(confidence * CLASSES))]!;
    counts.fixes++;
    counts.sum += confidence;
    this.#squares += (confidence - (isRight ? 1 : 0)) ** 2;
    if (isRight) counts.right++;
    if (confidence < SURE) return;
    this.#sure.fixes++;
    if (isRight) this.#sure.right++;
  }

  /** Undefined where nothing was published with a confidence. */
  summarise(): ConfidenceScore | undefined {
    const fixes = this.#classes.reduce((sum, one) => sum + one.fixes, 0);
    if (fixes === 0) return undefined;
    const distance = this.#classes.reduce((sum, one) => sum + Math.abs(one.sum - one.right), 0);
    return {
      classes: this.#classes.flatMap(({ fixes: count, sum, right }, i) =>
        count === 0
          ? []
          : [
              {
                from: i / CLASSES,
                to: (i + 1) / CLASSES,
                fixes: count,
                meanConfidence: sum / count,
                right: right / count,
              },
            ],
      ),
      fixes,
      expectedCalibrationError: distance / fixes,
      brier: this.#squares / fixes,
      sure:
        this.#sure.fixes === 0
          ? undefined
          : { fixes: this.#sure.fixes, right: this.#sure.right / this.#sure.fixes },
    };
  }
}
