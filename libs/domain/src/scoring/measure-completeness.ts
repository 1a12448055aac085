import type { ObservedArrival } from './arrivals.js';
import { HORIZONS } from './horizons.js';

/**
 * For how many of the arrivals that happened there was a prediction at all (Cal-ITP, Swiftly: completeness), by
 * horizon. Of a horizon only those arrivals count for which predictions could have been made all through it:
 * otherwise the beginning, the end and the gaps of a recording would look like silence.
 */
/** Moments of prediction farther apart than this are a gap of the recording. */
const GAP_SECONDS = 120;

export interface CompletenessScore {
  readonly byHorizon: Readonly<
    Record<string, { readonly visits: number; readonly predicted: number; readonly share: number }>
  >;
  /** Of arrivals within the recording, those that were predicted at any horizon. */
  readonly visits: number;
  readonly predicted: number;
  readonly share: number | undefined;
}

export class Completeness {
  readonly #instants = new Set<number>();
  /** A bit for each horizon in which the visit was predicted. */
  readonly #predicted = new Map<ObservedArrival, number>();

  noteInstant(madeAtSeconds: number): void {
    this.#instants.add(madeAtSeconds);
  }

  notePrediction(actual: ObservedArrival, horizon: number): void {
    this.#predicted.set(actual, (this.#predicted.get(actual) ?? 0) | (1 << horizon));
  }

  /** First and last moment at which a prediction was made. */
  span(): { readonly firstMadeAtSeconds?: number; readonly lastMadeAtSeconds?: number } {
    const spans = this.#spans();
    const first = spans[0];
    return first ? { firstMadeAtSeconds: first.from, lastMadeAtSeconds: spans.at(-1)!.to } : {};
  }

  measure(all: readonly ObservedArrival[]): CompletenessScore {
    const spans = this.#spans();
    const byHorizon: Record<string, { visits: number; predicted: number; share: number }> = {};
    for (const [i, { name, fromSeconds, toSeconds }] of HORIZONS.entries()) {
      const visits = all.filter(({ arrivalSeconds }) =>
        isWithin(spans, arrivalSeconds - toSeconds, arrivalSeconds - fromSeconds),
      );
      const predicted = visits.filter((visit) => ((this.#predicted.get(visit) ?? 0) & (1 << i)) !== 0).length;
      if (visits.length > 0) {
        byHorizon[name] = { visits: visits.length, predicted, share: predicted / visits.length };
      }
    }
    const within = all.filter(({ arrivalSeconds }) => isWithin(spans, arrivalSeconds, arrivalSeconds));
    const predicted = within.filter((visit) => this.#predicted.has(visit)).length;
    return {
      byHorizon,
      visits: within.length,
      predicted,
      share: within.length === 0 ? undefined : predicted / within.length,
    };
  }

  /** The times through which predictions were made without a gap. */
  #spans(): readonly Span[] {
    const spans: { from: number; to: number }[] = [];
    for (const instant of Float64Array.from(this.#instants).sort()) {
      const last = spans.at(-1);
      if (last && instant - last.to <= GAP_SECONDS) last.to = instant;
      else spans.push({ from: instant, to: instant });
    }
    return spans;
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether one span holds all of a window, but for less than a gap at its end. */
function isWithin(spans: readonly Span[], from: number, to: number): boolean {
  return spans.some((span) => span.from <= from && to <= span.to + GAP_SECONDS / 2);
}
