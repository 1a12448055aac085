// Debian and Ubuntu: downloads redis-server and the libraries it lacks with apt, as any user may, and unpacks
// them into a folder with dpkg. Nothing is installed and no script of the packages runs.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const TIMEOUT_MS = 120_000;
type Run = (program: string, args: readonly string[], cwd?: string) => Promise<{ stdout: string }>;

const PACKAGES = ['redis-server', 'redis-tools'];

/** @returns undefined when it worked, else why not */
export async function unpackRedisServer(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const run: Run = (program, args, cwd) => execute(program, args, { timeout: TIMEOUT_MS, env, cwd });
  const partial = `${folder}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await download(join(partial, 'packages'), run);
    await unpack(partial, run);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return undefined;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    return describe(error as NodeJS.ErrnoException & { stderr?: string });
  }
}

async function download(folder: string, run: Run): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await fetchPackages(folder, [], run);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    // A fresh system has no package lists; our own need no root.
    const state = join(folder, 'apt');
    await mkdir(join(state, 'lists', 'partial'), { recursive: true });
    await mkdir(join(state, 'archives', 'partial'), { recursive: true });
    const own = [`Dir::State::lists=${state}/lists`, `Dir::Cache=${state}`, 'Debug::NoLocking=1'];
    const options = own.flatMap((option) => ['-o', option]);
    await run('apt-get', [...options, 'update', '-qq']);
    await fetchPackages(folder, options, run);
  }
}

async function fetchPackages(folder: string, options: readonly string[], run: Run): Promise<void> {
  const wanted = [...options, '-o', 'Debug::NoLocking=1', '--no-install-recommends', '--simulate', '-qq'];
  const { stdout } = await run('apt-get', [...wanted, 'install', 'redis-server']);
  // Inst liblzf1 (3.6-3 Debian:12.15/oldstable [amd64]); asked for addresses it would leave out what lies in its cache.
  const missing = [...stdout.matchAll(/^Inst (\S+) /gm)].map((match) => match[1] ?? '');
  const names = [...new Set([...PACKAGES, ...missing])];
  await run('apt-get', [...options, '-qq', 'download', ...names], folder);
}

async function unpack(folder: string, run: Run): Promise<void> {
  const packages = (await readdir(join(folder, 'packages'))).filter((name) => name.endsWith('.deb'));
  for (const name of packages) {
    await run('dpkg', ['-x', join(folder, 'packages', name), join(folder, 'root')]);
  }
  await rm(join(folder, 'packages'), { recursive: true });
  // The libraries are found relative to this very script, which exec replaces by the server.
  const script = `#!/bin/sh
root="\${0%/*}/root"
for libraries in "$root"/usr/lib/*-linux-gnu* "$root"/lib/*-linux-gnu*; do
  LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "$root/usr/bin/redis-server" "$@"
`;
  await writeFile(join(folder, 'redis-server'), script);
  await chmod(join(folder, 'redis-server'), 0o755);
}

function describe(error: NodeJS.ErrnoException & { stderr?: string }): string {
  if (error.code === 'ENOENT') return 'no redis-server on the PATH and no apt-get to fetch one with';
  const reason = error.stderr?.split('\n').find((line) => line.startsWith('E:'));
  return `apt-get could not fetch it${reason === undefined ? '' : `: ${reason.slice(2).trim()}`}`;
}
