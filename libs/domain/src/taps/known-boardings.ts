import { type ValidatorStanding, allCompleteUntil } from './complete-until.js';

/** A validator of a vehicle, with since when it is there and runs, milliseconds since 1970 UTC. */
export interface ValidatorOnBoard extends ValidatorStanding {
  readonly fromMs: number;
}

/** A trip under way, of the stops that were left: persons who tapped, and when the vehicle left; undefined where that was not seen. */
export interface CountedTrip {
  readonly boardings: readonly number[];
  readonly leftAtMs: readonly (number | undefined)[];
}

/** Some tap only when they sit. */
const TAPS_AFTER_MS = 30_000;

/**
 * How many got in, by place, as far as that is known: null at stops that were left before all validators of the vehicle ran
 * there, or that were not seen to be left. It ends where a validator may still keep taps: nobody tapped and nobody is known to
 * have tapped are not the same.
 */
export function listKnownBoardings(
  { boardings, leftAtMs }: CountedTrip,
  validators: readonly ValidatorOnBoard[],
): (number | null)[] {
  const untilMs = allCompleteUntil(validators);
  const fromMs = Math.max(...validators.map((validator) => validator.fromMs));
  const known: (number | null)[] = [];
  for (const [place, persons] of boardings.entries()) {
    const leftMs = leftAtMs[place];
    if (leftMs !== undefined && leftMs + TAPS_AFTER_MS > untilMs) break;
    known.push(leftMs === undefined || leftMs < fromMs ? null : persons);
  }
  while (known.at(-1) === null) known.pop();
  return known;
}
