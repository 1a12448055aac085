import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { register } from './validate.js';

const folder = mkdtempSync(join(tmpdir(), 'rukh-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const GTFS = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');

const header = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: 1_795_000_000 } as const;

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Runs the command as the command line would; answers what it prints and its exit code. */
async function rukh(
  ...parameters: string[]
): Promise<{ output: string; progress: string; exitCode: unknown }> {
  const { stdout, stderr } = process;
  const [writeOutput, writeProgress] = [stdout.write, stderr.write];
  let output = '';
  let progress = '';
  stdout.write = (text) => Boolean((output += String(text)));
  stderr.write = (text) => Boolean((progress += String(text)));
  try {
    const program = new Command();
    register(program);
    await program.parseAsync(['validate', ...parameters], { from: 'user' });
    return { output, progress, exitCode: process.exitCode };
  } finally {
    process.exitCode = 0;
    stdout.write = writeOutput;
    stderr.write = writeProgress;
  }
}

describe('rukh validate', () => {
  const good = write('good.pb', encodeFeedMessage({ header, entity: [] }));
  const bad = write('bad.pb', encodeFeedMessage({ header: { gtfsRealtimeVersion: '2.0' }, entity: [] }));

  it('ends with 0 where there are no errors', async () => {
    const { output, exitCode } = await rukh(good);
    expect(output).toContain('1 messages checked: 0 errors, 0 warnings');
    expect(exitCode).toBe(0);
  });

  it('ends with 1 where there are errors, and names them', async () => {
    const { output, progress, exitCode } = await rukh(bad);
    expect(output).toContain('error   E048  No header timestamp: 1 in 1 message');
    expect(progress).toContain('0 entities, 2 errors, 0 warnings');
    expect(exitCode).toBe(1);
  });

  it('ends with 1 where a message is unreadable', async () => {
    const { output, exitCode } = await rukh(write('empty.pb', new Uint8Array()));
    expect(output).toContain('unreadable  empty: 1 message');
    expect(exitCode).toBe(1);
  });

  it('ends with 2 where a file is not there', async () => {
    const { progress, exitCode } = await rukh(join(folder, 'nowhere.pb'));
    expect(progress).toBe(`There is no file or folder ${join(folder, 'nowhere.pb')}.\n`);
    expect(exitCode).toBe(2);
  });

  it('ends with 2 where files are to be polled, or mixed with addresses', async () => {
    expect(await rukh(good, '--poll', '5')).toMatchObject({
      exitCode: 2,
      progress: 'Only addresses can be polled.\n',
    });
    const mixed = await rukh(good, 'http://localhost/vp.pb');
    expect(mixed).toMatchObject({
      exitCode: 2,
      progress: 'Files and addresses cannot be checked together.\n',
    });
  });

  it('prints JSON and nothing else where asked to', async () => {
    const { output, progress } = await rukh(bad, '--json', '--quiet', '--only', 'e048');
    expect(progress).toBe('');
    expect(JSON.parse(output)).toEqual({
      messages: 1,
      unchanged: 0,
      errors: 1,
      warnings: 0,
      unreadable: {},
      rules: [
        {
          ruleId: 'E048',
          severity: 'error',
          title: 'No header timestamp',
          count: 1,
          messages: 1,
          examples: [`${bad}: Header: the header has no timestamp`],
        },
      ],
      notRun: {},
    });
  });

  (existsSync(GTFS) ? it : it.skip)('checks a feed against its GTFS', async () => {
    const trip = { tripId: 'no such trip', scheduleRelationship: 0 } as const;
    const position = { latitude: 0, longitude: 0 };
    const vehicle = { trip, vehicle: { id: '7' }, timestamp: header.timestamp, position };
    const lost = write('lost.pb', encodeFeedMessage({ header, entity: [{ id: 'v', vehicle }] }));
    const { output, exitCode } = await rukh(lost, '--gtfs', GTFS);
    expect(output).toContain('error   E003');
    expect(output).toContain('error   E028');
    expect(exitCode).toBe(1);
  });
});
