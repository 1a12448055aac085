import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ScratchPostgres,
  openScratchTimescale,
  startScratchPostgres,
} from '../scratch-postgres/index.js';
import { createPool, listMigrationStatus, listMigrations, migrate, migrateSession } from './index.js';

describe('migrations', () => {
  let server: ScratchPostgres;

  beforeAll(async () => {
    server = await startScratchPostgres();
  });
  afterAll(() => server.stop());

  it('bring an empty database up, and a second time do nothing', async () => {
    const url = await server.createDatabase('empty');
    const all = await listMigrations();
    expect((await migrate(url)).applied).toEqual(all);
    expect((await migrate(url)).applied).toEqual([]);
    expect((await listMigrationStatus(url)).map(({ ranAt }) => ranAt)).not.toContain(undefined);
  });

  it('run once when two processes ask at the same time', async () => {
    const url = await server.createDatabase('two_at_once');
    const results = await Promise.all([migrate(url), migrate(url)]);
    const counts = results.map(({ applied }) => applied.length).sort((a, b) => a - b);
    expect(counts).toEqual([0, (await listMigrations()).length]);
  });

  it('refuse a database that a later version used, and leave it as it is', async () => {
    const url = await server.createDatabase('later');
    const directory = await mkdtemp(join(tmpdir(), 'rukh-migrations-'));
    await writeFile(join(directory, '001_old.sql'), 'CREATE TABLE old (id integer);');
    await writeFile(join(directory, '002_later.sql'), 'CREATE TABLE later (id integer);');
    await migrate(url, { directory });
    await rm(join(directory, '002_later.sql'));
    await expect(migrate(url, { directory })).rejects.toThrow(/later version of Rukh.*: 002_later\./);
    await rm(directory, { recursive: true });
  });

  it('give up waiting for another process with a sentence that says what to do', async () => {
    const url = await server.createDatabase('locked');
    const pool = createPool({ databaseUrl: url, applicationName: 'test' });
    const client = await pool.connect();
    await client.query('SELECT pg_advisory_lock(7205117001)');
    await expect(migrate(url, { lockWaitSeconds: 0 })).rejects.toThrow(/Another process has been migrating/);
    client.release();
    await pool.end();
  });

  it('leave nothing behind of a run that failed, and show the place', async () => {
    const url = await server.createDatabase('broken');
    const directory = await mkdtemp(join(tmpdir(), 'rukh-migrations-'));
    await writeFile(join(directory, '001_good.sql'), 'CREATE TABLE good (id integer);');
    await writeFile(join(directory, '002_bad.sql'), 'CREATE TABLE bad (id integre);');
    await expect(migrate(url, { directory })).rejects.toThrow(/type "integre" does not exist/);
    const status = await listMigrationStatus(url, { directory });
    expect(status).toEqual([{ name: '001_good' }, { name: '002_bad' }]);
    await rm(directory, { recursive: true });
  });

  it('say in one sentence that no database answers', async () => {
    await expect(migrate('postgres://localhost:1/none')).rejects.toThrow(/The database does not answer/);
  });
});

describe('migrations with TimescaleDB', () => {
  it('bring an empty database up, and a second time do nothing', async () => {
    const database = await openScratchTimescale();
    expect((await migrateSession(database)).applied).toEqual(await listMigrations());
    expect((await migrateSession(database)).applied).toEqual([]);
    await database.stop();
  });
});
