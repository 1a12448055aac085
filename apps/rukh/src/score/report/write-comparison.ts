import { PREDICTIONS, SCORED_CLASSES } from '@rukh/domain/scoring';
import type { PredictionReport } from '../score-predictions-file.js';
import { drawLines } from './draw-plots.js';
import type { Values } from './format-values.js';
import { listHorizons } from './list-horizons.js';
import { styleOf } from './style-of-methods.js';
import { type Table, escapeHtml, paragraph, writeTable } from './html.js';

/** All methods on the same rows: a plot, the differences, what each method does, and the published standards. */
export function writeComparison(report: PredictionReport, values: Values): string {
  const { methods, common } = report.comparison;
  const { texts } = values;
  const words = texts.predictions;
  if (common === 0) return '';
  const horizons = listHorizons(methods.map(({ scores }) => scores.byHorizon));
  const plot = drawLines({
    id: `${texts.lang}-compare`,
    title: words.compareTitle,
    reading: words.compareReading(values.whole(common)),
    across: texts.minutesBefore,
    up: words.compareUp,
    labels: horizons,
    series: methods.map(({ name, scores }) => ({
      name: values.method(name),
      style: styleOf(name, report.sources),
      values: horizons.map((horizon) => scores.byHorizon[horizon]?.maeSeconds),
      intervals: horizons.map((horizon) => scores.byHorizon[horizon]?.maeInterval),
    })),
    format: (value) => values.whole(value),
    table: errorTable(report, values),
    tableLabel: texts.asTable,
  });
  return `${plot}${writeTable(underWayTable(report, values))}${writeTable(differenceTable(report, values))}${writeMethods(report, values)}${writeStandards(report, values)}`;
}

function errorTable({ comparison: { methods } }: PredictionReport, values: Values): Table {
  const { texts } = values;
  const own = methods[0]!.scores.byHorizon;
  return {
    caption: texts.predictions.compareTitle,
    head: [texts.minutes, texts.predictions.rows, ...methods.map(({ name }) => values.method(name))],
    rows: SCORED_CLASSES.filter(({ name }) => own[name]).map(({ name }) => [
      name,
      values.whole(own[name]!.count),
      ...methods.map(({ scores }) => values.tenths(scores.byHorizon[name]?.maeSeconds)),
    ]),
  };
}

function underWayTable({ comparison: { methods } }: PredictionReport, values: Values): Table {
  const { texts } = values;
  const own = methods[0]!.underWay.byHorizon;
  return {
    caption: texts.predictions.underWayCaption,
    head: [texts.minutes, texts.predictions.rows, ...methods.map(({ name }) => values.method(name))],
    rows: SCORED_CLASSES.filter(({ name }) => own[name]).map(({ name }) => [
      name,
      values.whole(own[name]!.count),
      ...methods.map(({ underWay }) => values.tenths(underWay.byHorizon[name]?.maeSeconds)),
    ]),
  };
}

function differenceTable({ comparison: { methods } }: PredictionReport, values: Values): Table {
  const { texts } = values;
  const others = methods.filter(({ name }) => name !== PREDICTIONS);
  return {
    caption: texts.predictions.differenceCaption,
    head: [texts.minutes, ...others.map(({ name }) => values.method(name))],
    rows: SCORED_CLASSES.filter(({ name }) => methods[0]!.scores.byHorizon[name]).map(({ name }) => [
      name,
      ...others.map(({ difference }) => {
        const one = difference[name];
        return one ? `${values.whole(one.maeSeconds)}\n${values.wholeInterval(one.interval)}` : '–';
      }),
    ]),
  };
}

function writeMethods({ comparison: { methods } }: PredictionReport, values: Values): string {
  const { texts } = values;
  const notes = methods.flatMap(({ name }) => {
    const note = texts.methodNotes[name];
    return note === undefined
      ? []
      : [`<dt>${escapeHtml(values.method(name))}</dt><dd>${escapeHtml(note)}</dd>`];
  });
  return `<h3>${escapeHtml(texts.predictions.methodsTitle)}</h3><dl>${notes.join('')}</dl>`;
}

function writeStandards({ comparison: { methods } }: PredictionReport, values: Values): string {
  const words = values.texts.predictions;
  const tables = (['mbta', 'etaBenchmark', 'calItp'] as const).map((standard) => {
    const [accurate, outside] = words.standardHead;
    const names = methods[0]!.standards[standard].classes.map(({ name }) => name);
    // The figure of a standard of one class is that of its class.
    const classes = names.length > 1 ? names : [];
    return writeTable({
      caption: words.standards[standard],
      head: ['', accurate!, ...classes.map((name) => `${name} ${words.minutesShort}`), outside!],
      rows: methods.map(({ name, standards }) => {
        const score = standards[standard];
        return [
          values.method(name),
          score.accuracy === undefined ? words.emptyClass : values.percent(score.accuracy),
          ...score.classes
            .slice(0, classes.length)
            .map(({ count, accurate: right }) => values.percent(count === 0 ? undefined : right / count)),
          values.whole(score.outside),
        ];
      }),
    });
  });
  return `<h3>${escapeHtml(words.standardsTitle)}</h3>${paragraph(words.standardsText)}${tables.join('')}`;
}
