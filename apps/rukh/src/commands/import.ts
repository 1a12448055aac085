/**
 * `rukh import`: a GTFS from a file, a folder or an address becomes a version and comes into force from a
 * service day; or, with --list and --rollback, the versions there are. Progress goes to standard error, what
 * was found to standard output. Exit codes: 0 done, 1 the GTFS was refused, 2 wrong usage, or a file, server or
 * database that cannot be reached.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { DownloadError } from '@rukh/adapters/gtfs-files';
import { type ServiceDate, findServiceDate } from '@rukh/domain/time';
import { listVersions, rollBack } from './gtfs/gtfs-version-commands.js';
import { type ImportFlags, dryRun, runImport } from './gtfs/run-import.js';

interface Flags extends ImportFlags {
  readonly list?: boolean;
  readonly rollback?: number;
}

const EXIT_UNREACHABLE = 2;

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('import')
    .description('import a GTFS and put it in force; list versions; go back to an older one')
    .argument('[source]', 'zip, folder, or http(s) address of a GTFS')
    .option('--from <date>', 'first service day on which it is in force (default: today)', readDate)
    .option('--dry-run', 'only check it and print the report; needs no database')
    .option('--activate', 'put it in force (the default)', true)
    .option('--no-activate', 'only keep it as a version')
    .option('--if-none', 'do nothing where a GTFS is in force already')
    .option('--report <file>', 'write the report as JSON')
    .option('--database <url>', 'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)')
    .option(
      '--private-host <host...>',
      'hosts in private networks that may be fetched from, beside RUKH_GTFS_PRIVATE_HOSTS',
    )
    .option('--list', 'list the versions and when each is in force')
    .option('--rollback <version>', 'put an older version in force again', readVersion);
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_UNREACHABLE));
  command.action(async (source: string | undefined, flags: Flags) => {
    process.exitCode = await explainFailure(() => choose(command, source, flags));
  });
}

async function choose(command: Command, source: string | undefined, flags: Flags): Promise<number> {
  if (flags.list === true) return listVersions(flags);
  if (flags.rollback !== undefined) return rollBack(flags.rollback, flags);
  if (source === undefined) command.error('error: name a zip, a folder or an address to import');
  return flags.dryRun === true ? dryRun(source, flags) : runImport(source, flags);
}

function readDate(text: string): ServiceDate {
  const date = findServiceDate(text.replaceAll('-', ''));
  if (date === undefined) throw new InvalidArgumentError('It is no day of the form YYYY-MM-DD.');
  return date;
}

function readVersion(text: string): number {
  const versionId = Number(text);
  if (Number.isSafeInteger(versionId) && versionId > 0) return versionId;
  throw new InvalidArgumentError('It is no number of a version; see rukh import --list.');
}

/** One sentence instead of a stack for what an operator can mend. */
async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    return EXIT_UNREACHABLE;
  }
}

function describe(error: unknown): string {
  if (error instanceof DownloadError) return error.message;
  const { code, path, message, errors } = error as NodeJS.ErrnoException & { errors?: Error[] };
  if (code === 'ENOENT' && path !== undefined) return `There is no file or folder ${path}.`;
  // undefined_table of PostgreSQL
  if (code === '42P01') return 'The database has no tables yet; run rukh migrate first.';
  if (errors) return `The database does not answer: ${errors.map((one) => one.message).join('; ')}`;
  return code === 'ECONNREFUSED' ? `The database does not answer: ${message}` : message;
}
