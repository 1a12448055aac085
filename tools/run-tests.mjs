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
import { ROOT } from './workspace.mjs';
import {
  findPostgresPrograms,
  findRedisServer,
  findServerAccount,
} from '../libs/adapters/dist/embedded/index.js';

const MARK = `RUKH_TEST_RUN=${randomUUID()}`;
const folder = mkdtempSync(join(chooseScratchFolder(), `rukh-test-${process.pid}-`));
const resultsFile = join(folder, 'results.json');
let interruptedBy;

process.exitCode = await main();

async function main() {
  let code = 1;
  try {
    // Servers that run as another account than the tests must be able to pass through.
    chmodSync(folder, 0o755);
    code = await runJest(await findPrograms());
  } catch (error) {
    console.error(error.message);
  } finally {
    endMarkedProcesses();
  }
  const { line, failed, slowest } = countResults();
  rmSync(folder, { recursive: true, force: true });
  if (slowest.length > 0) console.log(`The slowest files, in seconds:\n${slowest.join('\n')}`);
  console.log(line);
  return interruptedBy === undefined ? (failed > 0 ? 1 : code) : 130;
}

async function findPrograms() {
  const home = process.env.RUKH_HOME ?? join(ROOT, '.rukh');
  const account = findServerAccount();
  const { postgres } = findPostgresPrograms(folder, account);
  const redis = await findRedisServer(home, (line) => console.log(`rukh: ${line} ...`));
  // A browser is large: it is fetched only for a run that may need it.
  const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const needsBrowser = patterns.length === 0 || patterns.some((pattern) => /console|scenario/.test(pattern));
  const chromium = needsBrowser ? findChromium((line) => console.log(`rukh: ${line} ...`)) : undefined;
  return {
    RUKH_POSTGRES_BIN: join(postgres, '..'),
    RUKH_REDIS_SERVER: redis,
    ...(chromium !== undefined && { RUKH_CHROMIUM: chromium }),
  };
}

async function runJest(programs) {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const output = ['--json', `--outputFile=${resultsFile}`, '--cacheDirectory=node_modules/.cache/jest'];
  const [name, value] = MARK.split('=');
  const child = spawn(process.execPath, [...jest, ...output, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      RUKH_LOG_LEVEL: 'fatal',
      ...process.env,
      ...programs,
      TMPDIR: folder,
      RUKH_SCRATCH_TEMPLATES: join(folder, 'templates'),
      [name]: value,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interruptedBy ??= signal;
      child.kill('SIGTERM');
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function countResults() {
  if (!existsSync(resultsFile)) return { line: '0 passed, 1 failed', failed: 1, slowest: [] };
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  // A spec file that could not even be loaded has no tests to count.
  const failedBuilds = process.env.RUKH_BUILD_FAILED === 'true' ? 1 : 0;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + failedBuilds;
  const skipped = results.numPendingTests + results.numTodoTests;
  const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, failed, slowest: listSlowest(results.testResults) };
}

/** Ten of many. */
function listSlowest(files) {
  if (files.length <= 10) return [];
  const seconds = ({ startTime, endTime }) => (endTime - startTime) / 1000;
  return files
    .sort((a, b) => seconds(b) - seconds(a))
    .slice(0, 10)
    .map((file) => `${seconds(file).toFixed(1).padStart(8)}  ${relative(ROOT, file.name)}`);
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
