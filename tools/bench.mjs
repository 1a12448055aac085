// npm run bench: prepares like npm test, runs the benchmarks named (all by default) one after another, and keeps
// their figures with the machine they were taken on. They are measurements, not tests: nothing is too slow, but
// what fails or loses a position ends this with 1.
//
//     npm run bench -- [--small] [--write-docs] [NAME ...]
//
// --small runs each for some seconds, to see that it works. --write-docs writes docs/benchmarks.md from the run, and
// from the last full runs of those not run now.
import {
  mkdirSync,
  mkdtempSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Obstacle, ROOT, exitWith, prepareWorkspace, run } from './workspace.mjs';
import { writeBenchmarks } from './bench/write-benchmarks.mjs';

const RESULTS = join(ROOT, '.rukh', 'bench', 'results.json');
const FOLDER = join(ROOT, 'test', 'bench');
/** In the order in which they are run: the cheap ones first. */
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();

await exitWith(async () => {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      small: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  const names = positionals.length > 0 ? positionals : NAMES;
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) {
    throw new Obstacle(`There is no benchmark ${unknown.join(', ')}; there are ${NAMES.join(', ')}.`);
  }
  const node = await prepareWorkspace((line) => console.log(`rukh: ${line} ...`));
  const machine = describeMachine(node);
  console.log(Object.values(machine).join('; '));
  const results = await runAll(node, names, flags.small);
  const document = addEarlier({ machine, isSmall: flags.small, ...results });
  mkdirSync(join(ROOT, '.rukh', 'bench'), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(document, undefined, 2)}\n`);
  if (flags['write-docs']) writeFileSync(join(ROOT, 'docs', 'benchmarks.md'), writeBenchmarks(document));
  const failed = names.filter((name) => results.benches[name].exitCode !== 0);
  if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});

async function runAll(node, names, isSmall) {
  // As the services and the command line have it.
  const { YOUNG_GENERATION } = await import('../apps/rukh/dist/young-generation.js');
  const folder = mkdtempSync(join(tmpdir(), 'rukh-bench-'));
  const file = join(folder, 'figures.jsonl');
  const env = {
    RUKH_LOG_LEVEL: 'fatal',
    ...process.env,
    ...(await findPrograms()),
    RUKH_BENCH_FIGURES: file,
  };
  const benches = {};
  try {
    for (const name of names) {
      console.log(`\n${name}`);
      const startedAt = performance.now();
      const flags = [...YOUNG_GENERATION, '--no-warnings', '--expose-gc', join(FOLDER, `${name}.bench.ts`)];
      const loadBefore = loadavg()[0];
      const exitCode = await run(node, [...flags, ...(isSmall ? ['--small'] : [])], { env });
      const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
      benches[name] = {
        date: new Date().toISOString(),
        exitCode,
        seconds,
        loadBefore,
        loadAfter: loadavg()[0],
      };
    }
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return { benches, figures: lines.filter((line) => line !== '').map((line) => JSON.parse(line)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Redis of the tests: the machine's own, or one unpacked for us. */
async function findPrograms() {
  const { findRedisServer } = await import('../libs/adapters/dist/embedded/index.js');
  const home = process.env.RUKH_HOME ?? join(ROOT, '.rukh');
  const redis = await findRedisServer(home, (line) => console.log(`rukh: ${line} ...`));
  return { RUKH_REDIS_SERVER: redis };
}

/** The figures of benchmarks that this run left out, where the last full run on this machine has them. */
function addEarlier(document) {
  if (document.isSmall || !existsSync(RESULTS)) return document;
  const earlier = JSON.parse(readFileSync(RESULTS, 'utf8'));
  if (earlier.isSmall || earlier.machine.cpu !== document.machine.cpu) return document;
  const isNew = ({ bench }) => document.benches[bench] !== undefined;
  return {
    ...document,
    benches: { ...earlier.benches, ...document.benches },
    figures: [...earlier.figures.filter((figure) => !isNew(figure)), ...document.figures],
  };
}

/** What one has to know to make anything of a figure. */
function describeMachine(node) {
  const [first] = cpus();
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  return {
    date: new Date().toISOString(),
    cpu: `${cpus().length} x ${first?.model.trim() || 'unknown CPU'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    system: `${platform()} ${release()}`,
    node: `Node ${version}`,
    load: `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')} at the start`,
  };
}
