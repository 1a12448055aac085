import {
  type BaselineName,
  type Comparison,
  MethodComparison,
  ObservedArrivals,
  type PredictionScores,
  PREDICTIONS,
  PredictionScorer,
  createBaselines,
} from '@rukh/domain/scoring';
import { readObservedArrivals, readPredictedArrivals } from './read-arrivals.js';
import type { PredictionCounts, TruthCounts } from './read-counts.js';
import { CsvTable } from './read-csv.js';
import { RecordedSource } from './recorded-source.js';

/** How right the predictions of a file were, and others on the same rows. */
export interface PredictionReport {
  readonly truth: {
    readonly files: readonly string[];
    readonly rows: number;
    readonly malformed: number;
    readonly withoutArrival: number;
    /** Rows of a visit that another row had told. */
    readonly repeated: number;
    /** What is left: the visits that predictions are held against. */
    readonly visits: number;
    readonly trips: number;
    readonly withoutSchedule: number;
  };
  /** The predictions first, then other recorded sources, each with all its rows. */
  readonly sources: readonly SourceReport[];
  /** All methods on the rows for which each has an answer. */
  readonly comparison: Comparison;
  /** Baselines that were not run, because the truth has no scheduled times. */
  readonly withoutTimetable: readonly BaselineName[];
}

export interface SourceReport extends PredictionScores {
  readonly name: string;
  readonly file: string;
  /** Rows that could not be read and were passed over; they are among the rows that were read. */
  readonly malformed: number;
  /** Rows of messages that had been polled before; among those read, too. */
  readonly repeated: number;
  readonly rowsRead: number;
}

export interface Contenders {
  readonly baselines: readonly BaselineName[];
  /** Other sources by name: files of recorded predictions, in the order in which they were made. */
  readonly recorded: Readonly<Record<string, string>>;
}

const PROGRESS_ROWS = 2_000_000;

/**
 * Scores a file of predictions by files of observed arrivals, in one pass. Memory grows with arrivals (about 150 bytes
 * each, and 20 for each other source), not with predictions. `tell` is given progress.
 */
export async function scorePredictionsFile(
  truthFiles: readonly string[],
  predictionsFile: string,
  { baselines: names, recorded }: Contenders,
  tell: (line: string) => void,
): Promise<PredictionReport> {
  const truthCounts = { rows: 0, malformed: 0, withoutArrival: 0 };
  const truth = await readTruth(truthFiles, truthCounts);
  tell(`${truthFiles.join(', ')}: ${truth.count} observed arrivals`);
  const { baselines, withoutTimetable } = createBaselines(truth, names);
  const others = Object.entries(recorded).map(([name, file]) => new RecordedSource(name, file, truth));
  const scorer = new PredictionScorer(truth);
  const comparison = new MethodComparison(
    truth,
    baselines,
    others.map(({ name }) => name),
  );
  const counts = { rows: 0, malformed: 0, repeated: 0 };
  let told = 0;
  for await (const predictions of readPredictedArrivals(predictionsFile, counts)) {
    for (const prediction of predictions) {
      const matched = scorer.add(prediction);
      if (!matched) continue;
      for (const other of others) {
        if (other.isBehind(prediction.madeAtSeconds)) await other.readUntil(prediction.madeAtSeconds);
      }
      const answers = others.map((other) => other.find(matched.visit, prediction.madeAtSeconds));
      comparison.add(prediction, matched, answers);
    }
    if (counts.rows - told >= PROGRESS_ROWS) tell(`${predictionsFile}: ${(told = counts.rows)} rows`);
  }
  tell(`${predictionsFile}: ${counts.rows} rows`);
  for (const other of others) await other.readUntil(Infinity);
  return {
    truth: {
      files: truthFiles,
      ...truthCounts,
      repeated: truth.repeated,
      visits: truth.count,
      trips: truth.trips.length,
      withoutSchedule: truth.withoutSchedule,
    },
    sources: [
      toSource(PREDICTIONS, predictionsFile, counts, scorer.report()),
      ...others.map(({ name, file, counts: read, scorer: own }) => toSource(name, file, read, own.report())),
    ],
    comparison: comparison.report(),
    withoutTimetable,
  };
}

async function readTruth(files: readonly string[], counts: TruthCounts): Promise<ObservedArrivals> {
  const arrivals = [];
  for (const file of files) {
    for (const arrival of await readObservedArrivals(await CsvTable.open(file), counts)) {
      arrivals.push(arrival);
    }
  }
  return new ObservedArrivals(arrivals);
}

function toSource(
  name: string,
  file: string,
  { rows, malformed, repeated }: PredictionCounts,
  scores: PredictionScores,
): SourceReport {
  return { name, file, rowsRead: rows, malformed, repeated, ...scores };
}
