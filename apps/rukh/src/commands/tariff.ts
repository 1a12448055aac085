/**
 * `rukh tariff`: check tariffs, price taps by them. No database, no clock: the same files give the same answer. Exit
 * codes: 0 done, 1 the tariff has errors, 2 wrong usage or a file that cannot be read.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { currencyDigits } from '@rukh/domain/fares';
import { compareTariffs } from '../tariff/compare-tariffs.js';
import { formatFinding, loadSoundTariffs, loadTariffs } from '../tariff/load-tariffs.js';
import { type PricedFile, priceFile } from '../tariff/price-file.js';
import { formatMinor, formatMoment, printPrices } from '../tariff/print-prices.js';
import { readRecordedTaps } from '../tariff/read-taps.js';
import { readTapFile } from '../tariff/tap-file.js';
import { writeSimulation } from '../tariff/write-simulation.js';

const EXIT_ERRORS = 1;
const EXIT_NOT_RUN = 2;

/** Adds the commands to the program. */
export function register(program: Command): void {
  const tariff = program.command('tariff').description('check tariffs, and price taps by them');
  tariff
    .command('check')
    .description('say what is wrong with tariffs')
    .argument('[dir...]', 'folders of tariffs; without: those that come with Rukh')
    .option('--json', 'findings as JSON')
    .action(async (folders: string[], flags: { json?: boolean }) => {
      process.exitCode = await explainFailure(() => check(folders, flags.json === true));
    });
  tariff
    .command('price')
    .description('price taps: each charge with the rules that made it')
    .requiredOption('--tariff <dir...>', 'folders of tariffs; several are versions in time')
    .requiredOption(
      '--taps <file>',
      'taps as JSON (docs/tariffs.md, "A file of taps"); - for the standard input',
    )
    .option('--json', 'charges as JSON')
    .action(async (flags: { tariff: string[]; taps: string; json?: boolean }) => {
      process.exitCode = await explainFailure(() => price(flags));
    });
  tariff
    .command('simulate')
    .description('what another tariff would have earned on recorded taps, and who pays more or less')
    .requiredOption('--tariff <dir...>', 'the tariff to compare with')
    .requiredOption('--against <dir...>', 'the tariff to try; it holds for all taps, whenever it begins')
    .requiredOption(
      '--taps <file>',
      'taps as JSON, or as CSV with a row each, plain or .gz (docs/tariffs.md)',
    )
    .requiredOption('--out <dir>', 'folder for simulation.json and report.html')
    .action(async (flags: SimulateFlags) => {
      process.exitCode = await explainFailure(() => simulate(flags));
    });
}

interface SimulateFlags {
  readonly tariff: string[];
  readonly against: string[];
  readonly taps: string;
  readonly out: string;
}

async function simulate({ tariff, against, taps, out }: SimulateFlags): Promise<number> {
  const [first, second] = [await loadSoundTariffs(tariff), await loadSoundTariffs(against)];
  const comparison = compareTariffs(
    await readRecordedTaps(taps, first.history),
    first.history,
    second.history,
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'simulation.json'), `${JSON.stringify(comparison, undefined, 2)}\n`);
  await writeFile(join(out, 'report.html'), writeSimulation(comparison));
  const digits = currencyDigits(comparison.currency);
  for (const { versions, riderMinor, fundedMinor, rides } of [comparison.first, comparison.second]) {
    const funded = fundedMinor === 0 ? '' : `, funded ${formatMinor(fundedMinor, digits)}`;
    process.stdout.write(
      `${versions.join(', ')}: riders pay ${formatMinor(riderMinor, digits)} ${comparison.currency}${funded}, ${rides} rides\n`,
    );
  }
  const { more, less, same } = comparison.paying;
  process.stdout.write(`by the second ${more} riders pay more, ${less} less, ${same} the same\n`);
  process.stderr.write(`written: ${join(out, 'simulation.json')}, ${join(out, 'report.html')}\n`);
  return 0;
}

async function check(folders: readonly string[], isJson: boolean): Promise<number> {
  const { findings, history, infos } = await loadTariffs(folders.length > 0 ? folders : [BUNDLED_TARIFFS]);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const versions = history.versions.map(({ version, fromMs, untilMs }) => ({
    ...{ version, from: isoOf(fromMs), until: isoOf(untilMs) },
  }));
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ accepted: errors === 0, versions, findings }, undefined, 2)}\n`);
  } else {
    for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`);
    for (const { version, fromMs, untilMs, clock } of history.versions) {
      const tell = (ms: number): string | undefined =>
        Number.isFinite(ms) ? formatMoment(ms, clock.timeZone) : undefined;
      process.stdout.write(
        `${version}: from ${tell(fromMs) ?? 'ever'} until ${tell(untilMs) ?? 'further notice'}\n`,
      );
    }
    const warnings = findings.length - errors;
    const counts = [count(infos.length, 'tariff'), count(errors, 'error'), count(warnings, 'warning')];
    process.stdout.write(`${counts.join(', ')}\n`);
  }
  return errors > 0 ? EXIT_ERRORS : 0;
}

async function price(flags: { tariff: string[]; taps: string; json?: boolean }): Promise<number> {
  const { history } = await loadSoundTariffs(flags.tariff);
  const priced = priceFile(await readTapFile(flags.taps), history);
  for (const line of tellDoubts(priced)) process.stderr.write(`${line}\n`);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(priced, undefined, 2)}\n`
      : printPrices(priced, currencyDigits(priced.currency), history.versions[0]?.clock.timeZone ?? 'UTC'),
  );
  return 0;
}

/** Charges that are nothing because the tariff knows nothing of such a ride: more often a mistake than meant. */
function tellDoubts({ riders }: PricedFile): readonly string[] {
  const DOUBTS = ['NO_FARE_RULE', 'NO_TARIFF', 'EXTRA_UNKNOWN'];
  return riders.flatMap(({ id, charges }) =>
    charges.flatMap(({ rideRef, reasons, explanation }) =>
      reasons.flatMap(({ code }, i) =>
        DOUBTS.includes(code) ? [`beware: ${id}, ${rideRef}: ${explanation.en[i + 1] ?? ''} [${code}]`] : [],
      ),
    ),
  );
}

function isoOf(ms: number): string | undefined {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
}

/** One sentence instead of a stack for what a user can mend. */
async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return EXIT_NOT_RUN;
  }
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
