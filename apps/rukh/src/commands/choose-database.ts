// Which database a command works on. None is guessed: a command that writes where nobody meant it to is worse
// than one that asks.
import { ConfigurationError } from '@rukh/service';
import { cityFolder } from '../up/home-folder.js';
import { findRunningDatabase } from '../up/running-database.js';

/**
 * The one that is named, else that of a `rukh up` which runs here for the same RUKH_AGENCY (or as a demo).
 * @param named by a flag
 * @throws ConfigurationError that says how to name one
 */
export function chooseDatabase(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const wanted = named ?? read(env, 'DATABASE_URL');
  if (wanted !== undefined) return wanted;
  const agency = read(env, 'RUKH_AGENCY');
  const city = { isDemo: agency === undefined, agency: agency ?? '' };
  const running = findRunningDatabase(cityFolder(read(env, 'RUKH_HOME'), city));
  if (running !== undefined) return running;
  const variable = 'DATABASE_URL';
  const whose = agency === undefined ? 'no demonstration' : `no "rukh up" for RUKH_AGENCY=${agency}`;
  const message =
    `is not set, and ${whose} with a PostgreSQL of its own runs here; ` +
    'name one: DATABASE_URL=postgres://user:password@host:5432/rukh, or --database';
  throw new ConfigurationError([{ variable, message }]);
}

function read(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const value = env[variable];
  return value === '' ? undefined : value;
}
