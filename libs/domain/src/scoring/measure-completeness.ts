import { HORIZONS } from './horizons.js';
import type { ObservedArrivals } from './observed-arrivals.js';

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
  /** Arrivals before, after and in the gaps of the recording: none of them is asked for. */
  readonly outsideRecording: number;
}

export class Completeness {
  readonly #instants = new Set<number>();
  /** A bit for each horizon in which the visit was predicted. */
  readonly #predicted: Uint8Array;

  constructor(private readonly truth: ObservedArrivals) {
    this.#predicted = new Uint8Array(truth.count);
  }

  noteInstant(madeAtSeconds: number): void {
    this.#instants.add(madeAtSeconds);
  }

  notePrediction(visit: number, horizon: number): void {
    this.#predicted[visit]! |= 1 << horizon;
  }

  /** First and last moment at which a prediction was made. */
  span(): { readonly firstMadeAtSeconds?: number; readonly lastMadeAtSeconds?: number } {
    const spans = this.#spans();
    const first = spans[0];
    return first ? { firstMadeAtSeconds: first.from, lastMadeAtSeconds: spans.at(-1)!.to } : {};
  }

  measure(): CompletenessScore {
    const spans = this.#spans();
    const byHorizon: Record<string, { visits: number; predicted: number; share: number }> = {};
    for (const [i, { name, fromSeconds, toSeconds }] of HORIZONS.entries()) {
      const { visits, predicted } = this.#count(spans, fromSeconds, toSeconds, 1 << i);
      if (visits > 0) byHorizon[name] = { visits, predicted, share: predicted / visits };
    }
    const { visits, predicted } = this.#count(spans, 0, 0, 0xff);
    return {
      byHorizon,
      visits,
      predicted,
      share: visits === 0 ? undefined : predicted / visits,
      outsideRecording: this.truth.count - visits,
    };
  }

  /** Visits for which the recording goes on from and to so many seconds before them, and those with such a bit. */
  #count(
    spans: readonly Span[],
    from: number,
    to: number,
    bits: number,
  ): { visits: number; predicted: number } {
    let visits = 0;
    let predicted = 0;
    for (const [visit, arrival] of this.truth.arrivalSeconds.entries()) {
      if (!isWithin(spans, arrival - to, arrival - from)) continue;
      visits++;
      if ((this.#predicted[visit]! & bits) !== 0) predicted++;
    }
    return { visits, predicted };
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
