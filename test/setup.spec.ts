/**
 * What a newcomer's machine may lack, and the one sentence that says so. The set-up scripts run here on whatever
 * Node runs the tests; they are made of what Node 20 has.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface End {
  readonly code: number;
  readonly output: string;
}

function run(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

describe('setting up a fresh clone', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'rukh-clone-'));
    for (const name of ['package.json', 'package-lock.json', 'tools']) {
      cpSync(join(ROOT, name), join(clone, name), { recursive: true });
    }
  });
  afterEach(() => {
    rmSync(clone, { recursive: true });
  });

  it('says when npm cannot reach its registry', async () => {
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(clone, 'cache'),
    };
    for (const tool of ['start', 'test']) {
      const { code, output } = await run(clone, [`tools/${tool}.mjs`], env);
      expect(code).toBe(1);
      expect(output).toContain(
        'npm cannot reach its registry (ECONNREFUSED), and the packages are not installed yet.\n',
      );
    }
  });

  it('leaves no npm behind that installs when Ctrl-C ends the start', async () => {
    // A registry that never answers: npm asks it, and waits.
    const registry = createServer((socket) => socket.on('error', () => undefined).resume());
    await once(registry.listen(0, '127.0.0.1'), 'listening');
    const { port } = registry.address() as { port: number };
    const start = spawn(process.execPath, ['tools/start.mjs'], {
      cwd: clone,
      env: {
        ...process.env,
        npm_config_registry: `http://127.0.0.1:${port}/`,
        npm_config_cache: join(clone, 'cache'),
      },
    });
    const [npm] = (await once(registry, 'connection')) as [Socket];
    const npmGone = once(npm, 'close');
    start.kill('SIGINT');
    expect(await text(start.stderr)).toBe('The installation was stopped; the next start does it afresh.\n');
    await npmGone;
    registry.close();
  });

  it('says when there is no npm, and counts tests that could not run as failed', async () => {
    const { code, output } = await run(clone, ['tools/test.mjs'], { PATH: '/nowhere' });
    expect(code).toBe(1);
    expect(output).toMatch(/^npm is not on the PATH/m);
    expect(output).toMatch(/^0 passed, 1 failed$/m);
  });
});

describe('rukh up', () => {
  const up = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<End> =>
    run(ROOT, ['apps/rukh/dist/main.js', 'up', ...args], { ...process.env, ...env });

  it('says every missing variable at once, and how to look around without', async () => {
    const { code, output } = await up([], { RUKH_AGENCY: '', RUKH_GTFS: '' });
    expect(code).toBe(78);
    expect(output).toMatch(/RUKH_AGENCY: is not set .*\n {2}RUKH_GTFS: is not set .*\n.*rukh up --demo/);
  });

  it('says when its port is taken', async () => {
    const home = mkdtempSync(join(tmpdir(), 'rukh-home-'));
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { code, output } = await up(['--demo'], { RUKH_HOME: home, RUKH_PORT: String(port) });
    server.close();
    rmSync(home, { recursive: true });
    expect(code).toBe(1);
    expect(output).toBe(`Port ${port} is taken by another program; choose another: RUKH_PORT=${port + 1}.\n`);
  });
});
