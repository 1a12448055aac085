/**
 * A method of prediction that is simple, published and computed here from the observations, so that every figure
 * can be held against what anybody could have done with the same data. A baseline knows the arrivals that had
 * happened by the moment it is asked about, the timetable, and nothing else.
 */
export interface Baseline {
  readonly name: BaselineName;
  /** Epoch seconds of a visit's arrival as predicted at a moment; undefined where the method has no answer. */
  predict(visit: number, madeAtSeconds: number): number | undefined;
}

export const BASELINE_NAMES = ['timetable', 'last-delay', 'constant', 'kalman', 'median-10'] as const;
export type BaselineName = (typeof BASELINE_NAMES)[number];
