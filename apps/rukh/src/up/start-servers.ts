// PostgreSQL, Redis and the MQTT broker: those named in the environment, else embedded ones, all started at once.
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ChildEvent,
  type SupervisedChild,
  SupervisedChild as Child,
  askServer,
  findFreePort,
  findListenFault,
  findRedisServer,
  preparePostgres,
  prepareRedis,
} from '@rukh/adapters/embedded';
import { readBrokerAccounts, readDeviceKey } from './broker-accounts.js';
import { CannotStart } from './cannot-start.js';
import { describePortFault } from './describe-port-fault.js';
import { reachServers } from './reach-servers.js';
import { forgetServer, noteServer } from './running-servers.js';
import type { UpConfig } from './up-config.js';

export interface Launch {
  readonly config: UpConfig;
  readonly isDemo: boolean;
  /** Folder of this city's data, keys and logs. */
  readonly home: string;
  /** Folder of programs fetched once for all. */
  readonly programsHome: string;
  readonly tell: (line: string) => void;
  readonly onEvent: (event: ChildEvent) => void;
  /** Told of each child before it starts, so that a Ctrl-C at any moment finds them all. */
  readonly onChild: (child: SupervisedChild) => void;
  /** Told of a process that does one step and ends. */
  readonly onHelper: (child: ChildProcess) => void;
  readonly isStopping: () => boolean;
  /** Said before each step. @throws Error where all is to be stopped, so that no next step begins */
  readonly goOn: () => void;
}

/** Variables for the services, saying where the servers are. */
export type ServerVariables = Readonly<Record<string, string>>;

const DEFAULT_MQTT_PORT = 1883;
/** A CONNECT of MQTT 3.1.1 without a name, which a broker accepts or refuses but answers. */
const CONNECT = Buffer.from('101100044d5154540402003c000570726f6265', 'hex');

export async function startServers(launch: Launch): Promise<ServerVariables> {
  const { DATABASE_URL, REDIS_URL, MQTT_URL } = launch.config;
  await reachServers({ DATABASE_URL, REDIS_URL, MQTT_URL });
  const started = await Promise.all([startPostgres(launch), startRedis(launch), startBroker(launch)]);
  return { ...started[0], ...started[1], ...started[2] };
}

async function startPostgres(launch: Launch): Promise<ServerVariables> {
  const { config, home, tell } = launch;
  if (config.DATABASE_URL !== undefined) {
    forgetServer(home, 'database');
    return { DATABASE_URL: config.DATABASE_URL };
  }
  const { child, url, filesFolder } = await preparePostgres({
    ...common(launch),
    port: await findFreePort(),
  });
  if (filesFolder !== home) tell(`PostgreSQL does not run as root; it keeps its files in ${filesFolder}`);
  await start(launch, child, 'PostgreSQL');
  noteServer(home, 'database', url);
  return { DATABASE_URL: url };
}

async function startRedis(launch: Launch): Promise<ServerVariables> {
  const { config, programsHome, tell } = launch;
  if (config.REDIS_URL !== undefined) return { REDIS_URL: config.REDIS_URL };
  const program = await findRedisServer(programsHome, tell);
  const { child, url } = prepareRedis(program, { ...common(launch), port: await findFreePort() });
  await start(launch, child, 'Redis');
  return { REDIS_URL: url };
}

async function startBroker(launch: Launch): Promise<ServerVariables> {
  const { config, home, isDemo } = launch;
  if (config.MQTT_URL !== undefined) {
    forgetServer(home, 'broker');
    return { MQTT_URL: config.MQTT_URL };
  }
  const host = config.RUKH_MQTT_HOST;
  const port = await chooseMqttPort(config);
  const child = new Child({
    name: 'mqtt',
    command: process.execPath,
    args: [fileURLToPath(new URL('broker.main.js', import.meta.url))],
    env: {
      ...process.env,
      RUKH_BROKER_HOME: home,
      RUKH_MQTT_HOST: host,
      RUKH_MQTT_PORT: String(port),
      RUKH_DEMO: String(isDemo),
    },
    logFile: join(home, 'logs', 'mqtt.log'),
    runFolder: join(home, 'run'),
    isReady: async () => (await askServer(port, CONNECT)) !== undefined,
    ownProcessGroup: true,
    onEvent: launch.onEvent,
  });
  const { service, tracker } = readBrokerAccounts(home);
  await start(launch, child, 'The MQTT broker');
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  noteServer(home, 'broker', `mqtt://${tracker.username}:${tracker.password}@${reachable}:${port}`);
  return {
    MQTT_URL: `mqtt://${reachable}:${port}`,
    MQTT_USERNAME: service.username,
    MQTT_PASSWORD: service.password,
    RUKH_MQTT_DEVICE_KEY: readDeviceKey(home),
  };
}

async function chooseMqttPort({ RUKH_MQTT_HOST: host, RUKH_MQTT_PORT: wanted }: UpConfig): Promise<number> {
  const port = wanted ?? DEFAULT_MQTT_PORT;
  const fault = await findListenFault(port, host);
  if (fault === undefined) return port;
  if (wanted === undefined && fault === 'EADDRINUSE') return findFreePort();
  const variables = ['RUKH_MQTT_PORT', 'RUKH_MQTT_HOST'] as const;
  throw new CannotStart(describePortFault(fault, { port, host, variables }));
}

function common({ home, onEvent }: Launch): {
  home: string;
  ownProcessGroup: true;
  onEvent: Launch['onEvent'];
} {
  return { home, ownProcessGroup: true, onEvent };
}

async function start({ goOn, onChild, tell }: Launch, child: SupervisedChild, title: string): Promise<void> {
  goOn();
  const startedAt = performance.now();
  onChild(child);
  await child.start();
  tell(`${title} is up (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}
