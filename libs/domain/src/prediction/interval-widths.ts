import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How wide the interval round an arrival must be to hold four arrivals in five. No formula knows that for a city:
 * it is counted. The errors of late, as multiples of a first guess, are kept by how far ahead the prediction was,
 * apart for a trip under way, one that is waited for, and the ones after it; the width is their 80th percentile
 * (split conformal prediction, Papadopoulos et al. 2002), beside some errors made up so that the first guess
 * holds until enough are known.
 */
export const PROGRESS_KINDS = ['under-way', 'waiting', 'later'] as const;
export type ProgressKind = (typeof PROGRESS_KINDS)[number];

/** Leads, seconds, for which errors are kept; between them the width is interpolated. */
export const LEADS = [25, 60, 150, 270, 480, 750, 1350, 2700] as const;
const COVERED = 0.8;
const TABLE_STEP_SECONDS = 30;
const TABLE_SIZE = 242;

export class IntervalWidths {
  readonly #memories: Record<ProgressKind, readonly ErrorMemory[]>;
  readonly #tables: Record<ProgressKind, Float64Array | undefined> = {
    'under-way': undefined,
    waiting: undefined,
    later: undefined,
  };

  constructor(private readonly p: PredictionParameters) {
    const create = (): ErrorMemory[] => LEADS.map(() => new ErrorMemory(p));
    this.#memories = { 'under-way': create(), waiting: create(), later: create() };
  }

  /** Half-width of the interval, seconds, for an arrival so far ahead. */
  halfWidth(kind: ProgressKind, leadSeconds: number): number {
    const table = (this.#tables[kind] ??= this.#tabulate(kind));
    const place = Math.min(TABLE_SIZE - 2, Math.max(0, leadSeconds / TABLE_STEP_SECONDS));
    const i = Math.floor(place);
    return table[i]! + (place - i) * (table[i + 1]! - table[i]!);
  }

  /** Widths are asked for a hundred times as often as they change. */
  #tabulate(kind: ProgressKind): Float64Array {
    const memories = this.#memories[kind];
    return Float64Array.from({ length: TABLE_SIZE }, (_, i) => {
      const lead = i * TABLE_STEP_SECONDS;
      return this.firstGuess(lead) * interpolate(memories, lead);
    });
  }

  /** Half-width before anything is known. */
  firstGuess(leadSeconds: number): number {
    const { intervalSeconds, intervalGrowth } = this.p;
    const grown = intervalGrowth * intervalGrowth * Math.max(0, leadSeconds);
    return Math.sqrt(intervalSeconds * intervalSeconds + grown);
  }

  learn(kind: ProgressKind, leadIndex: number, leadSeconds: number, errorSeconds: number, at: number): void {
    const isNew = this.#memories[kind][leadIndex]!.learn(
      Math.abs(errorSeconds) / this.firstGuess(leadSeconds),
      at,
    );
    if (isNew) this.#tables[kind] = undefined;
  }

  /** Rows that `restore` reads: index of the kind, of the lead, and the errors kept. */
  dump(): number[][] {
    return PROGRESS_KINDS.flatMap((kind, k) =>
      this.#memories[kind].flatMap(({ errors }, i) => (errors.length > 0 ? [[k, i, ...errors]] : [])),
    );
  }

  restore([kind = 0, lead = 0, ...errors]: readonly number[]): void {
    const name = PROGRESS_KINDS[kind];
    if (name === undefined) return;
    for (const error of errors) this.#memories[name][lead]?.learn(error, Infinity);
    this.#tables[name] = undefined;
  }
}

function interpolate(memories: readonly ErrorMemory[], leadSeconds: number): number {
  let i = 0;
  while (i < LEADS.length - 1 && LEADS[i + 1]! <= leadSeconds) i++;
  const from = LEADS[i]!;
  const to = LEADS[i + 1];
  if (leadSeconds <= from || to === undefined) return memories[i]!.factor;
  const part = (leadSeconds - from) / (to - from);
  return memories[i]!.factor + part * (memories[i + 1]!.factor - memories[i]!.factor);
}

/** Wilder errors count as this. */
const WILDEST = 20;
/** The percentile is worked out anew after so many errors, and more often while they are few. */
const REFRESH_EVERY = 50;
const REFRESH_FEW_EVERY = 10;

class ErrorMemory {
  readonly errors: number[] = [];
  factor = 1;
  #learnedAt = -Infinity;
  #count = 0;
  readonly #first: readonly number[];

  constructor(private readonly p: PredictionParameters) {
    // Quantiles of an exponential distribution of which four fifths are within 1.
    this.#first = Array.from(
      { length: p.intervalTrust },
      (_, i) => Math.log(1 - (i + 0.5) / p.intervalTrust) / Math.log(1 - COVERED),
    );
  }

  /** Answers whether that changed the factor. */
  learn(error: number, at: number): boolean {
    if (at < this.#learnedAt + this.p.errorEverySeconds) return false;
    this.#learnedAt = at === Infinity ? -Infinity : at;
    this.errors[this.#count % this.p.errorsKept] = Math.min(WILDEST, error);
    this.#count++;
    const every = this.#count < 2 * REFRESH_EVERY ? REFRESH_FEW_EVERY : REFRESH_EVERY;
    if (this.#count % every !== 0) return false;
    const sorted = Float64Array.from([...this.#first, ...this.errors]).sort();
    this.factor = sorted[Math.floor(COVERED * sorted.length)]!;
    return true;
  }
}
