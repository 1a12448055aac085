import { Command } from 'commander';
import { type ScratchPostgres, startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { register } from './migrate.js';

describe('rukh migrate', () => {
  let server: ScratchPostgres;
  let output = '';
  const toOut = process.stdout.write.bind(process.stdout);
  const toError = process.stderr.write.bind(process.stderr);

  const run = async (...words: string[]): Promise<unknown> => {
    const program = new Command();
    register(program);
    output = '';
    process.exitCode = 0;
    await program.parseAsync(['migrate', ...words], { from: 'user' });
    const code = process.exitCode;
    process.exitCode = 0;
    return code;
  };

  beforeAll(async () => {
    server = await startScratchPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    const keep = (text: string | Uint8Array): boolean => {
      output += String(text);
      return true;
    };
    process.stdout.write = keep;
    process.stderr.write = keep;
  });
  afterEach(() => {
    process.stdout.write = toOut;
    process.stderr.write = toError;
  });

  it('says what waits, does it, and says that it is done', async () => {
    const database = ['--database', server.url()];
    expect(await run(...database, '--status')).toBe(3);
    expect(output).toMatch(/001_history_tables {2}waiting/);
    expect(await run(...database)).toBe(0);
    expect(output).toMatch(/migration 001_history_tables done/);
    expect(await run(...database, '--status')).toBe(0);
    expect(output).toMatch(/001_history_tables {2}done \d{4}-\d\d-\d\dT/);
    expect(await run(...database)).toBe(0);
    expect(output).toBe('the database is up to date\n');
  });

  it('says what to install where TimescaleDB is wanted and lacking', async () => {
    expect(await run('--database', server.url(), '--timescale')).toBe(1);
    expect(output).toMatch(/shared_preload_libraries/);
  });

  it('says that a database does not answer', async () => {
    expect(await run('--database', 'postgres://127.0.0.1:1/none')).toBe(2);
    expect(output).toMatch(/The database does not answer/);
  });

  it('names the variable that is wrong', async () => {
    process.env['RUKH_KEEP_LOCATIONS_DAYS'] = 'long';
    expect(await run('--database', server.url())).toBe(2);
    expect(output).toMatch(/RUKH_KEEP_LOCATIONS_DAYS/);
    delete process.env['RUKH_KEEP_LOCATIONS_DAYS'];
  });
});
