/**
 * `rukh validate`: checks anybody's GTFS-realtime feed by the rules of docs/feed-rules.md: files, folders of
 * snapshots in the order of their names, or addresses, once or polled for a while. Several given together are
 * sibling feeds (positions, trip updates, alerts). Progress goes to standard error, what was found to standard
 * output. Exit codes: 0 no errors, 1 errors found or a message unreadable, 2 it could not be run.
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FeedMessage, RULES } from '@rukh/domain/realtime';
import { readMessageFile } from '../replay/message-files.js';
import { type FeedArrival, readMessage } from '../validate/feed-arrival.js';
import { loadSchedule } from '../validate/load-schedule.js';
import { pollFeeds } from '../validate/poll-feeds.js';
import { printValidation, printVerdict, toJson } from '../validate/print-validation.js';
import { type FileClock, readFolders } from '../validate/read-folders.js';
import { Validation } from '../validate/validation.js';

interface Flags {
  readonly gtfs?: string;
  readonly previous?: string;
  readonly poll?: number;
  readonly for: number;
  readonly clock: FileClock;
  readonly only?: ReadonlySet<string>;
  readonly examples: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXIT_FAULTY = 1;
const EXIT_NOT_RUN = 2;

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('validate')
    .description('check GTFS-realtime feeds: files, folders of snapshots, or addresses')
    .argument('<feeds...>', 'file, folder of .pb files, or http(s) address; several are sibling feeds')
    .option(
      '--gtfs <source>',
      'GTFS of the feed, zip, folder or address; without it the rules on it are not run',
    )
    .option('--previous <file>', 'the message before, of the first feed')
    .option('--poll <seconds>', 'ask the addresses again and again', readPositive)
    .option('--for <minutes>', 'how long to poll', readPositive, 5)
    .addOption(
      new Option('--clock <clock>', 'what time it is for files: of the header, of their writing, or now')
        .choices(['header', 'file', 'now'])
        .default('header'),
    )
    .option('--only <rules>', 'ids of the rules to check, by commas', readRules)
    .option('--examples <n>', 'findings shown of each rule', readCount, 3)
    .option('--json', 'print what was found as JSON')
    .option('--quiet', 'no progress')
    .action(async (feeds: string[], flags: Flags) => {
      process.exitCode = await explainFailure(() => validate(feeds, flags));
    });
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_NOT_RUN));
}

async function validate(feeds: readonly string[], flags: Flags): Promise<number> {
  const tell = flags.quiet === true ? () => undefined : say;
  if (flags.gtfs !== undefined) tell(`reading ${flags.gtfs} ...`);
  const schedule = flags.gtfs === undefined ? undefined : await loadSchedule(flags.gtfs);
  const previous = flags.previous === undefined ? undefined : await readPrevious(flags.previous);
  const { only, examples } = flags;
  const validation = new Validation({
    examples,
    ...(schedule && { schedule }),
    ...(previous && { previous }),
    ...(only && { only }),
  });
  for await (const arrivals of arrive(feeds, flags)) {
    for (const verdict of validation.take(arrivals)) tell(printVerdict(verdict));
  }
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(toJson(validation), undefined, 2)}\n`
      : printValidation(validation),
  );
  return judge(validation);
}

function judge({ messages, errors, refusals }: Validation): number {
  if (messages > 0) return errors > 0 || refusals.size > 0 ? EXIT_FAULTY : 0;
  const isReached = [...refusals.keys()].some((reason) => !/^(http_|timeout|unreachable)/.test(reason));
  return isReached ? EXIT_FAULTY : EXIT_NOT_RUN;
}

/** The messages of the feeds, in rounds. Addresses and files cannot be mixed: they have different clocks. */
function arrive(feeds: readonly string[], flags: Flags): AsyncGenerator<readonly FeedArrival[]> {
  const addresses = feeds.filter(isAddress);
  if (addresses.length === 0) {
    if (flags.poll !== undefined) throw new Error('Only addresses can be polled.');
    return readFolders(feeds, flags.clock);
  }
  if (addresses.length < feeds.length) throw new Error('Files and addresses cannot be checked together.');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return pollFeeds(addresses, {
    ...(flags.poll !== undefined && { everySeconds: flags.poll }),
    forSeconds: flags.for * 60,
    signal: stop.signal,
  });
}

async function readPrevious(file: string): Promise<FeedMessage> {
  const { message, refusal } = await readMessage(() => readMessageFile(file));
  if (!message) throw new Error(`${file}: ${refusal?.text}`);
  return message;
}

function isAddress(feed: string): boolean {
  return /^https?:\/\//i.test(feed);
}

function readPositive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It is no number above 0.');
}

function readCount(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It is no whole number.');
}

function readRules(text: string): ReadonlySet<string> {
  const ids = text
    .toUpperCase()
    .split(',')
    .map((id) => id.trim());
  const unknown = ids.filter((id) => !RULES.some((rule) => rule.id === id));
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no rule ${unknown.join(', ')}.`);
  return new Set(ids);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One sentence instead of a stack for what a user can mend. */
async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    say(code === 'ENOENT' && path !== undefined ? `There is no file or folder ${path}.` : message);
    return EXIT_NOT_RUN;
  }
}
