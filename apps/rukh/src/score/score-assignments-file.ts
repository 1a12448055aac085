import { type AssignmentScores, AssignmentScorer, type ScoringOptions } from '@rukh/domain/scoring';
import { FixPairs, type PairedFixes } from './pair-fixes.js';
import { type FixRow, openFixes, readFixes, toLabel } from './read-fixes.js';
import type { ReadCounts } from './read-counts.js';

/** How right the assignments of a file were, with what was left out of it. */
export interface AssignmentReport {
  readonly labels: FixSource;
  readonly assignments: FixSource;
  readonly scores: AssignmentScores;
}

export interface FixSource extends Readonly<ReadCounts> {
  readonly file: string;
  /** Rows that the other file has nothing for. */
  readonly unpaired: number;
}

const PROGRESS_ROWS = 500_000;

/**
 * Scores a file of assignments by a file of labels, both in the order of the same recording.
 */
export async function scoreAssignmentsFile(
  labelsFile: string,
  assignmentsFile: string,
  tell: (line: string) => void,
  options: ScoringOptions,
): Promise<AssignmentReport> {
  const labelCounts = { rows: 0, malformed: 0 };
  const counts = { rows: 0, malformed: 0 };
  const labels = readFixes(await openFixes(labelsFile, 'labels'), labelCounts);
  const published = readFixes(await openFixes(assignmentsFile, 'assignments'), counts);
  const pairs = new FixPairs();
  const scorer = new AssignmentScorer(options);
  const score = (pair: PairedFixes | undefined): void => {
    if (pair) scorer.add(toLabel(pair.label), pair.published.trip);
  };
  const ended = { labels: false, published: false };
  for (let told = 0; !ended.labels || !ended.published;) {
    // The table that is behind is read on, so that few rows wait.
    if (!ended.labels && (ended.published || pairs.waitingLabels <= pairs.waitingPublished)) {
      ended.labels = await takeNext(labels, (row) => score(pairs.takeLabel(row)));
    } else {
      ended.published = await takeNext(published, (row) => score(pairs.takePublished(row)));
    }
    if (counts.rows - told >= PROGRESS_ROWS) tell(`${assignmentsFile}: ${(told = counts.rows)} rows`);
  }
  tell(`${assignmentsFile}: ${counts.rows} rows`);
  return {
    labels: { file: labelsFile, ...labelCounts, unpaired: pairs.labelsAlone },
    assignments: { file: assignmentsFile, ...counts, unpaired: pairs.publishedAlone },
    scores: scorer.report(),
  };
}

/** True at the end. */
async function takeNext(
  pieces: AsyncGenerator<readonly FixRow[]>,
  take: (row: FixRow) => void,
): Promise<boolean> {
  const piece = await pieces.next();
  if (piece.done === true) return true;
  for (const row of piece.value) take(row);
  return false;
}
