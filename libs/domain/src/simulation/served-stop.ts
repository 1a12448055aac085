import type { StopVisit } from '../tracking/index.js';

/** A stop visit, with how many got on there. */
export interface ServedStop extends StopVisit {
  readonly boarded: number;
}
