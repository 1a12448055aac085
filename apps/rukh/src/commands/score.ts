/**
 * `rukh score`: how right predictions and assignments were, by what happened. Writes DIR/score.json and
 * DIR/report.html and prints the tables. Exit codes: 0 done, 1 nothing could be scored, 2 wrong usage or a file that
 * cannot be read.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { publicationVariables } from '@rukh/service';
import { BASELINE_NAMES, type BaselineName, PREDICTIONS } from '@rukh/domain/scoring';
import { type Truths, findAgencyFile, findTruths } from '../score/find-truths.js';
import { readShare } from './read-share.js';
import { printScore } from '../score/print-score.js';
import { writeReport } from '../score/report/write-report.js';
import { type Score, runScore } from '../score/run-score.js';
import type { Contenders } from '../score/score-predictions-file.js';

interface Flags {
  readonly truth: readonly string[];
  readonly predictions?: string;
  readonly assignments?: string;
  readonly gtfs?: string;
  readonly minConfidence: number;
  readonly baseline?: readonly string[];
  readonly out: string;
}

const EXIT_NOTHING_SCORED = 1;
const EXIT_NOT_RUN = 2;
const AGENCY = 'agency';
/** From how probable on a feed shows a trip, where nobody says otherwise. */
const DEFAULT_MIN_CONFIDENCE = publicationVariables.RUKH_FEEDS_MIN_CONFIDENCE.parse(undefined);
/** Other names by which people know these methods. */
const ALIASES: Readonly<Record<string, BaselineName>> = {
  schedule: 'timetable',
  transitclock: 'kalman',
  'transitclock-kalman': 'kalman',
  median: 'median-10',
  median10: 'median-10',
};

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('score')
    .description('score predictions of arrivals and assignments of trips by what was observed')
    .requiredOption(
      '--truth <path...>',
      'what happened, CSV, plain or .gz, told by its columns: observed arrivals, stop_visits of TIDES, or labelled positions; or a folder of both',
    )
    .option(
      '--predictions <path>',
      "predictions.csv of a replay, or an agency's recorded trip updates: CSV, or a folder of messages (.pb)",
    )
    .option('--assignments <file>', 'assignments.csv of a replay')
    .option(
      '--gtfs <file>',
      'GTFS that assignments were made by: tells labelled trips that could not be found, such as added ones',
    )
    .option(
      '--min-confidence <share>',
      'with --assignments: a trip less probable is not on show, as in a feed; for minutes and changes',
      readShare,
      DEFAULT_MIN_CONFIDENCE,
    )
    .option(
      '--baseline <name...>',
      `methods on the same rows: ${BASELINE_NAMES.join(', ')}; ${AGENCY} (${AGENCY}_trip_updates.csv beside the truth); any NAME=FILE of recorded predictions; none. Without: all that there are`,
      gatherBaselines,
    )
    .requiredOption('--out <dir>', 'folder for score.json and report.html')
    .action(async (flags: Flags, command: Command) => {
      if (flags.predictions === undefined && flags.assignments === undefined) {
        command.error('error: give --predictions, --assignments or both', { exitCode: EXIT_NOT_RUN });
      }
      process.exitCode = await explainFailure(() => score(flags));
    });
}

async function score({
  truth,
  predictions,
  assignments,
  gtfs,
  minConfidence,
  baseline,
  out,
}: Flags): Promise<number> {
  const truths = await findTruths(truth);
  const scored = {
    minConfidence,
    ...(predictions !== undefined && { predictions }),
    ...(assignments !== undefined && { assignments }),
    ...(gtfs !== undefined && { gtfs }),
  };
  const contenders = chooseContenders(baseline, truths, predictions);
  await makeFolder(out);
  const result = await runScore(truths, scored, contenders, say);
  await writeFile(join(out, 'score.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  await writeFile(join(out, 'report.html'), writeReport(result));
  process.stdout.write(printScore(result));
  say(`written: ${join(out, 'score.json')}, ${join(out, 'report.html')}`);
  return hasScored(result) ? 0 : EXIT_NOTHING_SCORED;
}

/** Before the work, which takes minutes. Throws an Error that says so where there can be no such folder. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new Error(`There can be no folder ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** What the predictions are compared with. Throws an Error where the agency's are asked for and not recorded. */
function chooseContenders(
  names: readonly string[] | undefined,
  { arrivals }: Truths,
  predictions: string | undefined,
): Contenders {
  const agencyFile = arrivals.map(findAgencyFile).find((file) => file !== undefined);
  const isOwn = agencyFile !== undefined && agencyFile === predictions;
  if (!names) {
    const recorded = agencyFile === undefined || isOwn ? {} : { [AGENCY]: agencyFile };
    return { baselines: BASELINE_NAMES, recorded };
  }
  const recorded: Record<string, string> = {};
  for (const name of names) {
    const [source, file] = splitOnce(name);
    if (file !== undefined) addSource(recorded, source, file);
    else if (name === AGENCY) {
      if (agencyFile === undefined) {
        throw new Error(
          `There is no ${AGENCY}_trip_updates.csv beside the truth: name it as ${AGENCY}=FILE.`,
        );
      }
      addSource(recorded, AGENCY, agencyFile);
    }
  }
  return { baselines: BASELINE_NAMES.filter((name) => names.includes(name)), recorded };
}

/** Throws an Error where another file has the name: one of them would be left out in silence. */
function addSource(recorded: Record<string, string>, name: string, file: string): void {
  const other = recorded[name];
  if (other !== undefined && other !== file) {
    throw new Error(`"${name}" is the name of two files, ${other} and ${file}: give each its own.`);
  }
  recorded[name] = file;
}

function gatherBaselines(text: string, before: readonly string[] = []): readonly string[] {
  const names = text
    .split(',')
    .filter((name) => name !== '')
    .map(nameBaseline);
  for (const name of names) {
    const [source, file] = splitOnce(name);
    const isKnown = isBaseline(name) || name === AGENCY || name === 'none';
    if (file === undefined && !isKnown) {
      throw new InvalidArgumentError(
        `"${name}" is none of ${BASELINE_NAMES.join(', ')}, ${AGENCY}, NAME=FILE.`,
      );
    }
    if (file !== undefined && (isBaseline(source) || source === PREDICTIONS || source === '')) {
      throw new InvalidArgumentError(`"${source}" cannot be the name of a file: another method has it.`);
    }
  }
  return [...before, ...names];
}

function nameBaseline(text: string): string {
  if (text.includes('=')) return text;
  const name = text.toLowerCase().replaceAll('_', '-');
  return ALIASES[name] ?? name;
}

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function isBaseline(name: string): name is BaselineName {
  return BASELINE_NAMES.some((known) => known === name);
}

function hasScored({ predictions, assignments }: Score): boolean {
  const predicted = predictions?.sources[0]?.scored ?? 0;
  return predicted > 0 || (assignments?.scores.judged ?? 0) > 0;
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
