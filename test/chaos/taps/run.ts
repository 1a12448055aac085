/**
 * A day of taps while everything that can break is broken, and then the question whether anything was lost. Run by
 * `npm run chaos`; prints the seed, a table of what was done and what the checker says, and ends with 1 where anything
 * is wrong.
 *
 *     node test/chaos/taps/run.ts [--full | --tiny] [--seed N] [--mutant NAME] [--no-clean]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULTS } from './faults.ts';
import { forge } from './forge.ts';
import { reportLosses } from './losses.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { sayProgress } from './progress.ts';
import { Dice } from './random.ts';
import { Stage, type StageOptions } from './stage.ts';
import { untilPriced } from './until-priced.ts';

/** `seconds` of faults; the day goes by in about as long. */
const SIZES = {
  tiny: { devices: 20, taps: 1500, seconds: 12, pauseMs: 300, drainSeconds: 240 },
  small: { devices: 100, taps: 12_000, seconds: 45, pauseMs: 500, drainSeconds: 120 },
  full: { devices: 1000, taps: 300_000, seconds: 360, pauseMs: 1500, drainSeconds: 600 },
} as const;
/** Taps are made from 05:00 to 24:00. */
const HOURS_OF_TAPS = 21;

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    tiny: { type: 'boolean', default: false },
    seed: { type: 'string' },
    mutant: { type: 'string' },
    'no-clean': { type: 'boolean', default: false },
  },
});
const size = SIZES[values.full ? 'full' : values.tiny ? 'tiny' : 'small'];
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const mutant: Mutant | undefined = values.mutant === undefined ? undefined : MUTANTS[values.mutant];
if (values.mutant !== undefined && mutant === undefined) {
  throw new Error(`there is no mutant ${values.mutant}; there are ${Object.keys(MUTANTS).join(', ')}`);
}
const folder = mkdtempSync(join(tmpdir(), 'rukh-chaos-taps-'));
chmodSync(folder, 0o755);
const stages = new Set<Stage>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([...stages].map((stage) => stage.stop())).finally(() => process.exit(130));
  });
}
process.exitCode = await main();

async function main(): Promise<number> {
  const [cpu] = cpus();
  console.log(
    `seed ${seed}; ${size.devices} validators, about ${size.taps} taps; ${cpus().length} x ${cpu?.model}`,
  );
  if (mutant !== undefined) console.log(`planted: ${mutant.means}`);
  try {
    const clean = values['no-clean'] ? undefined : await playClean();
    try {
      return await playWithFaults(clean);
    } finally {
      await clean?.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stageOptions(name: string, pace: number, hasFaults: boolean): StageOptions {
  return {
    folder: join(folder, name),
    seed,
    devices: size.devices,
    taps: size.taps,
    pace,
    hasFaults,
    postgresFlags: hasFaults ? (mutant?.postgresFlags ?? []) : [],
    onFleetLine: (line) => {
      if (process.env.CHAOS_VERBOSE === 'true') console.log(`  ${line}`);
    },
  };
}

/** The same taps with nothing going wrong: what everybody should pay. */
async function playClean(): Promise<Stage> {
  const started = performance.now();
  const stage = await Stage.start(stageOptions('clean', (HOURS_OF_TAPS * 3600) / (size.seconds / 3), false));
  stages.add(stage);
  const end = sayProgress(stage, 'without faults');
  try {
    stage.fleet.start();
    await untilDone(stage);
    await reportLosses(stage);
    await untilPriced(stage);
  } finally {
    end();
  }
  await Promise.all([stage.ticketing.kill(), stage.broker.kill()]);
  console.log(`without faults: ${seconds(started)} s`);
  return stage;
}

async function playWithFaults(clean: Stage | undefined): Promise<number> {
  const started = performance.now();
  const pace = Math.round((HOURS_OF_TAPS * 3600) / size.seconds);
  const stage = await Stage.start(stageOptions('chaos', pace, true));
  stages.add(stage);
  const end = sayProgress(stage, 'with faults');
  try {
    await mutant?.plant?.(stage);
    stage.fleet.start();
    await mutant?.provoke?.(stage);
    const counts = await torment(stage);
    await untilDone(stage);
    await forge(stage);
    await reportLosses(stage);
    await untilPriced(stage);
    end();
    console.log(`with faults: ${seconds(started)} s`);
    for (const [name, { times, failed }] of counts) {
      console.log(
        `     ${String(times).padStart(3)} x ${name}${failed > 0 ? ` (${failed} could not be done)` : ''}`,
      );
    }
    return await check(stage, clean);
  } finally {
    end();
    await stage.stop();
  }
}

/** All kinds of faults in an order by the seed, and again, until the time is over; each at least once. */
async function torment(stage: Stage): Promise<ReadonlyMap<string, { times: number; failed: number }>> {
  const dice = new Dice(seed);
  const counts = new Map(FAULTS.map(({ name }) => [name, { times: 0, failed: 0 }]));
  const endMs = performance.now() + size.seconds * 1000;
  for (let round = 0; round === 0 || performance.now() < endMs; round++) {
    for (const fault of dice.shuffle(FAULTS)) {
      if (round > 0 && performance.now() > endMs) break;
      await delay(dice.between(0, 2 * size.pauseMs));
      const count = counts.get(fault.name)!;
      count.times++;
      await fault.run(stage, dice).catch((error: unknown) => {
        count.failed++;
        console.log(`${fault.name}: ${(error as Error).message}`);
      });
      // A service that gave up is what an operator's supervisor starts again.
      if (!stage.ticketing.isRunning) stage.ticketing.start();
    }
  }
  return counts;
}

async function untilDone(stage: Stage): Promise<void> {
  await stage.untilReady();
  const code = await Promise.race([
    stage.fleet.exit,
    delay(size.drainSeconds * 1000, 'too long' as const, { ref: false }),
  ]);
  if (code !== 0) {
    console.log(
      `the validators did not get all their receipts (${code}):\n${stage.fleet.output.slice(-2000)}`,
    );
    console.log(stage.ticketing.output.slice(-2000));
  }
}

async function check(stage: Stage, clean: Stage | undefined): Promise<number> {
  const program = fileURLToPath(new URL('checker/check.ts', import.meta.url));
  const args = ['--journals', stage.journals, '--database', stage.postgres.url(), '--truth', stage.truthFile];
  if (clean !== undefined) args.push('--clean', clean.postgres.url());
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  console.log(code === 0 ? `nothing is wrong (seed ${seed})` : `VIOLATIONS (seed ${seed})`);
  return code === 0 ? 0 : 1;
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(0);
}
