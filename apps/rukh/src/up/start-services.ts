import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SupervisedChild, readOrMakeSecret } from '@rukh/adapters/embedded';
import { CONFIGURATION_EXIT_CODE } from '@rukh/service';
import { YOUNG_GENERATION } from '../young-generation.js';
import { COMMAND_LINE } from './prepare-city.js';
import type { Launch, ServerVariables } from './start-servers.js';

/** An event loop held up for so long will not come back. */
const HUNG_AFTER_MS = 60_000;
/** On a machine that is busy with something else services are slow, and killing them makes nothing better. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Address of the services on this machine. */
export function localAddress({ config }: Pick<Launch, 'config'>): string {
  const isAnywhere = ['0.0.0.0', '::', '127.0.0.1'].includes(config.RUKH_HOST);
  return `http://${isAnywhere ? 'localhost' : config.RUKH_HOST}:${config.RUKH_PORT}`;
}

/** Environment of the processes that run Rukh's own code. */
function serviceVariables(launch: Launch, servers: ServerVariables): Record<string, string | undefined> {
  const { config, isDemo, home } = launch;
  return {
    ...process.env,
    // Whoever names no key of the e-ticket gets one that stays with this city's data.
    ...(hasTokenKey()
      ? {}
      : { RUKH_TICKETING_TOKEN_KEY: readOrMakeSecret(join(home, 'secrets', 'token-key')) }),
    // A demonstration can be looked at from all sides: it has an administrator, whose token nobody else knows.
    ...(isDemo && process.env['RUKH_ADMIN_TOKEN'] === undefined
      ? { RUKH_ADMIN_TOKEN: readAdminToken(home) }
      : {}),
    // A visitor of a demonstration does not stay till tomorrow to see what a card was asked for.
    ...(isDemo && process.env['RUKH_PAY_WINDOW_MINUTES'] === undefined
      ? { RUKH_PAY_WINDOW_MINUTES: '3' }
      : {}),
    // Nobody tops up the cards of simulated riders, who would all be debtors after their first ride.
    ...(isDemo && process.env['RUKH_PREPAID_DEBT_MINOR'] === undefined
      ? { RUKH_PREPAID_DEBT_MINOR: '50000' }
      : {}),
    // Made-up buses of an ordinary size, so that a visitor sees how full they are.
    ...(isDemo && process.env['RUKH_CAPACITIES'] === undefined ? { RUKH_CAPACITIES: 'Bus=30/60' } : {}),
    // People whom a visitor of the demonstration may be; outside it there is no such key, and nobody of them gets in.
    RUKH_DEMO_PASSWORD_KEY: isDemo ? readOrMakeSecret(join(home, 'secrets', 'demo-password-key')) : undefined,
    ...servers,
    RUKH_AGENCY: config.RUKH_AGENCY,
    RUKH_HOST: config.RUKH_HOST,
    RUKH_PORT: String(config.RUKH_PORT),
    RUKH_CACHE_DIR: process.env['RUKH_CACHE_DIR'] ?? join(home, 'cache'),
    RUKH_DEMO: String(isDemo),
    RUKH_FEEDS_TOPICS: process.env['RUKH_FEEDS_TOPICS'] ?? String(isDemo),
  };
}

/** The administration token of a demonstration, made at random with its home. */
export function readAdminToken(home: string): string {
  return readOrMakeSecret(join(home, 'secrets', 'admin-token'));
}

function hasTokenKey(): boolean {
  return ['RUKH_TICKETING_TOKEN_KEY', 'RUKH_TICKETING_TOKEN_KEY_FILE'].some(
    (name) => (process.env[name] ?? '') !== '',
  );
}

/** Starts the process of all services and waits until it answers. */
export async function startServices(launch: Launch, servers: ServerVariables): Promise<void> {
  const { home, onChild, onEvent } = launch;
  const child = new SupervisedChild({
    name: 'services',
    command: process.execPath,
    args: [...YOUNG_GENERATION, fileURLToPath(new URL('services.main.js', import.meta.url))],
    env: serviceVariables(launch, servers),
    logFile: join(home, 'logs', 'services.log'),
    runFolder: join(home, 'run'),
    isReady: () => answers(`${localAddress(launch)}/health/live`),
    readyTimeoutMs: 60_000,
    hungAfterMs: HUNG_AFTER_MS,
    finalExitCodes: [CONFIGURATION_EXIT_CODE],
    ownProcessGroup: true,
    onEvent,
  });
  onChild(child);
  await child.start();
}

/** Starts the simulated vehicles of the demonstration. */
export async function startSimulator(launch: Launch, servers: ServerVariables, gtfs: string): Promise<void> {
  const { config, home, onChild, onEvent } = launch;
  const vehicles = config.RUKH_DEMO_VEHICLES;
  const number = vehicles === undefined ? [] : ['--vehicles', String(vehicles)];
  const taps = ['--taps-to', localAddress(launch), '--taps-home', join(home, 'validators')];
  const child = new SupervisedChild({
    name: 'simulator',
    command: process.execPath,
    args: [COMMAND_LINE, 'simulate', '--gtfs', gtfs, '--mqtt', servers['MQTT_URL']!, ...number, ...taps],
    env: serviceVariables(launch, servers),
    logFile: join(home, 'logs', 'simulator.log'),
    runFolder: join(home, 'run'),
    // It has no door to knock at; whether it works shows in the feed.
    isReady: () => new Promise((resolve) => setTimeout(resolve, 1000, true)),
    ownProcessGroup: true,
    onEvent,
  });
  onChild(child);
  await child.start();
}

/** Waits for the first feed. @returns false when there is none within the time */
export async function untilFeed(launch: Launch, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !launch.isStopping()) {
    if (await answers(`${localAddress(launch)}/gtfs-rt/vehicle-positions.pb`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}
