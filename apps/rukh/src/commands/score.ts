/**
 * `rukh score`: how good predictions were, by what happened. Writes DIR/report.json and DIR/report.html and prints
 * the table of errors. Exit codes: 0 done, 1 not one prediction could be scored, 2 a file cannot be read.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { FIRST_THREE_MINUTES, HORIZONS } from '@rukh/domain/scoring';
import { type Score, runScore } from '../score/run-score.js';
import { writeHtml } from '../score/write-html.js';

interface Flags {
  readonly truth: string;
  readonly predictions: string;
  readonly out: string;
}

const EXIT_NOTHING_SCORED = 1;
const EXIT_NOT_RUN = 2;

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('score')
    .description('score predictions of arrivals by the arrivals that were observed')
    .requiredOption('--truth <file>', 'observed arrivals, CSV or .csv.gz')
    .requiredOption(
      '--predictions <file>',
      "predictions.csv of a replay, or an agency's recorded trip updates",
    )
    .requiredOption('--out <dir>', 'folder for report.json and report.html')
    .action(async (flags: Flags) => {
      process.exitCode = await explainFailure(() => score(flags));
    });
}

async function score({ truth, predictions, out }: Flags): Promise<number> {
  const result = await runScore(truth, predictions, say);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'report.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  await writeFile(join(out, 'report.html'), writeHtml(result));
  process.stdout.write(printScore(result));
  say(`written: ${join(out, 'report.json')}, ${join(out, 'report.html')}`);
  return result.report.predictions.scored > 0 ? 0 : EXIT_NOTHING_SCORED;
}

function printScore({ report, predictions }: Score): string {
  const { commonSupport, completeness, intervals } = report;
  const lines = ['minutes  predictions  mean abs.  median  90 %   bias  last delay  timetable'];
  for (const name of [FIRST_THREE_MINUTES.name, ...HORIZONS.map((horizon) => horizon.name)]) {
    const own = report.scores.byHorizon[name];
    if (!own) continue;
    const cells = [own.maeSeconds, own.medianSeconds, own.p90Seconds, own.biasSeconds];
    const baselines = [commonSupport.lastDelay, commonSupport.timetable].map(
      ({ byHorizon }) => byHorizon[name]?.maeSeconds,
    );
    const [mae, median, p90, bias] = cells.map((cell) => cell.toFixed(0));
    const [last, timetable] = baselines.map((cell) => cell?.toFixed(0) ?? '-');
    lines.push(
      `${name.padEnd(7)}  ${String(own.count).padStart(11)}  ${mae!.padStart(9)}  ${median!.padStart(6)}  ${p90!.padStart(4)}  ${bias!.padStart(5)}  ${last!.padStart(10)}  ${timetable!.padStart(9)}`,
    );
  }
  const dropped = {
    ...report.predictions.dropped,
    ...(predictions.malformed > 0 && { malformed: predictions.malformed }),
  };
  const share = (value: number | undefined): string =>
    value === undefined ? '-' : `${(100 * value).toFixed(1)} %`;
  lines.push(
    `scored ${report.predictions.scored} of ${predictions.rows} rows; left out: ${
      Object.entries(dropped)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(', ') || 'none'
    }`,
    `arrivals predicted at all: ${share(completeness.share)} of ${completeness.visits}; within their interval: ${share(intervals.all?.coverage)}`,
  );
  return `${lines.join('\n')}\n`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One sentence instead of a stack for what a user can mend. */
async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    say((error as Error).message);
    return EXIT_NOT_RUN;
  }
}
