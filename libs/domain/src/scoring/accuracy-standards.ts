/**
 * The published standards of what a good prediction is, side by side, because figures are only comparable by the
 * same one. Errors are actual minus predicted, seconds.
 *
 * - MBTA prediction_analyzer: by the lead that was predicted, four classes up to 30 minutes; what is predicted for now
 *   or before is in none.
 * - ETA Accuracy Benchmark (Transit, IBI Group): by the time to the actual arrival, four classes up to 15 minutes;
 *   the figure is the mean of the four.
 * - Cal-ITP (after Newmark): the bounds widen with the minutes t to the actual arrival,
 *   -60·ln(t + 1.3) to 60·ln(t + 1.5).
 */
export type StandardName = 'mbta' | 'etaBenchmark' | 'calItp';

interface Class {
  readonly name: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Accepted errors, both included; for MBTA neither is. */
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

const MBTA: readonly Class[] = [
  { name: '0-3', fromSeconds: 0, toSeconds: 180, lowSeconds: -60, highSeconds: 60 },
  { name: '3-6', fromSeconds: 180, toSeconds: 360, lowSeconds: -90, highSeconds: 120 },
  { name: '6-12', fromSeconds: 360, toSeconds: 720, lowSeconds: -150, highSeconds: 210 },
  { name: '12-30', fromSeconds: 720, toSeconds: 1800, lowSeconds: -240, highSeconds: 360 },
];
const ETA_BENCHMARK: readonly Class[] = [
  { name: '0-3', fromSeconds: 0, toSeconds: 180, lowSeconds: -30, highSeconds: 90 },
  { name: '3-6', fromSeconds: 180, toSeconds: 360, lowSeconds: -60, highSeconds: 150 },
  { name: '6-10', fromSeconds: 360, toSeconds: 600, lowSeconds: -60, highSeconds: 210 },
  { name: '10-15', fromSeconds: 600, toSeconds: 900, lowSeconds: -90, highSeconds: 270 },
];
/** Up to the half hour for which Cal-ITP publishes its figures. */
const CAL_ITP_LONGEST_SECONDS = 1800;

export interface StandardScore {
  readonly classes: readonly { readonly name: string; readonly count: number; readonly accurate: number }[];
  /** Share that is accurate: the mean of the classes for the ETA Accuracy Benchmark, of all predictions otherwise. */
  readonly accuracy: number | undefined;
  /** Predictions that fall in none of its classes. */
  readonly outside: number;
}

/** Counts predictions by all three standards. */
export class StandardScores {
  readonly #mbta = MBTA.map(() => ({ count: 0, accurate: 0 }));
  readonly #benchmark = ETA_BENCHMARK.map(() => ({ count: 0, accurate: 0 }));
  readonly #calItp = { count: 0, accurate: 0 };
  #outsideMbta = 0;
  #outsideBenchmark = 0;
  #outsideCalItp = 0;

  add(madeAtSeconds: number, predictedSeconds: number, actualSeconds: number): void {
    const error = actualSeconds - predictedSeconds;
    const lead = predictedSeconds - madeAtSeconds;
    const ahead = actualSeconds - madeAtSeconds;
    const mbta = lead > 0 ? classAt(MBTA, lead) : -1;
    if (mbta < 0) this.#outsideMbta++;
    else tally(this.#mbta[mbta]!, error > MBTA[mbta]!.lowSeconds && error < MBTA[mbta]!.highSeconds);
    const benchmark = classAt(ETA_BENCHMARK, ahead);
    if (benchmark < 0) this.#outsideBenchmark++;
    else {
      const { lowSeconds, highSeconds } = ETA_BENCHMARK[benchmark]!;
      tally(this.#benchmark[benchmark]!, error >= lowSeconds && error <= highSeconds);
    }
    if (ahead < 0 || ahead >= CAL_ITP_LONGEST_SECONDS) this.#outsideCalItp++;
    else tally(this.#calItp, isWithinCalItp(error, ahead / 60));
  }

  summarise(): Readonly<Record<StandardName, StandardScore>> {
    return {
      mbta: {
        classes: named(MBTA, this.#mbta),
        accuracy: shareOfAll(this.#mbta),
        outside: this.#outsideMbta,
      },
      etaBenchmark: {
        classes: named(ETA_BENCHMARK, this.#benchmark),
        accuracy: meanOfClasses(this.#benchmark),
        outside: this.#outsideBenchmark,
      },
      calItp: {
        classes: [{ name: '0-30', ...this.#calItp }],
        accuracy: shareOfAll([this.#calItp]),
        outside: this.#outsideCalItp,
      },
    };
  }
}

interface Tally {
  count: number;
  accurate: number;
}

/** Whether an error is within Cal-ITP's bounds, `minutes` before the arrival. */
export function isWithinCalItp(errorSeconds: number, minutes: number): boolean {
  return errorSeconds > -60 * Math.log(minutes + 1.3) && errorSeconds < 60 * Math.log(minutes + 1.5);
}

function classAt(classes: readonly Class[], seconds: number): number {
  return classes.findIndex(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds);
}

function tally(counts: Tally, isAccurate: boolean): void {
  counts.count++;
  if (isAccurate) counts.accurate++;
}

function named(classes: readonly Class[], tallies: readonly Tally[]): StandardScore['classes'] {
  return classes.map(({ name }, i) => ({ name, ...tallies[i]! }));
}

function shareOfAll(tallies: readonly Tally[]): number | undefined {
  const count = tallies.reduce((sum, one) => sum + one.count, 0);
  return count === 0 ? undefined : tallies.reduce((sum, one) => sum + one.accurate, 0) / count;
}

/** Undefined where a class is empty: the mean of fewer classes would be another figure. */
function meanOfClasses(tallies: readonly Tally[]): number | undefined {
  if (tallies.some(({ count }) => count === 0)) return undefined;
  return tallies.reduce((sum, { accurate, count }) => sum + accurate / count, 0) / tallies.length;
}
