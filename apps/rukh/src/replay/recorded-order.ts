/**
 * Whether a recording is in the order in which it was received. One that is sorted by vehicle, or newest first, cannot be
 * played: time would be over with the first vehicle, and most rows of the others would be refused as old, one by one and
 * without a word. A few late rows are nothing: trackers repeat what is hours old.
 */
const LATE_SECONDS = 600;
const FEW_ROWS = 200;
const MOST_LATE = 0.2;

export class RecordedOrder {
  #newest = -Infinity;
  #rows = 0;
  #late = 0;

  /** Throws an Error as soon as it is clear that there is no order. */
  note(receivedAtSeconds: number): void {
    if (Number.isNaN(receivedAtSeconds)) return;
    this.#rows++;
    if (receivedAtSeconds > this.#newest) this.#newest = receivedAtSeconds;
    else if (this.#newest - receivedAtSeconds > LATE_SECONDS) this.#late++;
    if (this.#late > FEW_ROWS && this.#late > MOST_LATE * this.#rows) {
      throw new Error(
        `the recording is not in the order of time: of its first ${this.#rows} rows, ${this.#late} are more than ten minutes ` +
          `older than one before them. Sort it by feed_ts, or by ts where it has no feed_ts`,
      );
    }
  }
}
