/**
 * `rukh score-taps`: plays a simulated recording through tracking, places taps made at its true stop visits, and says
 * how many got a trip and stop, and the right ones. Exit codes: 0 done, 1 no taps, 2 wrong usage or an unreadable file.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { collectHistory } from '../score/taps/collect-history.js';
import { makeTrueTaps, readTrueTaps } from '../score/taps/read-true-taps.js';
import { type TapScore, scoreTaps } from '../score/taps/score-taps.js';

interface Flags {
  readonly gtfs: string;
  readonly positions: string;
  readonly truth: string;
  readonly taps?: string;
  readonly hide?: boolean;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('score-taps')
    .description('how many taps get the right trip and stop from the positions of their vehicles')
    .requiredOption('--gtfs <file>', 'GTFS, zip or folder, that was simulated')
    .requiredOption('--positions <file>', 'recording of `rukh simulate --out`')
    .requiredOption('--truth <dir>', 'folder of `rukh simulate --truth`')
    .option(
      '--taps <file>',
      'taps with their true place (taps-truth.csv); without it they are made at the stop visits',
    )
    .option('--hide', 'keep from tracking what trackers say of their trip, route and stop')
    .action(async (flags: Flags) => {
      process.exitCode = await explainFailure(() => run(flags));
    });
}

async function run({ gtfs, positions, truth, taps: file, hide = false }: Flags): Promise<number> {
  const { schedule } = await importGtfs(gtfs);
  if (!schedule) throw new Error(`${gtfs} is refused; rukh import says why.`);
  const taps =
    file === undefined
      ? await makeTrueTaps(join(truth, 'stop_visits_truth.csv.gz'), 1)
      : await readTrueTaps(file);
  const vehicles = await collectHistory(schedule, positions, { trip: hide, route: hide, stop: hide });
  const result = {
    inTheEnd: scoreTaps(schedule, taps, vehicles),
    afterTwoMinutes: scoreTaps(schedule, taps, vehicles, 120),
    atOnce: scoreTaps(schedule, taps, vehicles, 1),
  };
  for (const [when, score] of Object.entries(result)) process.stdout.write(`${when}: ${describe(score)}\n`);
  process.stdout.write(`${JSON.stringify(result.inTheEnd.byConfidence)}\n`);
  return taps.length > 0 ? 0 : 1;
}

function describe({ taps, unlabelled, wrongTrip, wrongRoute, wrongStop }: TapScore): string {
  const share = (count: number): string => `${((100 * count) / Math.max(1, taps)).toFixed(2)} %`;
  const right = taps - unlabelled - wrongTrip;
  return (
    `${taps} taps, ${share(unlabelled)} without a trip, ${share(taps - unlabelled - wrongRoute)} on the right route ` +
    `and direction, ${share(right)} on the right trip, ` +
    `${share(right - wrongStop)} at the right stop too`
  );
}

async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`rukh score-taps: ${(error as Error).message}\n`);
    return 2;
  }
}
