/**
 * What another source had last said of a visit by a moment: what a rider would have read there. It counts for so
 * long as its feed could have been late; after that the source has nothing to say.
 */
const STALE_AFTER_SECONDS = 90;

export class RecordedAnswers {
  readonly #madeAt: Float64Array;
  readonly #said: Float64Array;

  /** `visits` is how many arrivals were observed. Memory: 16 bytes each. */
  constructor(visits: number) {
    this.#madeAt = new Float64Array(visits).fill(-Infinity);
    this.#said = new Float64Array(visits);
  }

  /** What was said later takes the place of what was said before, in whatever order it is told. */
  note(visit: number, madeAtSeconds: number, arrivalSeconds: number): void {
    if (madeAtSeconds < this.#madeAt[visit]!) return;
    this.#madeAt[visit] = madeAtSeconds;
    this.#said[visit] = arrivalSeconds;
  }

  /** Epoch seconds of the arrival; undefined where nothing was said, or nothing recent. */
  find(visit: number, atSeconds: number): number | undefined {
    const age = atSeconds - this.#madeAt[visit]!;
    return age >= 0 && age <= STALE_AFTER_SECONDS ? this.#said[visit] : undefined;
  }
}
