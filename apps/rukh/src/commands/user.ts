/**
 * `rukh user`: accounts of the dispatchers' side, from the command line; so the first administrator is made. Passwords
 * and codes are made at random and printed once. Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or a database
 * that cannot be reached.
 */
import { Command, Option } from 'commander';
import { type AccessNote, UserStore, createPool } from '@rukh/adapters/postgres';
import { makeLocalSecrets, makeUserId } from '@rukh/dispatch';
import { ROLES, findAccountFault } from '@rukh/domain/dispatch';
import { ConfigurationError } from '@rukh/service';
import { chooseDatabase } from './choose-server.js';

interface Flags {
  readonly database?: string;
  readonly name?: string;
  readonly role?: string[];
  readonly carrier?: string[];
}

const LOGIN = /^[\p{L}\p{N}_.@-]{2,100}$/u;

/** What keeps a command from being done, in words for who typed it. */
class Refused extends Error {}

/** Adds the commands to the program. */
export function register(program: Command): void {
  const user = program.command('user').description("accounts of the dispatchers' side");
  add(user, 'list', 'all accounts, their roles and how they sign in', (users) => list(users));
  const added = add(user, 'add <login>', 'add an account; prints its password and code once', addUser);
  added.requiredOption('--name <name>', 'name of the person');
  added.addOption(
    new Option('--role <role...>', 'what the person may do').choices(ROLES).makeOptionMandatory(),
  );
  added.option('--carrier <id...>', 'carriers whose vehicles are seen (default: all)');
  add(user, 'disable <login>', 'shut an account, and sign it out everywhere', disableUser);
  add(user, 'enable <login>', 'open a shut account again', enableUser);
  add(user, 'reset <login>', 'a new password and a new code; prints them once', resetUser);
}

type Action = (users: UserStore, login: string, flags: Flags) => Promise<string>;

function add(parent: Command, usage: string, description: string, action: Action): Command {
  const command = parent
    .command(usage)
    .description(description)
    .option(
      '--database <url>',
      'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)',
    );
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  command.action(async (...given: unknown[]) => {
    const login = typeof given[0] === 'string' ? given[0] : '';
    process.exitCode = await run(action, login, command.opts<Flags>());
  });
  return command;
}

async function run(action: Action, login: string, flags: Flags): Promise<number> {
  try {
    const databaseUrl = chooseDatabase(flags.database);
    const pool = createPool({ databaseUrl, applicationName: 'rukh-user', max: 1 });
    try {
      process.stdout.write(await action(new UserStore(pool), login, flags));
      return 0;
    } finally {
      await pool.end();
    }
  } catch (error) {
    const { message } = error as Error;
    const isKnown = error instanceof ConfigurationError || error instanceof Refused;
    process.stderr.write(isKnown ? `${message}\n` : `The accounts cannot be reached: ${message}\n`);
    return error instanceof Refused ? 1 : 2;
  }
}

async function list(users: UserStore): Promise<string> {
  const lines = (await users.list()).map((user) => {
    const ways = [
      ...(user.isDemo ? ['demonstration'] : []),
      ...(user.isExternal ? ['OIDC'] : []),
      ...(user.hasPassword ? [user.hasTotp ? 'password and code' : 'password'] : []),
      ...(user.passkeys > 0 ? [`${user.passkeys} passkeys`] : []),
    ].join(', ');
    const carriers = user.carrierIds ? ` of ${user.carrierIds.join(', ')}` : '';
    const shut = user.isDisabled ? ', DISABLED' : '';
    return `${user.login}\t${user.name}\t${user.roles.join(', ')}${carriers}\t${ways}${shut}\n`;
  });
  return lines.length === 0 ? 'There are no accounts; add one with: rukh user add\n' : lines.join('');
}

async function addUser(users: UserStore, login: string, flags: Flags): Promise<string> {
  const { name = '', role: roles = [], carrier: carrierIds } = flags;
  if (!LOGIN.test(login)) throw new Refused('A login is 2 to 100 letters, digits, _ . @ or -.');
  const fault = findAccountFault(roles, carrierIds);
  if (fault === 'operator_without_carrier') {
    throw new Refused(
      'An operator of a company needs --carrier: without it the account would see all companies.',
    );
  }
  if (fault) throw new Refused(`These rights make no account: ${fault}.`);
  const { kept, told } = await makeLocalSecrets(login);
  const userId = makeUserId();
  const user = { userId, login, name: name.slice(0, 200), roles, carrierIds, ...kept };
  if (!(await users.add(user, note('user_added', userId, { roles, carrierIds })))) {
    throw new Refused(`There is an account ${login}.`);
  }
  return describe(login, told);
}

async function disableUser(users: UserStore, login: string): Promise<string> {
  const userId = await getId(users, login);
  await users.change(userId, { isDisabled: true }, note('user_changed', userId, { isDisabled: true }));
  return `${login} is shut and signed out.\n`;
}

async function enableUser(users: UserStore, login: string): Promise<string> {
  const userId = await getId(users, login);
  await users.change(userId, { isDisabled: false }, note('user_changed', userId, { isDisabled: false }));
  return `${login} may sign in.\n`;
}

async function resetUser(users: UserStore, login: string): Promise<string> {
  const user = await users.findByLogin(login);
  if (user?.isExternal || user?.isDemo) throw new Refused(`${login} has no password of its own.`);
  const userId = await getId(users, login);
  const { kept, told } = await makeLocalSecrets(login);
  await users.change(userId, { secrets: kept }, note('user_reset', userId));
  return describe(login, told);
}

async function getId(users: UserStore, login: string): Promise<string> {
  const user = await users.findByLogin(login);
  if (user) return user.userId;
  throw new Refused(`There is no account ${login}.`);
}

function note(kind: AccessNote['kind'], subject: string, details?: object): AccessNote {
  return { kind, actor: 'command-line', subject, details };
}

function describe(login: string, told: { readonly password: string; readonly totpAddress: string }): string {
  return [
    `login     ${login}`,
    `password  ${told.password}`,
    `code      ${told.totpAddress}`,
    '',
    'This is shown once. Put the code into an authenticator app (as a QR code, or by its secret=...).',
    '',
  ].join('\n');
}
