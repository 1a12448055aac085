import { type ComparedMethod, PREDICTIONS } from '@rukh/domain/scoring';
import type { PredictionReport } from '../score-predictions-file.js';
import type { Values } from './format-values.js';

/** What a manager wants to know of predictions: a few figures, and a few sentences that need no glossary. */
const NEAR = '3-6';
const FAR = '10-15';
/** Less than this is neither early nor late to a rider. */
const NO_BIAS_SECONDS = 10;
const CALIBRATED = { low: 0.75, high: 0.85 };

export interface Summary {
  readonly cards: readonly { readonly figure: string; readonly label: string }[];
  readonly sentences: readonly string[];
}

export function summarisePredictions({ sources, comparison }: PredictionReport, values: Values): Summary {
  const own = sources[0]!;
  const { cards: labels, ...texts } = values.texts.predictions;
  const near = own.scores.byHorizon[NEAR];
  const far = own.scores.byHorizon[FAR];
  const within = own.intervals.all?.coverage;
  const { inThePast, finishedTrip } = own.improper;
  const { meanChangeSeconds: wobble, contradictions } = own.wobble;
  const error = (score: typeof near): [string, string, string] => [
    values.duration(score?.maeSeconds),
    values.duration(score?.medianSeconds),
    values.duration(score?.p90Seconds),
  ];
  const closest = findClosest(comparison.methods);
  return {
    cards: [
      { figure: values.duration(near?.maeSeconds), label: labels.error },
      { figure: values.percent(own.completeness.share), label: labels.complete },
      ...(within === undefined ? [] : [{ figure: values.percent(within), label: labels.within }]),
      ...(wobble === undefined ? [] : [{ figure: values.duration(wobble), label: labels.wobble }]),
      ...(closest ? [compareCard(closest, comparison.methods[0]!, values)] : []),
    ],
    sentences: [
      ...(near ? [texts.nearError(...error(near))] : []),
      ...(far ? [texts.farError(...error(far))] : []),
      texts.complete(values.percent(own.completeness.share), values.whole(own.completeness.visits)),
      ...(near ? [sayBias(near.biasSeconds, values)] : []),
      ...(within === undefined ? [] : [sayIntervals(within, values)]),
      ...(wobble === undefined ? [] : [texts.wobble(values.duration(wobble))]),
      ...(inThePast + finishedTrip === 0
        ? []
        : [texts.improper(values.whole(inThePast), values.whole(finishedTrip))]),
      ...(contradictions === 0 ? [] : [texts.contradictions(values.whole(contradictions))]),
      ...comparison.methods.flatMap((method) => sayComparison(method, comparison.methods[0]!, values)),
    ],
  };
}

/** The method that comes closest to the predictions, or is better than they are. */
function findClosest(methods: readonly ComparedMethod[]): ComparedMethod | undefined {
  const maeOf = ({ scores }: ComparedMethod): number => scores.byHorizon[FAR]?.maeSeconds ?? Infinity;
  const others = methods.filter(({ name }) => name !== PREDICTIONS);
  const closest = others.toSorted((a, b) => maeOf(a) - maeOf(b))[0];
  return closest && maeOf(closest) < Infinity ? closest : undefined;
}

function compareCard(
  other: ComparedMethod,
  own: ComparedMethod,
  values: Values,
): { figure: string; label: string } {
  const { cards } = values.texts.predictions;
  const share = own.scores.byHorizon[FAR]!.maeSeconds / other.scores.byHorizon[FAR]!.maeSeconds - 1;
  const name = values.method(other.name);
  return {
    figure: values.wholePercent(Math.abs(share)),
    label: share <= 0 ? cards.better(name) : cards.worse(name),
  };
}

function sayBias(biasSeconds: number, values: Values): string {
  const { late, early, unbiased } = values.texts.predictions;
  if (Math.abs(biasSeconds) < NO_BIAS_SECONDS) return unbiased;
  const said = values.duration(Math.abs(biasSeconds));
  return biasSeconds > 0 ? late(said) : early(said);
}

function sayIntervals(within: number, values: Values): string {
  const { calibrated, tooNarrow, tooWide } = values.texts.predictions;
  const said = values.percent(within);
  if (within < CALIBRATED.low) return tooNarrow(said);
  return within > CALIBRATED.high ? tooWide(said) : calibrated(said);
}

function sayComparison(method: ComparedMethod, own: ComparedMethod, values: Values): string[] {
  const difference = method.difference[FAR];
  if (!difference) return [];
  const { better, worse } = values.texts.predictions;
  const { interval, maeSeconds } = difference;
  const isSure = interval !== undefined && (interval.high < 0 || interval.low > 0);
  const { sure, unsure } = values.texts.chance;
  const [mine, theirs] = [own, method].map(({ scores }) => scores.byHorizon[FAR]!.maeSeconds);
  const say = maeSeconds <= 0 ? better : worse;
  return [
    say(values.method(method.name), values.duration(mine), values.duration(theirs), isSure ? sure : unsure),
  ];
}
