// Which database or broker a command works on. None is guessed: a command that writes where nobody meant it to is worse
// than one that asks.
import { type BrokerEndpoint, ConfigurationError, findBroker } from '@rukh/service';
import { cityFolder } from '../up/home-folder.js';
import { type NotedServer, findRunningServer } from '../up/running-servers.js';

/**
 * The database that is named, else that of a `rukh up` which runs here for the same RUKH_AGENCY (or as a demo).
 * @param named by a flag
 * @throws ConfigurationError that says how to name one
 */
export function chooseDatabase(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const wanted = named ?? read(env, 'DATABASE_URL') ?? findOfCity('database', env);
  if (wanted !== undefined) return wanted;
  const message =
    `is not set, and ${cityOf(env)} with a PostgreSQL of its own runs here; ` +
    'name one: DATABASE_URL=postgres://user:password@host:5432/rukh, or --database';
  throw new ConfigurationError([{ variable: 'DATABASE_URL', message }]);
}

/**
 * The broker that vehicles report to: the one that is named, else that of a `rukh up` which runs here, as the user
 * `tracker`. MQTT_USERNAME and what else says who we are hold for one that is named.
 * @throws ConfigurationError that says how to name one
 */
export function chooseBroker(
  named: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): BrokerEndpoint {
  const wanted = named ?? read(env, 'MQTT_URL');
  if (wanted !== undefined) return checkAddress(findBroker({ ...env, MQTT_URL: wanted })!);
  const running = findOfCity('broker', env);
  if (running !== undefined) return findBroker({ MQTT_URL: running })!;
  const message =
    `is not set, and ${cityOf(env)} with a broker of its own runs here; ` +
    'name one: --mqtt mqtt://user:password@host:1883';
  throw new ConfigurationError([{ variable: 'MQTT_URL', message }]);
}

/** An address as it may be shown; a password may have any sign in it. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/s, '//');
}

function checkAddress(broker: BrokerEndpoint): BrokerEndpoint {
  const known = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
  if (URL.canParse(broker.url) && known.includes(new URL(broker.url).protocol)) return broker;
  throw new Error(
    `"${withoutPassword(broker.url)}" is no address of a broker, such as mqtt://localhost:1883`,
  );
}

function findOfCity(server: NotedServer, env: NodeJS.ProcessEnv): string | undefined {
  const agency = read(env, 'RUKH_AGENCY');
  const city = { isDemo: agency === undefined, agency: agency ?? '' };
  return findRunningServer(cityFolder(read(env, 'RUKH_HOME'), city), server);
}

function cityOf(env: NodeJS.ProcessEnv): string {
  const agency = read(env, 'RUKH_AGENCY');
  return agency === undefined ? 'no demonstration' : `no "rukh up" for RUKH_AGENCY=${agency}`;
}

function read(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const value = env[variable];
  return value === '' ? undefined : value;
}
