import type { AssignmentReport } from '../score-assignments-file.js';
import type { PredictionReport } from '../score-predictions-file.js';
import type { Score } from '../run-score.js';
import type { Values } from './format-values.js';
import { escapeHtml, paragraph, writeTable } from './html.js';
import type { LeftOutTexts } from './texts.js';

type Reason = keyof LeftOutTexts['reasons'];
type Row = readonly [what: string, reason: string, rows: number];

/** Every row that does not count, with its reason: nothing is left out in silence. */
export function writeLeftOut({ predictions, assignments }: Score, values: Values): string {
  const words = values.texts.leftOut;
  const rows = [
    ...(predictions ? listPredictionRows(predictions, values) : []),
    ...(assignments ? listAssignmentRows(assignments, words) : []),
  ].filter(([, , count]) => count > 0);
  const table = writeTable({
    caption: words.text,
    head: words.head,
    rows: rows.map(([what, reason, count]) => [`${what}: ${reason}`, values.whole(count)]),
  });
  return `<h2>${escapeHtml(words.title)}</h2>${rows.length === 0 ? paragraph(words.nothing) : table}`;
}

function listPredictionRows(
  { truth, sources, comparison, withoutTimetable }: PredictionReport,
  values: Values,
): Row[] {
  const words = values.texts.leftOut;
  const { reasons } = words;
  return [
    ...sources.flatMap(({ name, malformed, repeated, dropped }) => {
      const what = `${words.predictions} (${values.method(name)})`;
      const why = Object.entries(dropped).map(([reason, count]): Row => [
        what,
        reasons[reason as Reason],
        count,
      ]);
      return [
        [what, reasons.malformed, malformed] as Row,
        [what, reasons.repeatedMessage, repeated] as Row,
        ...why,
      ];
    }),
    [words.arrivals, reasons.malformed, truth.malformed],
    [words.arrivals, reasons.withoutArrival, truth.withoutArrival],
    [words.arrivals, reasons.repeated, truth.repeated],
    [words.arrivals, reasons.outsideRecording, sources[0]!.completeness.outsideRecording],
    ...Object.entries(comparison.withoutAnswer).map(([name, count]): Row => [
      words.comparison,
      words.noAnswer(values.method(name)),
      count,
    ]),
    ...withoutTimetable.map((name): Row => [
      words.comparison,
      words.noTimetable(values.method(name)),
      comparison.rows,
    ]),
  ];
}

function listAssignmentRows({ labels, assignments, scores }: AssignmentReport, words: LeftOutTexts): Row[] {
  const { reasons } = words;
  return [
    [words.labels, reasons.malformed, labels.malformed],
    [words.labels, reasons.unpaired, labels.unpaired],
    [words.fixes, reasons.malformed, assignments.malformed],
    [words.fixes, reasons.unpaired, assignments.unpaired],
    ...Object.entries(scores.leftOut).map(([reason, count]): Row => [
      words.fixes,
      reasons[reason as Reason],
      count,
    ]),
  ];
}
