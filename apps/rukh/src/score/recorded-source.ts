import {
  type ObservedArrivals,
  type PredictedArrival,
  PredictionScorer,
  RecordedAnswers,
} from '@rukh/domain/scoring';
import { readPredictedArrivals } from './read-arrivals.js';
import type { PredictionCounts } from './read-counts.js';

/**
 * Another source of predictions, read on as time goes on in the predictions that are scored: at each moment it has
 * said what it had said by then, and nothing later.
 */
export class RecordedSource {
  readonly counts: PredictionCounts = { rows: 0, malformed: 0, repeated: 0 };
  /** Scores all its rows, whatever it is compared with. */
  readonly scorer: PredictionScorer;
  readonly #answers: RecordedAnswers;
  readonly #pieces: AsyncGenerator<readonly PredictedArrival[]>;
  #piece: readonly PredictedArrival[] = [];
  #next = 0;
  #isEnded = false;

  constructor(
    readonly name: string,
    readonly file: string,
    truth: ObservedArrivals,
  ) {
    this.scorer = new PredictionScorer(truth);
    this.#answers = new RecordedAnswers(truth.count);
    this.#pieces = readPredictedArrivals(file, this.counts);
  }

  /** Whether rows made by a moment may still be unread. */
  isBehind(atSeconds: number): boolean {
    const next = this.#piece[this.#next];
    return next ? next.madeAtSeconds <= atSeconds : !this.#isEnded;
  }

  /** Reads all that was made by a moment. Throws an Error naming the file where it cannot be read. */
  async readUntil(atSeconds: number): Promise<void> {
    while (this.isBehind(atSeconds)) {
      for (; this.#next < this.#piece.length; this.#next++) {
        const prediction = this.#piece[this.#next]!;
        if (prediction.madeAtSeconds > atSeconds) return;
        const matched = this.scorer.add(prediction);
        if (matched) {
          this.#answers.note(matched.visit, prediction.madeAtSeconds, prediction.arrivalSeconds);
        }
      }
      const piece = await this.#pieces.next();
      this.#isEnded = piece.done === true;
      this.#piece = piece.done === true ? [] : piece.value;
      this.#next = 0;
    }
  }

  /** What it had said last of a visit by a moment; undefined where that was nothing, or long ago. */
  find(visit: number, atSeconds: number): number | undefined {
    return this.#answers.find(visit, atSeconds);
  }
}
