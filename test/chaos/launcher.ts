import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const COMMAND_LINE = fileURLToPath(new URL('../../apps/rukh/dist/main.js', import.meta.url));

/** One `rukh up --demo` in a process of its own, as a person starts it. */
export class Launcher {
  output = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;

  constructor(readonly env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [COMMAND_LINE, 'up', '--demo'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#exit = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  async untilSays(text: string, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.output.includes(text)) {
      if (Date.now() > deadline || this.#child.exitCode !== null) {
        throw new Error(`did not say "${text}" within ${timeoutMs} ms, but:\n${this.output}`);
      }
      await delay(50);
    }
  }

  /** @returns the exit code, null after a signal that ended it */
  signal(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.#exit;
  }

  /** As `rukh up | head` does. */
  stopReading(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get exit(): Promise<number | null> {
    return this.#exit;
  }
}

/** Process ids of the children that a launcher has written down, by name. */
export function listChildren(home: string): ReadonlyMap<string, number> {
  const folder = join(home, 'demo', 'run');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => {
      const { pid } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { pid: number };
      return [file.slice(0, -'.json'.length), pid];
    }),
  );
}
