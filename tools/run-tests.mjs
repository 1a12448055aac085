// Runs Jest with what its specs need, and clears up after it whatever happens. Specs start servers of their own
// on free ports (a PostgreSQL is up in under a second, a Redis in 20 ms), so that one may kill what it likes
// without another noticing; this only sees to it that the programs are there, that files of the servers lie in
// memory where there is enough of it, and that nothing outlives the run: all temporary files are made in one
// folder, all processes carry one mark.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { chooseScratchFolder } from './choose-scratch-folder.mjs';
import { join, relative } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { countResults, listSlowest, listWorthAgain, readResults, takeInPlace } from './test-results.mjs';
import { ROOT } from './workspace.mjs';
import {
  findPostgresPrograms,
  findRedisServer,
  findServerAccount,
} from '../libs/adapters/dist/embedded/index.js';

const MARK = `RUKH_TEST_RUN=${randomUUID()}`;
const folder = mkdtempSync(join(chooseScratchFolder(), `rukh-test-${process.pid}-`));
const ARGUMENTS = process.argv.slice(2);
const PATTERNS = ARGUMENTS.filter((argument) => !argument.startsWith('-'));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const NOTHING_RUN = { passed: 0, failed: 1, skipped: 0 };
let interruptedBy;

process.exitCode = await main();

async function main() {
  let results;
  let second;
  try {
    // Servers that run as another account than the tests must be able to pass through.
    chmodSync(folder, 0o755);
    const programs = await findPrograms();
    results = await runJest(programs, 'first', ARGUMENTS);
    const again = results === undefined || PATTERNS.length > 0 ? [] : listWorthAgain(results);
    if (again.length > 0 && interruptedBy === undefined) {
      console.log(`rukh: once more, by itself: ${again.map(nameOf).join(', ')} ...`);
      second = await runJest(programs, 'second', ['--runInBand', '--runTestsByPath', ...again]);
    }
  } catch (error) {
    console.error(error.message);
  } finally {
    endMarkedProcesses();
  }
  rmSync(folder, { recursive: true, force: true });
  return interruptedBy === undefined ? report(results, second) : 130;
}

/** Says how it went, the unsteady by name; answers with the code to end with. */
function report(results, second) {
  const last = second === undefined ? results : takeInPlace(results, second);
  const { passed, failed, skipped } = last === undefined ? NOTHING_RUN : countResults(last);
  const all = failed + (process.env.RUKH_BUILD_FAILED === 'true' ? 1 : 0);
  const slowest = listSlowest(last?.testResults ?? []);
  if (slowest.length > 0) console.log(`The slowest files, in seconds:\n${slowest.join('\n')}`);
  for (const { name, status } of second?.testResults ?? []) {
    if (status === 'passed')
      console.log(`Unsteady, to be mended: ${nameOf(name)} failed once, and passed by itself.`);
  }
  console.log(`${passed} passed, ${all} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return all > 0 ? 1 : 0;
}

function nameOf(file) {
  return relative(ROOT, file);
}

async function findPrograms() {
  const home = process.env.RUKH_HOME ?? join(ROOT, '.rukh');
  const account = findServerAccount();
  const { postgres } = findPostgresPrograms(folder, account);
  const redis = await findRedisServer(home, (line) => console.log(`rukh: ${line} ...`));
  // A browser is large: it is fetched only for a run that may need it.
  const needsBrowser = PATTERNS.length === 0 || PATTERNS.some((pattern) => /console|scenario/.test(pattern));
  const chromium = needsBrowser ? findChromium((line) => console.log(`rukh: ${line} ...`)) : undefined;
  return {
    RUKH_POSTGRES_BIN: join(postgres, '..'),
    RUKH_REDIS_SERVER: redis,
    ...(chromium !== undefined && { RUKH_CHROMIUM: chromium }),
  };
}

/** Undefined where Jest has not come to its end. */
async function runJest(programs, name, args) {
  const resultsFile = join(folder, `${name}.json`);
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const output = ['--json', `--outputFile=${resultsFile}`, '--cacheDirectory=node_modules/.cache/jest'];
  // What a spec that fails leaves open would keep Jest from its end for ever.
  const end = ['--forceExit'];
  const [mark, value] = MARK.split('=');
  const child = spawn(process.execPath, [...jest, ...output, ...end, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      RUKH_LOG_LEVEL: 'fatal',
      ...process.env,
      ...programs,
      TMPDIR: folder,
      RUKH_SCRATCH_TEMPLATES: join(folder, 'templates'),
      [mark]: value,
    },
  });
  const pass = (signal) => {
    interruptedBy ??= signal;
    child.kill('SIGTERM');
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  for (const signal of SIGNALS) process.off(signal, pass);
  return readResults(resultsFile);
}

/**
 * Every process that a spec started and, being killed itself, did not stop. Only Linux can tell whose they are; Redis
 * writes over its environment, and is known by where it works.
 */
function endMarkedProcesses() {
  if (!existsSync('/proc/self/environ')) return;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const isMarked = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(MARK);
      if (isMarked || readlinkSync(`/proc/${name}/cwd`).startsWith(folder)) {
        process.kill(Number(name), 'SIGKILL');
      }
    } catch {
      // Gone meanwhile, or somebody else's.
    }
  }
}
