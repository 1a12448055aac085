import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askServer } from './ask-server.js';
import { findFreePort } from './free-port.js';
import { findProcessStart } from './process-facts.js';
import { findRunRecord, stopLeftovers, writeRunRecord } from './run-record.js';
import { SupervisedChild, type ChildEvent, type ChildSpec } from './supervised-child.js';

let folder: string;
let port: number;
let events: ChildEvent[];
const children: SupervisedChild[] = [];

const server = (port: number): string =>
  `require('net').createServer((s) => s.on('error', () => {}).end('hello')).listen(${port}, '127.0.0.1')`;

function make(script: string, spec: Partial<ChildSpec> = {}): SupervisedChild {
  const child = new SupervisedChild({
    name: 'child',
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'logs', 'child.log'),
    runFolder: join(folder, 'run'),
    isReady: async () => (await askServer(port, '')) !== undefined,
    onEvent: (event) => events.push(event),
    ...spec,
  });
  children.push(child);
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('not within 120 s');
    await delay(20);
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-child-'));
  port = await findFreePort();
  events = [];
});

afterEach(async () => {
  for (const child of children.splice(0)) await child.stop();
  rmSync(folder, { recursive: true });
});

describe('SupervisedChild', () => {
  it('is up when it answers', async () => {
    const child = make(server(port));
    await child.start();
    expect((await askServer(port, ''))?.toString()).toBe('hello');
    expect(findRunRecord(join(folder, 'run'), 'child')?.pid).toBe(child.pid);
  });

  it('is started again after kill -9, as often as it dies', async () => {
    const child = make(server(port));
    await child.start();
    for (let time = 1; time <= 2; time++) {
      process.kill(child.pid!, 'SIGKILL');
      await until(() => events.filter(({ kind }) => kind === 'recovered').length === time);
    }
    expect(events.map(({ kind }) => kind)).toEqual(['died', 'recovered', 'died', 'recovered']);
    expect((await askServer(port, ''))?.toString()).toBe('hello');
  });

  it('says with its last words why it could not start', async () => {
    const child = make(`console.error('port taken'); process.exit(1)`);
    await expect(child.start()).rejects.toThrow(/child did not start; .*\nport taken/);
  });

  it('does not take the words of an earlier one for its own', async () => {
    await expect(make(`console.error('port taken'); process.exit(1)`).start()).rejects.toThrow(/port taken/);
    const silent = make('process.exit(1)').start().catch(String);
    expect(await silent).toMatch(/child did not start; it wrote nothing into .*\.log$/);
  });

  it('says so when there is no such program', async () => {
    await expect(make('', { command: 'no-such-program' }).start()).rejects.toThrow(/ENOENT/);
  });

  it('is not started again after an exit that another start cannot mend', async () => {
    const child = make(`${server(port)}; process.on('SIGUSR2', () => process.exit(78))`, {
      finalExitCodes: [78],
    });
    await child.start();
    process.kill(child.pid!, 'SIGUSR2');
    await until(() => events.length > 0);
    expect(events).toEqual([expect.objectContaining({ kind: 'given_up', name: 'child' })]);
  });

  it('is killed when it does not stop in time', async () => {
    const child = make(`process.on('SIGTERM', () => {}); ${server(port)}`, { stopTimeoutMs: 200 });
    await child.start();
    await child.stop();
    expect(await askServer(port, '')).toBeUndefined();
    expect(events).toEqual([]);
    expect(existsSync(join(folder, 'run', 'child.json'))).toBe(false);
  });

  it('is killed and started again when it lives but does not answer', async () => {
    const child = make(`${server(port)}; process.on('SIGUSR2', () => { for (;;); })`, { hungAfterMs: 600 });
    await child.start();
    process.kill(child.pid!, 'SIGUSR2');
    await until(() => events.some(({ kind }) => kind === 'recovered'));
    expect(events[0]).toEqual({ kind: 'died', name: 'child', how: 'no answer, killed' });
    expect((await askServer(port, ''))?.toString()).toBe('hello');
  });

  it('keeps the log of earlier runs, but not without end', async () => {
    const child = make(`console.log('hi'); ${server(port)}`);
    await child.start();
    await child.stop();
    const log = join(folder, 'logs', 'child.log');
    writeFileSync(log, 'x'.repeat(11 * 1024 * 1024));
    const again = make(`console.log('hi'); ${server(port)}`);
    await again.start();
    expect(readFileSync(log, 'utf8')).toBe('hi\n');
  });
});

describe('leftovers of a killed launcher', () => {
  it('are found and stopped at the next start', async () => {
    const orphan = spawn(process.execPath, ['-e', server(port)], { stdio: 'ignore' });
    const ended = once(orphan, 'exit');
    await once(orphan, 'spawn');
    writeRunRecord(join(folder, 'run'), 'redis', orphan.pid!, 'SIGTERM');
    expect(await stopLeftovers(join(folder, 'run'))).toEqual(['redis']);
    expect((await ended)[1]).toBe('SIGTERM');
  });

  it('are not confused with another process that has got the same id', async () => {
    writeRunRecord(join(folder, 'run'), 'redis', process.pid, 'SIGKILL');
    const file = join(folder, 'run', 'redis.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(findProcessStart(process.pid)!, '1'));
    expect(await stopLeftovers(join(folder, 'run'))).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
