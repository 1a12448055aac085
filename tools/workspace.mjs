// What must be there before anything of Rukh can run: the packages of the lock file, the pinned Node, the build.
// Works on Node 20 and with nothing installed, so it uses nothing but Node's own modules. Each thing that only a
// person can mend is one clear sentence.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const MIN_SETUP_NODE = 20;
const MIN_RUN_NODE = 26;

/** A sentence for a person, printed without a stack. */
export class Obstacle extends Error {}

/**
 * Installs and builds what is missing or out of date. With `onBuildError`, a build with errors of types is told of
 * and used all the same. @returns path of the Node to run Rukh with
 */
export async function prepareWorkspace(onProgress, onBuildError) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < MIN_SETUP_NODE) {
    throw new Obstacle(
      `Rukh needs Node ${MIN_SETUP_NODE} or newer to set itself up; this is ${process.version}.`,
    );
  }
  await install(onProgress);
  const node = findNode();
  await build(node, onProgress, onBuildError);
  return node;
}

/** Runs a program until it ends, passing signals on to it. @returns its exit code */
export async function run(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'inherit', cwd: ROOT, ...options });
  const heedNoMore = heedEnd((signal) => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  heedNoMore();
  return code;
}

/** Calls when this is to end. @returns call it when that does not matter any more */
function heedEnd(onEnd) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onEnd);
  const watch = watchNpm(() => onEnd('SIGTERM'));
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, onEnd);
    clearInterval(watch);
  };
}

/** npm that is told to end does so without telling what it runs, which then finds itself with another parent. */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500);
}

/** Ends the process with what `main` returns; an obstacle is said in its one sentence. */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Obstacle ? error.message : error);
    process.exitCode = 1;
  }
}

async function install(onProgress) {
  const installed = readIfThere(join(ROOT, 'node_modules', '.rukh-lock'));
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (installed === lock) return;
  // A tree installed by hand with npm is as good: npm keeps its own copy of the lock file, and writes it last.
  const hidden = statSync(join(ROOT, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const isNewer = hidden && hidden.mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
  if (!isNewer) {
    onProgress('installing the packages of the lock file (a minute or so, once)');
    const startedAt = Date.now();
    const tick = setInterval(
      () => onProgress(`still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`),
      10_000,
    );
    await npmCi().finally(() => clearInterval(tick));
  }
  writeFileSync(join(ROOT, 'node_modules', '.rukh-lock'), lock);
}

async function npmCi() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--fetch-retry-mintimeout=2000',
  ];
  const child = spawn(npm, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  // Told to end in its kind, npm goes on for a minute, unseen, and the next start would install into the same folder.
  // What is half done the next installation takes away first.
  const heedNoMore = heedEnd(() => child.kill('SIGKILL'));
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.code));
    child.on('exit', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  heedNoMore();
  if (code === 'SIGKILL') throw new Obstacle('The installation was stopped; the next start does it afresh.');
  if (code === 'ENOENT')
    throw new Obstacle('npm is not on the PATH; it comes with Node from https://nodejs.org.');
  if (code === 0) return;
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|network/i.exec(
    output,
  );
  if (unreachable) {
    throw new Obstacle(
      `npm cannot reach its registry (${unreachable[0]}), and the packages are not installed yet.`,
    );
  }
  throw new Obstacle(
    `npm could not install the packages:\n${output.trim().split('\n').slice(-12).join('\n')}`,
  );
}

/** The Node that the lock file pins, else the one that runs now where it is new enough. */
function findNode() {
  const candidates = [join(ROOT, 'node_modules', '.bin', 'node'), process.execPath];
  for (const candidate of candidates) {
    const { status, stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (status === 0 && Number(stdout.slice(1).split('.')[0]) >= MIN_RUN_NODE) return candidate;
  }
  throw new Obstacle(
    `Rukh runs on Node ${MIN_RUN_NODE}, npm has none for ${process.platform}-${process.arch} in the lock file, ` +
      `and this is ${process.version}: install Node ${MIN_RUN_NODE} and try again.`,
  );
}

async function build(node, onProgress, onBuildError) {
  const stampFile = join(ROOT, 'node_modules', '.rukh-build');
  if (readIfThere(stampFile) === fingerprintSources()) return;
  onProgress('building');
  const generated = spawnSync(node, ['tools/generate-protobuf.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (generated.status !== 0) throw new Obstacle(`The build failed:\n${generated.stderr}`);
  const built = spawnSync(node, ['node_modules/typescript/bin/tsc', '-b'], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) {
    const failure = `The build failed:\n${built.stdout}${built.stderr}`;
    if (onBuildError === undefined) throw new Obstacle(failure);
    onBuildError(failure);
    return;
  }
  const bundled = spawnSync(node, ['tools/build-console.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (bundled.status !== 0) throw new Obstacle(`The console was not built:\n${bundled.stderr}`);
  // Once more, now that what is built is there.
  writeFileSync(stampFile, fingerprintSources());
}

/** Changes whenever a source changes, or something built is taken away. */
function fingerprintSources() {
  const hash = createHash('sha256').update(readIfThere(join(ROOT, 'node_modules', '.rukh-lock')) ?? '');
  for (const parent of ['libs', 'apps']) {
    for (const name of readdirSync(join(ROOT, parent))) {
      const project = join(ROOT, parent, name);
      hash.update(`${name} ${existsSync(join(project, 'dist'))} `);
      for (const file of listFiles(join(project, 'src'))) hash.update(describeFile(file));
    }
  }
  for (const file of listFiles(join(ROOT, 'proto'))) hash.update(describeFile(file));
  return hash.digest('hex');
}

function describeFile(file) {
  const { size, mtimeMs } = statSync(file);
  return `${file} ${size} ${mtimeMs}\n`;
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
