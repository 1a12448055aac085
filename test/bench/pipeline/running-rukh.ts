/**
 * Rukh as `rukh up` runs it, in a folder of its own: PostgreSQL, Redis and the MQTT broker in processes of their
 * own, all services in one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@rukh/adapters/embedded';
import { type ProcessCosts, readCosts } from '../process-costs.ts';

const COMMAND_LINE = fileURLToPath(new URL('../../../apps/rukh/dist/main.js', import.meta.url));
export const AGENCY = 'bench';
export const PROCESSES = ['services', 'mqtt', 'redis', 'postgres'] as const;
export type ProcessName = (typeof PROCESSES)[number];

export class RunningRukh {
  readonly home: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly child: ChildProcess;

  private constructor(home: string, httpPort: number, mqttPort: number, child: ChildProcess) {
    this.home = home;
    this.httpPort = httpPort;
    this.mqttPort = mqttPort;
    this.child = child;
  }

  /** `profileFolder`: where each process is to leave a CPU profile at its end. */
  static async start(home: string, gtfs: string, profileFolder?: string): Promise<RunningRukh> {
    const [httpPort, mqttPort] = [await findFreePort(), await findFreePort()];
    const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
    const env = {
      ...process.env,
      ...{
        RUKH_HOME: home,
        RUKH_AGENCY: AGENCY,
        RUKH_GTFS: gtfs,
        RUKH_LOG_LEVEL: process.env['RUKH_LOG_LEVEL'] ?? 'warn',
      },
      ...{ RUKH_PORT: String(httpPort), RUKH_MQTT_PORT: String(mqttPort), RUKH_REQUESTS_PER_MINUTE: '0' },
      NODE_OPTIONS: [process.env['NODE_OPTIONS'] ?? '', ...profile].join(' ').trim(),
    };
    const child = spawn(process.execPath, [COMMAND_LINE, 'up'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const rukh = new RunningRukh(home, httpPort, mqttPort, child);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const deadline = Date.now() + 180_000;
    while (!said.includes('the services are up')) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`rukh up did not come up:\n${said}`);
      }
      await delay(50);
    }
    return rukh;
  }

  get url(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  /** Where and as whom a gateway of trackers publishes. */
  get broker(): { brokerUrl: string; username: string; password: string } {
    const password = readFileSync(join(this.home, AGENCY, 'secrets', 'mqtt-service-password'), 'utf8').trim();
    return { brokerUrl: `mqtt://127.0.0.1:${this.mqttPort}`, username: 'rukh', password };
  }

  costs(name: ProcessName): ProcessCosts {
    const record = readFileSync(join(this.home, AGENCY, 'run', `${name}.json`), 'utf8');
    return readCosts((JSON.parse(record) as { pid: number }).pid);
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
