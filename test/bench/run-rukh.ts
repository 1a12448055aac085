/** The command line as anybody runs it, after a build; and where the recordings and feeds are. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { YOUNG_GENERATION } from '../../apps/rukh/dist/young-generation.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'apps/rukh/dist/main.js');

export const SHARED_DATA = join(process.env['RUKH_SHARED'] ?? join(ROOT, '..', 'shared'), 'data');
/** Bundled. */
export const LVIV_GTFS = join(ROOT, 'data/lviv/gtfs.zip');

/** Answers what it wrote. Throws where the command fails. */
export function rukh(...args: string[]): string {
  const flags = [...YOUNG_GENERATION, PROGRAM, ...args];
  const done = spawnSync(process.execPath, flags, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new Error(`rukh ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
