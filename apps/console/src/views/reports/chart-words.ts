/** What a chart says, in words. */
import type { ReportColumn, ReportView } from '@rukh/domain/dispatch';
import type { TextsOf } from '../../text/define-texts.js';
import { type Namer, nameRoundly, nameRow } from './name-row.js';
import type { REPORT_TEXTS } from './report-texts.js';

type Texts = typeof REPORT_TEXTS extends TextsOf<infer Shape> ? Shape : never;

/** What each drawing of a figure of a report is given. */
export interface ChartProps {
  readonly report: ReportView;
  readonly column: ReportColumn;
  readonly namer: Namer;
  readonly title: string;
  /** How many values there are, the least and the most, and how many are unknown. */
  readonly summary: string;
}

export function summariseFigure(
  { rows, columns }: ReportView,
  column: ReportColumn,
  namer: Namer,
  texts: Texts,
): string {
  const known = rows
    .flatMap((row) => {
      const value = row[column.name];
      return typeof value === 'number' ? [{ row, value }] : [];
    })
    .sort((a, b) => a.value - b.value);
  const [least, most] = [known[0], known.at(-1)];
  const unknown = rows.length - known.length;
  const say = ({ row, value }: (typeof known)[number]): [string, string] => [
    nameRow(row, columns, namer),
    nameRoundly(value, column, namer),
  ];
  return [
    texts.knownRows(known.length),
    least && texts.least(...say(least)),
    most && texts.most(...say(most)),
    unknown > 0 && texts.unknownRows(unknown),
  ]
    .filter((text) => typeof text === 'string')
    .join(' ');
}
