import { SCORED_CLASSES } from '@rukh/domain/scoring';
import type { PredictionReport, SourceReport } from '../score-predictions-file.js';
import { drawBars, drawRanges } from './draw-plots.js';
import type { Values } from './format-values.js';
import { type Table, escapeHtml } from './html.js';
import { listHorizons } from './list-horizons.js';
import { styleOf } from './style-of-methods.js';
import { writeComparison } from './write-comparison.js';

/** Everything on predictions but the summary. */
export function writePredictions(report: PredictionReport, values: Values): string {
  const own = report.sources[0]!;
  return [
    `<h2>${escapeHtml(values.texts.predictions.title)}</h2>`,
    writeComparison(report, values),
    drawErrors(own, values),
    drawCompleteness(report, values),
    own.intervals.all ? drawIntervals(own, values) : '',
    own.wobble.pairs > 0 ? drawWobble(report, values) : '',
  ].join('\n');
}

function drawErrors({ scores: { byHorizon } }: SourceReport, values: Values): string {
  const { texts } = values;
  const horizons = listHorizons([byHorizon]);
  const words = texts.predictions;
  return drawRanges({
    id: `${texts.lang}-errors`,
    title: words.errorsTitle,
    reading: words.errorsReading,
    across: texts.minutesBefore,
    up: words.errorsUp,
    labels: horizons,
    series: ([0, 1, 2] as const).map((i) => ({
      name: '',
      style: 0,
      values: horizons.map((name) => byHorizon[name]?.spreadSeconds[i]),
    })),
    format: (value) => values.whole(value),
    table: {
      caption: words.errorsTitle,
      head: [texts.minutes, ...words.errorHead],
      rows: SCORED_CLASSES.flatMap(({ name }) => {
        const score = byHorizon[name];
        if (!score) return [];
        const { count, maeSeconds, maeInterval, medianSeconds, p90Seconds, biasSeconds, within60 } = score;
        return [
          [
            name,
            values.whole(count),
            values.tenths(maeSeconds),
            values.interval(maeInterval),
            values.whole(medianSeconds),
            values.whole(p90Seconds),
            values.tenths(biasSeconds),
            values.percent(within60),
          ],
        ];
      }),
    },
    tableLabel: texts.asTable,
  });
}

function drawCompleteness({ sources }: PredictionReport, values: Values): string {
  const { texts } = values;
  const horizons = listHorizons(sources.map(({ completeness }) => completeness.byHorizon));
  const words = texts.predictions;
  return drawBars({
    id: `${texts.lang}-complete`,
    title: words.completeTitle,
    reading: words.completeReading,
    across: texts.minutesBefore,
    up: words.completeUp,
    labels: horizons,
    series: sources.map(({ name, completeness }) => ({
      name: values.method(name),
      style: styleOf(name, sources),
      values: horizons.map((horizon) => completeness.byHorizon[horizon]?.share),
    })),
    format: (value) => values.wholePercent(value),
    top: 1,
    table: completenessTable(sources, values),
    tableLabel: texts.asTable,
  });
}

function completenessTable(sources: readonly SourceReport[], values: Values): Table {
  const { texts } = values;
  const words = texts.predictions;
  return {
    caption: words.completeTitle,
    head: [texts.minutes, '', ...words.completeHead],
    rows: sources.flatMap(({ name, completeness }) =>
      Object.entries({ ...completeness.byHorizon, '0-60': completeness }).map(([horizon, score]) => [
        horizon,
        values.method(name),
        values.whole(score.visits),
        values.whole(score.predicted),
        values.percent(score.share),
      ]),
    ),
  };
}

function drawIntervals({ intervals }: SourceReport, values: Values): string {
  const { texts } = values;
  const horizons = listHorizons([intervals.byHorizon]);
  const words = texts.predictions;
  return drawBars({
    id: `${texts.lang}-intervals`,
    title: words.intervalTitle,
    reading: words.intervalReading,
    across: texts.minutesBefore,
    up: words.intervalUp,
    labels: horizons,
    series: [
      {
        name: texts.methods['predictions']!,
        style: 0,
        values: horizons.map((name) => intervals.byHorizon[name]?.coverage),
        intervals: horizons.map((name) => intervals.byHorizon[name]?.coverageInterval),
      },
    ],
    format: (value) => values.wholePercent(value),
    top: 1,
    band: { low: 0.75, high: 0.85, name: words.intervalBand },
    table: {
      caption: words.intervalTitle,
      head: [texts.minutes, ...words.intervalHead],
      rows: Object.entries({ ...intervals.byHorizon, '0-60': intervals.all! }).map(([name, one]) => [
        name,
        values.whole(one.count),
        values.percent(one.coverage),
        values.percentInterval(one.coverageInterval),
        values.percent(one.early),
        values.percent(one.late),
        values.whole(one.meanWidthSeconds),
      ]),
    },
    tableLabel: texts.asTable,
  });
}

function drawWobble({ sources }: PredictionReport, values: Values): string {
  const { texts } = values;
  const horizons = listHorizons(sources.map(({ wobble }) => wobble.byHorizon));
  const words = texts.predictions;
  const own = sources[0]!.wobble;
  return drawBars({
    id: `${texts.lang}-wobble`,
    title: words.wobbleTitle,
    reading: words.wobbleReading(values.duration(own.spread?.meanSeconds)),
    across: texts.minutesBefore,
    up: words.wobbleUp,
    labels: horizons,
    series: sources.map(({ name, wobble }) => ({
      name: values.method(name),
      style: styleOf(name, sources),
      values: horizons.map((horizon) => wobble.byHorizon[horizon]?.meanChangeSeconds),
    })),
    format: (value) => values.whole(value),
    table: {
      caption: words.wobbleTitle,
      head: [texts.minutes, '', ...words.wobbleHead],
      rows: sources.flatMap(({ name, wobble }) =>
        Object.entries(wobble.byHorizon).map(([horizon, { pairs, meanChangeSeconds }]) => [
          horizon,
          values.method(name),
          values.whole(pairs),
          values.tenths(meanChangeSeconds),
        ]),
      ),
    },
    tableLabel: texts.asTable,
  });
}
