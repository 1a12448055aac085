import { FIRST_THREE_MINUTES, HORIZONS, type HorizonScores, type ScoreReport } from '@rukh/domain/scoring';
import { type Plot, type Series, drawBars, drawRanges, escapeHtml } from './draw-plots.js';
import type { Score } from './run-score.js';

/** The report as one page that needs no other file: the figures in plots and in tables. */
const LABELS = HORIZONS.map(({ name }) => name);
const ROWS = [FIRST_THREE_MINUTES.name, ...LABELS, '0-60'];
const ACROSS = 'minutes before the actual arrival';
const whole = (value: number): string => value.toFixed(0);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

export function writeHtml({ report, truth, predictions }: Score): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Accuracy of arrival predictions</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Accuracy of arrival predictions</h1>
<p>${escapeHtml(predictions.file)} held against ${escapeHtml(truth.file)}: ${report.predictions.scored} predictions of
${report.truth.visits} observed arrivals. An error is actual minus predicted: positive where the vehicle came later than was said.</p>
${drawErrors(report)}
${drawSpread(report)}
${drawShares(report)}
<h2>Errors by horizon</h2>
${errorTable(report.scores)}
<h2>Beside the baselines, on the same rows</h2>
<p>Timetable: the scheduled time. Last delay: the scheduled time and how late the trip was when it was last seen at a
stop; for ${report.commonSupport.notYetSeen} predictions it had not been seen yet. ${report.commonSupport.notInTimetable} predictions of visits
without a scheduled time are left out here.</p>
${baselineTable(report)}
<h2>By the published standards</h2>
${standardTable(report)}
<h2>What was left out</h2>
${droppedTable({ report, truth, predictions })}
</body>
</html>
`;
}

function drawErrors({ commonSupport }: ScoreReport): string {
  const maeOf = ({ byHorizon }: HorizonScores): Series['values'] =>
    LABELS.map((name) => byHorizon[name]?.maeSeconds);
  return drawBars({
    title: 'Mean absolute error, seconds',
    across: ACROSS,
    labels: LABELS,
    format: whole,
    series: [
      { name: 'predictions', style: 'ours', values: maeOf(commonSupport.predictions) },
      { name: 'last delay', style: 'last-delay', values: maeOf(commonSupport.lastDelay) },
      { name: 'timetable', style: 'timetable', values: maeOf(commonSupport.timetable) },
    ],
  });
}

function drawSpread({ scores: { byHorizon } }: ScoreReport): string {
  const series = (['10 %', 'median', '90 %'] as const).map((name, i) => ({
    name,
    style: i === 1 ? 'median-key' : 'range',
    values: LABELS.map((label) => byHorizon[label]?.spreadSeconds[i]),
  }));
  return drawRanges({
    title:
      'Error from the 10th to the 90th percentile, and its median, seconds (above nought: came later than said)',
    across: ACROSS,
    labels: LABELS,
    format: whole,
    series,
  });
}

function drawShares({ completeness, intervals }: ScoreReport): string {
  const plot = {
    across: ACROSS,
    labels: LABELS,
    format: (value: number) => `${whole(100 * value)} %`,
    top: 1,
  };
  const complete: Plot = {
    ...plot,
    title: 'Completeness: share of arrivals that were predicted',
    series: [
      { name: 'predicted', style: 'ours', values: LABELS.map((name) => completeness.byHorizon[name]?.share) },
    ],
  };
  const covered: Plot = {
    ...plot,
    title: 'Share of arrivals within the interval that was given (80 % is meant)',
    series: [
      { name: 'within', style: 'ours', values: LABELS.map((name) => intervals.byHorizon[name]?.coverage) },
    ],
  };
  return drawBars(complete) + (intervals.all ? drawBars(covered) : '');
}

function errorTable({ byHorizon }: HorizonScores): string {
  const rows = ROWS.flatMap((name) => {
    const score = byHorizon[name];
    if (!score) return [];
    const { count, maeSeconds, medianSeconds, p90Seconds, biasSeconds, within60 } = score;
    return [
      [
        name,
        String(count),
        maeSeconds.toFixed(1),
        whole(medianSeconds),
        whole(p90Seconds),
        biasSeconds.toFixed(1),
        percent(within60),
      ],
    ];
  });
  return table(
    ['minutes', 'predictions', 'mean abs.', 'median abs.', '90 % abs.', 'bias', 'within 60 s'],
    rows,
  );
}

function baselineTable({ commonSupport: { predictions, lastDelay, timetable } }: ScoreReport): string {
  const methods = [predictions, lastDelay, timetable];
  const rows = ROWS.flatMap((name) =>
    predictions.byHorizon[name]
      ? [
          [
            name,
            String(predictions.byHorizon[name].count),
            ...methods.map(({ byHorizon }) => byHorizon[name]?.maeSeconds.toFixed(1) ?? ''),
          ],
        ]
      : [],
  );
  return table(['minutes', 'rows', 'predictions', 'last delay', 'timetable'], rows);
}

function standardTable({ standards }: ScoreReport): string {
  const names = {
    mbta: 'MBTA prediction_analyzer',
    etaBenchmark: 'ETA Accuracy Benchmark',
    calItp: 'Cal-ITP',
  };
  const rows = Object.entries(standards).map(([key, { accuracy, classes, outside }]) => [
    names[key as keyof typeof names],
    accuracy === undefined ? 'a class is empty' : percent(accuracy),
    classes
      .map(({ name, count, accurate }) => `${name}: ${count === 0 ? '-' : percent(accurate / count)}`)
      .join(', '),
    String(outside),
  ]);
  return table(['standard', 'accurate', 'by its classes, minutes', 'outside of them'], rows);
}

function droppedTable({ report, truth, predictions }: Score): string {
  const rows = [
    ...Object.entries(report.predictions.dropped).map(([reason, count]) => [
      'predictions',
      reason,
      String(count),
    ]),
    ['predictions', 'malformed row', String(predictions.malformed)],
    ['arrivals', 'malformed row', String(truth.malformed)],
    ['arrivals', 'visit told before', String(report.truth.repeated)],
  ];
  return table(['of', 'reason', 'rows'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table>`;
}

const STYLE = `
:root { color-scheme: light dark; --ours: #0b6e99; --last: #d9822b; --table: #8a8f98; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
figure { margin: 1.5rem 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; } .key { width: 0.8em; height: 0.8em; }
.ours { fill: var(--ours); } .last-delay { fill: var(--last); } .timetable { fill: var(--table); }
.range { fill: var(--ours); opacity: 0.35; } .median { stroke: var(--ours); stroke-width: 3; } .median-key { fill: var(--ours); }
.grid { stroke: var(--line); } .axis { stroke: currentColor; } .legend span { margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
`;
