/**
 * `rukh tariff`: check tariffs, price taps by them. No database, no clock: the same files give the same answer. Exit
 * codes: 0 done, 1 the tariff has errors, 2 wrong usage or a file that cannot be read.
 */
import type { Command } from 'commander';
import { currencyDigits } from '@rukh/domain/fares';
import { BUNDLED, formatFinding, loadSoundTariffs, loadTariffs } from '../tariff/load-tariffs.js';
import { priceFile } from '../tariff/price-file.js';
import { printPrices } from '../tariff/print-prices.js';
import { readTapFile } from '../tariff/tap-file.js';

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
}

async function check(folders: readonly string[], isJson: boolean): Promise<number> {
  const { findings, history, infos } = await loadTariffs(folders.length > 0 ? folders : [BUNDLED]);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const versions = history.versions.map(({ version, fromMs, untilMs }) => ({
    ...{ version, from: isoOf(fromMs), until: isoOf(untilMs) },
  }));
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ accepted: errors === 0, versions, findings }, undefined, 2)}\n`);
  } else {
    for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`);
    for (const { version, from, until } of versions) {
      process.stdout.write(`${version}: from ${from ?? 'ever'} until ${until ?? 'further notice'}\n`);
    }
    process.stdout.write(`${infos.length} tariffs, ${errors} errors, ${findings.length - errors} warnings\n`);
  }
  return errors > 0 ? EXIT_ERRORS : 0;
}

async function price(flags: { tariff: string[]; taps: string; json?: boolean }): Promise<number> {
  const { history } = await loadSoundTariffs(flags.tariff);
  const priced = priceFile(await readTapFile(flags.taps), history);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(priced, undefined, 2)}\n`
      : printPrices(priced, currencyDigits(priced.currency)),
  );
  return 0;
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
