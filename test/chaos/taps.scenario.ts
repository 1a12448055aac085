/**
 * The chaos of `npm run chaos` in its smallest form: every kind of fault once, and the checker's word. And the checker
 * itself: it must find the bugs that are planted for it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('taps/run.ts', import.meta.url));
const TIMEOUT_MS = 900_000;
/** The same faults in the same order in every run; `npm run chaos` takes others each time. */
const SEED = '5';

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  let output = '';
  child = spawn(process.execPath, ['--no-warnings', RUN, '--tiny', ...args], { stdio: 'pipe' });
  child.stdout?.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

describe('taps, while everything that they run on is killed and cut', () => {
  it(
    'are stored, each exactly once, as their devices made them',
    async () => {
      const { code, output } = await run('--seed', SEED);
      expect(output).toContain('nothing is wrong');
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );
});

describe('the checker', () => {
  it.each([
    ['ack-before-durable', 'FAIL I1 each tap with a receipt is stored exactly once'],
    ['changed-content', 'FAIL each tap is stored as its device made it'],
  ])(
    'finds the planted bug %s',
    async (mutant, complaint) => {
      const { code, output } = await run('--seed', SEED, '--no-clean', '--mutant', mutant);
      expect(output).toContain(complaint);
      expect(code).toBe(1);
    },
    TIMEOUT_MS,
  );
});
