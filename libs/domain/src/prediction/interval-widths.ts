import { ErrorHistogram } from './error-histogram.js';
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
const TABLE_STEP_SECONDS = 15;
const TABLE_SIZE = 484;

export class IntervalWidths {
  readonly #histograms: Record<ProgressKind, readonly ErrorHistogram[]>;
  readonly #tables: Record<ProgressKind, Float64Array | undefined> = {
    'under-way': undefined,
    waiting: undefined,
    later: undefined,
  };

  constructor(private readonly p: PredictionParameters) {
    const create = (): ErrorHistogram[] => LEADS.map(() => new ErrorHistogram(p));
    this.#histograms = { 'under-way': create(), waiting: create(), later: create() };
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
    const histograms = this.#histograms[kind];
    return Float64Array.from({ length: TABLE_SIZE }, (_, i) => {
      const lead = i * TABLE_STEP_SECONDS;
      return this.firstGuess(lead) * interpolate(histograms, lead);
    });
  }

  /** Half-width before anything is known. */
  firstGuess(leadSeconds: number): number {
    const { intervalSeconds, intervalGrowth } = this.p;
    const grown = intervalGrowth * intervalGrowth * Math.max(0, leadSeconds);
    return Math.sqrt(intervalSeconds * intervalSeconds + grown);
  }

  learn(kind: ProgressKind, leadIndex: number, leadSeconds: number, errorSeconds: number, at: number): void {
    const isNew = this.#histograms[kind][leadIndex]!.learn(
      Math.abs(errorSeconds) / this.firstGuess(leadSeconds),
      at,
    );
    if (isNew) this.#tables[kind] = undefined;
  }

  /** Rows that `restore` reads: index of the kind, of the lead, and what is known of the errors. */
  dump(): number[][] {
    return PROGRESS_KINDS.flatMap((kind, k) =>
      this.#histograms[kind].flatMap((histogram, i) => {
        const weights = histogram.dump();
        return weights.length > 0 ? [[k, i, ...weights]] : [];
      }),
    );
  }

  restore([kind = 0, lead = 0, ...weights]: readonly number[]): void {
    const name = PROGRESS_KINDS[kind];
    if (name === undefined) return;
    this.#histograms[name][lead]?.restore(weights);
    this.#tables[name] = undefined;
  }
}

function interpolate(histograms: readonly ErrorHistogram[], leadSeconds: number): number {
  let i = 0;
  while (i < LEADS.length - 1 && LEADS[i + 1]! <= leadSeconds) i++;
  const from = LEADS[i]!;
  const to = LEADS[i + 1];
  if (leadSeconds <= from || to === undefined) return histograms[i]!.factor;
  const part = (leadSeconds - from) / (to - from);
  return histograms[i]!.factor + part * (histograms[i + 1]!.factor - histograms[i]!.factor);
}
