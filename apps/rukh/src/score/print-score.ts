import { type ComparedMethod, type HorizonScores, SCORED_CLASSES } from '@rukh/domain/scoring';
import type { AssignmentReport } from './score-assignments-file.js';
import type { PredictionReport, SourceReport } from './score-predictions-file.js';
import type { Score } from './run-score.js';

/** The score in a few lines, for a terminal. */
export function printScore({ predictions, assignments }: Score): string {
  const lines = [
    ...(predictions ? printPredictions(predictions) : []),
    ...(assignments ? printAssignments(assignments) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function printPredictions({ sources, comparison }: PredictionReport): string[] {
  const own = sources[0]!;
  const rows = SCORED_CLASSES.flatMap(({ name }) => {
    const score = own.scores.byHorizon[name];
    if (!score) return [];
    const { count, maeSeconds, medianSeconds, p90Seconds, biasSeconds } = score;
    const complete = own.completeness.byHorizon[name]?.share;
    const within = own.intervals.byHorizon[name]?.coverage;
    const times = [maeSeconds, medianSeconds, p90Seconds, biasSeconds].map((value) => value.toFixed(0));
    return [[name, String(count), ...times, percent(within), percent(complete)]];
  });
  const heads = ['minutes', 'rows', 'mean abs.', 'median', '90 %', 'bias', 'within', 'complete'];
  return [
    ...table(heads, rows),
    `scored ${own.scored} of ${own.rowsRead} rows; left out: ${describeDropped(own)}`,
    `arrivals predicted at all: ${percent(own.completeness.share)} of ${own.completeness.visits}; within their interval: ${percent(own.intervals.all?.coverage)}`,
    ...(own.improper.inThePast + own.improper.finishedTrip > 0
      ? [`rows in the past: ${own.improper.inThePast}; of finished trips: ${own.improper.finishedTrip}`]
      : []),
    ...(own.wobble.contradictions > 0
      ? [`rows that contradict another of the same moment: ${own.wobble.contradictions}`]
      : []),
    `mean absolute error on the ${comparison.common} rows for which all have an answer${describeMissing(comparison.withoutAnswer)}, seconds:`,
    ...compare(comparison.methods, ({ scores }) => scores),
    'the same, of trips that had been seen at a stop:',
    ...compare(comparison.methods, ({ underWay }) => underWay),
  ];
}

function describeDropped({ dropped, malformed, repeated }: SourceReport): string {
  const all = { ...dropped, ...(malformed > 0 && { malformed }), ...(repeated > 0 && { repeated }) };
  const text = Object.entries(all).map(([reason, count]) => `${count} ${reason}`);
  return text.join(', ') || 'none';
}

function describeMissing(withoutAnswer: Readonly<Record<string, number>>): string {
  const text = Object.entries(withoutAnswer).map(([name, count]) => `${name} none for ${count}`);
  return text.length === 0 ? '' : ` (${text.join(', ')})`;
}

function compare(
  methods: readonly ComparedMethod[],
  scoresOf: (method: ComparedMethod) => HorizonScores,
): string[] {
  const rows = SCORED_CLASSES.flatMap(({ name }) => {
    const cells = methods.map((method) => scoresOf(method).byHorizon[name]?.maeSeconds.toFixed(0) ?? '-');
    return cells[0] === '-' ? [] : [[name, ...cells]];
  });
  return table(['minutes', ...methods.map(({ name }) => name)], rows);
}

function printAssignments({ scores }: AssignmentReport): string[] {
  const {
    inService,
    inServiceKnown,
    inServiceInTimetable,
    layover,
    phases,
    firstRight,
    minutes,
    confidence,
    flips,
  } = scores;
  const all = Object.values(minutes).reduce((sum, one) => sum + one, 0);
  const recognised = Object.entries(phases?.recognised ?? {}).map(
    ([phase, { share }]) => `${phase} ${percent(share)}`,
  );
  return [
    `assignments: ${scores.judged} fixes of ${scores.vehicles} vehicles`,
    `in service on the right trip: ${percent(inService?.rightTrip)} of ${inService?.fixes ?? 0}; seen for 3 minutes: ${percent(inServiceKnown?.rightTrip)} of ${inServiceKnown?.fixes ?? 0}; right route: ${percent(inService?.rightRoute)}; on any trip: ${percent(inService?.assigned)}`,
    ...(inServiceInTimetable
      ? [
          `of trips in the timetable, on the right one: ${percent(inServiceInTimetable.rightTrip)} of ${inServiceInTimetable.fixes}`,
        ]
      : []),
    `layover with the right next trip: ${percent(layover?.rightTrip)} of ${layover?.fixes ?? 0}`,
    ...(phases
      ? [`in service recognised: ${percent(phases.inServiceRecall)}; ${recognised.join(', ')}`]
      : []),
    `first right after ${firstRight.medianSeconds?.toFixed(0) ?? '-'} s (median), ${firstRight.p90Seconds?.toFixed(0) ?? '-'} s (90 %), never on ${firstRight.never} of ${firstRight.trips} trips`,
    `shown at ${scores.shownFrom} and above, minutes: ${Object.entries(minutes)
      .map(([verdict, value]) => `${verdict} ${percent(value / all)}`)
      .join(', ')} of ${all.toFixed(0)}`,
    `published with confidence 0.9 or more: ${percent(confidence?.sure?.right)} right of ${confidence?.sure?.fixes ?? 0}; calibration error ${confidence?.expectedCalibrationError.toFixed(3) ?? '-'}`,
    `changes of trip shown: ${flips.tripChanges}, ${flips.trueTripChanges} true, ${flips.returns} returns; trips to another vehicle: ${flips.vehicleChanges}, wrongly ${flips.wrongVehicleChanges}`,
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
}

function percent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`;
}
