import { BASELINE_NAMES, PREDICTIONS } from '@rukh/domain/scoring';
import type { SourceReport } from '../score-predictions-file.js';

/** Other recorded sources have these styles; more than so many are told apart by their names alone. */
const OF_SOURCES = [6, 7, 8];

/** Colour, dashes and mark of a method: the same in all plots, whichever others are beside it. */
export function styleOf(name: string, sources: readonly SourceReport[]): number {
  if (name === PREDICTIONS) return 0;
  const baseline = BASELINE_NAMES.findIndex((known) => known === name);
  if (baseline >= 0) return 1 + baseline;
  const source = sources.findIndex((one) => one.name === name) - 1;
  return OF_SOURCES[source % OF_SOURCES.length]!;
}
