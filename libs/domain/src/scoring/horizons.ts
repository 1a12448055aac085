/**
 * Predictions are judged by how long before the arrival they were made: a minute off is nothing half an hour
 * ahead and much at the stop. Time is counted to the actual arrival, as riders live it; not to the predicted one,
 * by which a bad prediction would choose its own class.
 */
export interface Horizon {
  readonly name: string;
  /** From this, included. */
  readonly fromSeconds: number;
  /** To this, not included. */
  readonly toSeconds: number;
}

const ofMinutes = (from: number, to: number): Horizon => ({
  name: `${from}-${to}`,
  fromSeconds: from * 60,
  toSeconds: to * 60,
});

/** Classes that follow each other without a gap. */
export const HORIZONS: readonly Horizon[] = [
  ofMinutes(0, 1),
  ofMinutes(1, 3),
  ofMinutes(3, 6),
  ofMinutes(6, 10),
  ofMinutes(10, 15),
  ofMinutes(15, 30),
  ofMinutes(30, 60),
];

/** The class that others publish in place of the first two. */
export const FIRST_THREE_MINUTES: Horizon = ofMinutes(0, 3);

export const LONGEST_HORIZON_SECONDS = HORIZONS.at(-1)!.toSeconds;

/** Index in HORIZONS of a time before the arrival; -1 after it and more than an hour before it. */
export function horizonAt(secondsAhead: number): number {
  return HORIZONS.findIndex(
    ({ fromSeconds, toSeconds }) => secondsAhead >= fromSeconds && secondsAhead < toSeconds,
  );
}
