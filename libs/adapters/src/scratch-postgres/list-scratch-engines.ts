/**
 * The engines on which history is tested: plain PostgreSQL, TimescaleDB in WebAssembly, and, where TIMESCALE_URL
 * names a server, TimescaleDB as it runs in production. The same tests run on each.
 */
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type ScratchDatabase, openScratchTimescale } from './open-scratch-timescale.js';
import { startScratchPostgres } from './start-scratch-postgres.js';

export interface ScratchEngine {
  readonly name: string;
  readonly engine: 'plain' | 'timescale';
  /** An empty database of its own. */
  open(): Promise<ScratchDatabase>;
}

export function listScratchEngines(): ScratchEngine[] {
  const engines: ScratchEngine[] = [
    { name: 'plain PostgreSQL', engine: 'plain', open: openPlain },
    { name: 'TimescaleDB in WebAssembly', engine: 'timescale', open: openScratchTimescale },
  ];
  const url = process.env.TIMESCALE_URL;
  if (url !== undefined && url !== '') {
    engines.push({
      name: 'TimescaleDB at TIMESCALE_URL',
      engine: 'timescale',
      open: () => openOnServer(url),
    });
  }
  return engines;
}

async function openPlain(): Promise<ScratchDatabase> {
  const server = await startScratchPostgres();
  const client = await connect(server.url());
  return {
    query: (text, values) => client.query(text, values),
    copy: (statement, bytes) => copyBytes(client, statement, bytes),
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}

async function openOnServer(serverUrl: string): Promise<ScratchDatabase> {
  const name = `rukh_test_${process.pid}_${Date.now()}`;
  const admin = await connect(serverUrl);
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const client = await connect(url.href);
  return {
    query: (text, values) => client.query(text, values),
    copy: (statement, bytes) => copyBytes(client, statement, bytes),
    stop: async () => {
      await client.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

function copyBytes(client: pg.Client, statement: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(statement));
    stream.on('error', reject).on('finish', resolve);
    stream.end(bytes);
  });
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
