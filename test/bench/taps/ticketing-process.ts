/** The e-ticket of a benchmark, in a process of its own, and what it and its database cost. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { createPool } from '@rukh/adapters/postgres';
import { createApp } from '@rukh/service';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { TicketingModule } from '@rukh/ticketing';
import { readServerCpu } from '../process-costs.ts';

type Pool = ReturnType<typeof createPool>;

export interface Deployment {
  readonly processes: number;
  /** What else each process does. */
  readonly env: NodeJS.ProcessEnv;
}

const INTAKE_ALONE = { RUKH_PRICING_WORKERS: '0', RUKH_PAYMENTS: 'off', RUKH_TICKETING_CONTEXT_MS: '0' };

export const DEPLOYMENTS: Readonly<Record<string, Deployment>> = {
  'intake alone': { processes: 1, env: INTAKE_ALONE },
  'two intakes': { processes: 2, env: INTAKE_ALONE },
  'all in one process': { processes: 1, env: {} },
};

/** Says where it is, and what it has cost whenever it is asked. */
export async function runServer(): Promise<void> {
  const app = await createApp(TicketingModule, { name: 'bench' });
  await app.listen(0, '127.0.0.1');
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.(await app.getUrl());
  await once(process, 'disconnect');
  await app.close();
}

/** A process of the benchmark itself in another role. */
export function start(role: string, more: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(process.argv[1]!, ['--role', role, ...more], {
    env: { ...process.env, ...env },
    execArgv: [
      '--no-warnings',
      '--max-semi-space-size=64',
      ...(role === 'server' ? (process.env['RUKH_BENCH_NODE_FLAGS']?.split(' ') ?? []) : []),
    ],
  });
}

export async function startServer(
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = start('server', [], {
    ...{ RUKH_AGENCY: 'bench', DATABASE_URL: databaseUrl, REDIS_URL: 'redis://127.0.0.1:1' },
    RUKH_TARIFFS: BUNDLED_TARIFFS,
    ...{
      RUKH_LOG_LEVEL: process.env['RUKH_BENCH_LOG'] ?? 'fatal',
      RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: '0',
    },
    RUKH_TICKETING_TOKEN_KEY: TOKEN_KEY,
    ...env,
  });
  const [url] = (await once(server, 'message')) as [string];
  return { server, url };
}
export const TOKEN_KEY = 'a-token-key-for-benchmarks-only-32';

export async function stopServer(server: ChildProcess): Promise<void> {
  server.disconnect();
  await once(server, 'exit');
}

export async function ask<T>(child: ChildProcess, question: object): Promise<T> {
  const answer = once(child, 'message') as Promise<[T]>;
  child.send(question);
  return (await answer)[0];
}

/** CPU time, microseconds: of the e-ticket, and of all processes of the database, those that ended included. */
export async function readBoth(
  pool: Pool,
  ...servers: readonly ChildProcess[]
): Promise<readonly [number, number]> {
  let ofServers = 0;
  for (const server of servers) {
    const { user, system } = await ask<NodeJS.CpuUsage>(server, {});
    ofServers += user + system;
  }
  return [ofServers, await readServerCpu(pool)];
}

/** Devices that are in use, each with the key `k`. */
export async function addDevices(
  pool: Pool,
  keys: readonly { readonly deviceId: string; readonly publicKey: string }[],
): Promise<void> {
  const ids = keys.map(({ deviceId }) => deviceId);
  await pool.query(
    `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
     SELECT unnest($1::text[]), 'let', 'ACTIVE', now() - interval '1 year'`,
    [ids],
  );
  await pool.query(
    `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from)
     SELECT device_id, 'k', decode(key, 'hex'), now() - interval '1 year' FROM unnest($1::text[], $2::text[]) AS k (device_id, key)`,
    [ids, keys.map(({ publicKey }) => publicKey)],
  );
}
