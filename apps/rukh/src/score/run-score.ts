import {
  ObservedArrivals,
  type ObservedArrival,
  PredictionScorer,
  type ScoreReport,
} from '@rukh/domain/scoring';
import { ReadCounts, readObservedArrivals, readPredictedArrivals } from './read-arrivals.js';

/** What came of a scoring, with where it came from. */
export interface Score {
  readonly truth: SourceCounts;
  readonly predictions: SourceCounts;
  readonly report: ScoreReport;
}

export interface SourceCounts {
  readonly file: string;
  readonly rows: number;
  /** Rows that could not be read and were passed over. */
  readonly malformed: number;
}

const PROGRESS_ROWS = 500_000;

/** Scores a file of predictions by a file of observed arrivals, row by row. `tell` is given progress. */
export async function runScore(
  truthFile: string,
  predictionsFile: string,
  tell: (line: string) => void,
): Promise<Score> {
  const truthCounts = new ReadCounts();
  const observed: ObservedArrival[] = [];
  for await (const arrival of readObservedArrivals(truthFile, truthCounts)) observed.push(arrival);
  tell(`${truthFile}: ${observed.length} observed arrivals`);
  const counts = new ReadCounts();
  const scorer = new PredictionScorer(new ObservedArrivals(observed));
  for await (const prediction of readPredictedArrivals(predictionsFile, counts)) {
    scorer.add(prediction);
    if (counts.rows % PROGRESS_ROWS === 0) tell(`${predictionsFile}: ${counts.rows} rows`);
  }
  tell(`${predictionsFile}: ${counts.rows} rows`);
  return {
    truth: { file: truthFile, rows: truthCounts.rows, malformed: truthCounts.malformed },
    predictions: { file: predictionsFile, rows: counts.rows, malformed: counts.malformed },
    report: scorer.report(),
  };
}
