// `rukh up`, step by step: lock, servers, tables and timetable, services, vehicles. What was started is stopped
// in the opposite order, whenever the end comes: so the services still find Redis when they write down their
// last word.
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import {
  type ChildEvent,
  type SupervisedChild,
  findListenFault,
  stopLeftovers,
} from '@rukh/adapters/embedded';
import { CannotStart } from './cannot-start.js';
import { checkConfiguration } from './check-configuration.js';
import { describePortFault } from './describe-port-fault.js';
import { cityFolder, lockFile, programsFolder } from './home-folder.js';
import { type DemoTicket, issueDemoTicket } from './issue-demo-ticket.js';
import { listAddresses } from './list-addresses.js';
import { takeLock } from './launcher-lock.js';
import { prepareCity } from './prepare-city.js';
import { type Launch, startServers } from './start-servers.js';
import { localAddress, readAdminToken, startServices, startSimulator, untilFeed } from './start-services.js';

export interface UpFlags {
  readonly demo?: boolean;
}

const FIRST_FEED_TIMEOUT_MS = 60_000;

/** Brings Rukh up and keeps it up until a signal. @returns the exit code */
export async function bringUp(flags: UpFlags): Promise<number> {
  const isDemo = flags.demo === true;
  const config = checkConfiguration(isDemo);
  const programsHome = programsFolder(config.RUKH_HOME);
  const home = cityFolder(config.RUKH_HOME, { isDemo, agency: config.RUKH_AGENCY });
  const end = new End();
  const launch: Launch = {
    config,
    isDemo,
    home,
    programsHome,
    tell,
    onEvent: (event) => {
      tellEvent(event);
      if (event.kind === 'given_up') end.begin(1);
    },
    onChild: (child) => end.children.push(child),
    onHelper: (child) => (end.helper = child),
    isStopping: () => end.hasBegun,
    goOn: () => {
      if (end.hasBegun) throw new CannotStart('It was stopped while it started.');
    },
  };
  const unlock = takeLock(lockFile(home), localAddress(launch));
  end.listenToSignals();
  try {
    await start(launch);
    return await end.whenBegun;
  } catch (error) {
    if (!end.hasBegun) throw error;
    return await end.whenBegun;
  } finally {
    await end.stopChildren();
    unlock();
  }
}

async function start(launch: Launch): Promise<void> {
  const { config, home } = launch;
  const leftovers = await stopLeftovers(join(home, 'run'));
  if (leftovers.length > 0) tell(`stopped what an earlier start left running: ${leftovers.join(', ')}`);
  const { RUKH_PORT: port, RUKH_HOST: host } = config;
  const fault = await findListenFault(port, host);
  if (fault !== undefined) {
    throw new CannotStart(describePortFault(fault, { port, host, variables: ['RUKH_PORT', 'RUKH_HOST'] }));
  }
  const servers = await startServers(launch);
  const gtfs = await prepareCity(launch, servers);
  launch.goOn();
  await startServices(launch, servers);
  tell('the services are up');
  if (gtfs !== undefined) {
    await startSimulator(launch, servers, gtfs);
    tell('the simulated vehicles are on their way; waiting for the first feed');
    if (!(await untilFeed(launch, FIRST_FEED_TIMEOUT_MS)) && !launch.isStopping()) {
      tell(`there is no feed yet; see ${join(home, 'logs', 'services.log')}`);
    }
  }
  const ticket = launch.isDemo ? await findDemoTicket(launch) : undefined;
  if (!launch.isStopping()) process.stdout.write(listAddresses(launch, servers, ticket));
}

/** Undefined where the administrator is somebody else's, or the back office does not answer. */
async function findDemoTicket(launch: Launch): Promise<DemoTicket | undefined> {
  if (process.env['RUKH_ADMIN_TOKEN'] !== undefined || launch.isStopping()) return undefined;
  return issueDemoTicket(localAddress(launch), readAdminToken(launch.home)).catch((error: unknown) => {
    if (!launch.isStopping()) tell(`no card of the demonstration could be given out: ${String(error)}`);
    return undefined;
  });
}

/** Everything about stopping: who asked for it, and what has to be stopped. */
class End {
  readonly children: SupervisedChild[] = [];
  helper: ChildProcess | undefined;
  #begun = Promise.withResolvers<number>();
  #beganAt: number | undefined;

  get hasBegun(): boolean {
    return this.#beganAt !== undefined;
  }

  get whenBegun(): Promise<number> {
    return this.#begun.promise;
  }

  begin(exitCode: number): void {
    if (this.hasBegun) return;
    this.#beganAt = performance.now();
    this.helper?.kill();
    // A child that is still starting is waited for by nobody else.
    void this.stopChildren();
    this.#begun.resolve(exitCode);
  }

  listenToSignals(): void {
    // Whoever read along, a pipe or a terminal, may be gone; the city goes on without him.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // npm and the terminal may both pass on one Ctrl-C; only a later one is impatience.
        if (this.#beganAt !== undefined && performance.now() - this.#beganAt > 1500) this.#killAll();
        if (!this.hasBegun) tell('stopping');
        this.begin(0);
      });
    }
  }

  async stopChildren(): Promise<void> {
    for (const child of [...this.children].reverse()) await child.stop();
  }

  #killAll(): never {
    for (const { pid } of this.children) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    process.exit(1);
  }
}

function tell(line: string): void {
  process.stdout.write(`rukh: ${line}\n`);
}

function tellEvent(event: ChildEvent): void {
  if (event.kind === 'died') tell(`${event.name} died (${event.how}); starting it again`);
  else if (event.kind === 'recovered') {
    tell(`${event.name} is back after ${(event.afterMs / 1000).toFixed(1)} s`);
  } else tell(`${event.name} cannot run (${event.how})`);
}
