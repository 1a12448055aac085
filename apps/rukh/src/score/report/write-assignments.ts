import { type AssignmentScores, VERDICTS } from '@rukh/domain/scoring';
import type { Phase } from '@rukh/domain/tracking';
import type { AssignmentReport } from '../score-assignments-file.js';
import { drawLines } from './draw-plots.js';
import type { Values } from './format-values.js';
import { escapeHtml, paragraph, writeTable } from './html.js';
import type { Summary } from './summarise-predictions.js';

const PHASES: readonly Phase[] = ['IN_PROGRESS', 'OFF_ROUTE', 'LAYOVER', 'DEADHEAD', 'AT_BASE'];

export function summariseAssignments({ scores }: AssignmentReport, values: Values): Summary {
  const words = values.texts.assignments;
  const { inServiceKnown, inService, minutes, firstRight, phases } = scores;
  const all = VERDICTS.reduce((sum, verdict) => sum + minutes[verdict], 0);
  const wrong = minutes.wrong_trip + minutes.not_in_service;
  return {
    cards: [
      { figure: values.percent(inServiceKnown?.rightTrip), label: words.cards.rightTrip },
      ...(inService?.rightRoute === undefined
        ? []
        : [{ figure: values.percent(inService.rightRoute), label: words.cards.rightRoute }]),
      { figure: values.percent(all === 0 ? undefined : wrong / all), label: words.cards.wrongMinutes },
      { figure: values.duration(firstRight.medianSeconds), label: words.cards.firstRight },
    ],
    sentences: [
      sayFirstRight(scores, values),
      ...(phases
        ? [words.phaseText(values.percent(phases.inServiceRecall), values.percent(phases.inServicePrecision))]
        : []),
    ],
  };
}

/** Everything on assignments but the summary. */
export function writeAssignments({ scores }: AssignmentReport, values: Values): string {
  const words = values.texts.assignments;
  return [
    `<h2>${escapeHtml(words.title)}</h2>`,
    paragraph(words.text(values.whole(scores.judged), values.whole(scores.vehicles))),
    writeRight(scores, values),
    writePhases(scores, values),
    writeMinutes(scores, values),
    drawConfidence(scores, values),
    writeFlips(scores, values),
  ].join('\n');
}

function writeRight(scores: AssignmentScores, values: Values): string {
  const { inService, inServiceKnown, inServiceInTimetable, layover } = scores;
  const words = values.texts.assignments;
  const classes = { inService, inServiceKnown, inServiceInTimetable, layover };
  return writeTable({
    caption: words.rightTitle,
    head: ['', ...words.rightHead],
    rows: (['inService', 'inServiceKnown', 'inServiceInTimetable', 'layover'] as const).flatMap((name) => {
      const score = classes[name];
      if (!score) return [];
      return [
        [
          words.classes[name],
          values.whole(score.fixes),
          values.percent(score.assigned),
          values.percent(score.rightTrip),
          values.percentInterval(score.rightTripInterval),
          values.percent(score.rightRoute),
          values.percent(score.rightRouteAndDirection),
        ],
      ];
    }),
  });
}

function writePhases({ phases }: AssignmentScores, values: Values): string {
  const words = values.texts.assignments;
  const title = `<h3>${escapeHtml(words.phaseTitle)}</h3>`;
  if (!phases) return title + paragraph(words.noPhases);
  const columns = [...PHASES, 'none'] as const;
  const table = writeTable({
    caption: words.phaseTitle,
    head: [words.phaseCorner, ...columns.map((phase) => words.phases[phase]), words.recognised],
    rows: PHASES.flatMap((actual) => {
      const row = phases.table[actual];
      if (!row) return [];
      const cells = columns.map((phase) => values.whole(row[phase] ?? 0));
      return [[words.phases[actual], ...cells, values.percent(phases.recognised[actual]?.share)]];
    }),
  });
  const { inServiceRecall, inServicePrecision } = phases;
  const service = words.phaseText(values.percent(inServiceRecall), values.percent(inServicePrecision));
  return title + paragraph(`${service} ${words.phaseReading}`) + table;
}

function writeMinutes(scores: AssignmentScores, values: Values): string {
  const words = values.texts.assignments;
  const { minutes } = scores;
  const all = VERDICTS.reduce((sum, verdict) => sum + minutes[verdict], 0);
  const table = writeTable({
    caption: words.minutesTitle,
    head: ['', ...words.minutesHead],
    rows: VERDICTS.map((verdict) => [
      words.verdicts[verdict],
      values.whole(minutes[verdict]),
      values.percent(all === 0 ? undefined : minutes[verdict] / all),
    ]),
  });
  return `<h3>${escapeHtml(words.minutesTitle)}</h3>${paragraph(words.minutesText(values.percent(scores.shownFrom)))}${table}${paragraph(sayFirstRight(scores, values))}`;
}

function drawConfidence({ confidence }: AssignmentScores, values: Values): string {
  if (!confidence) return '';
  const { texts } = values;
  const words = texts.assignments;
  const { classes, sure, expectedCalibrationError } = confidence;
  return drawLines({
    id: `${texts.lang}-confidence`,
    title: words.confidenceTitle,
    reading: words.confidenceReading(
      values.percent(sure?.right),
      values.whole(sure?.fixes ?? 0),
      values.thousandths(expectedCalibrationError),
    ),
    across: words.confidenceAcross,
    up: words.confidenceUp,
    labels: classes.map(({ from, to }) => `${values.tenths(from)}–${values.tenths(to)}`),
    series: [
      { name: words.wasRight, style: 0, values: classes.map(({ right }) => right) },
      { name: words.said, style: 1, values: classes.map(({ meanConfidence }) => meanConfidence) },
    ],
    format: (value) => values.wholePercent(value),
    top: 1,
    table: {
      caption: words.confidenceTitle,
      head: [words.confidenceAcross, ...words.confidenceHead],
      rows: classes.map(({ from, to, fixes, meanConfidence, right }) => [
        `${values.tenths(from)}–${values.tenths(to)}`,
        values.whole(fixes),
        values.thousandths(meanConfidence),
        values.percent(right),
      ]),
    },
    tableLabel: texts.asTable,
  });
}

function writeFlips({ flips }: AssignmentScores, values: Values): string {
  const words = values.texts.assignments;
  const names = [
    'tripChanges',
    'trueTripChanges',
    'returns',
    'vehicleChanges',
    'wrongVehicleChanges',
  ] as const;
  return writeTable({
    caption: words.flipsTitle,
    head: ['', ...words.flipHead],
    rows: names.map((name) => [words.flips[name], values.whole(flips[name])]),
  });
}

function sayFirstRight({ firstRight }: AssignmentScores, values: Values): string {
  const { medianSeconds, p90Seconds, never, trips } = firstRight;
  const { firstRight: say } = values.texts.assignments;
  return say(
    values.duration(medianSeconds),
    values.duration(p90Seconds),
    values.whole(never),
    values.whole(trips),
  );
}
