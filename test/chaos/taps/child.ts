/** A process of the stage: started as a direct child, killed without a word, started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export class Child {
  readonly name: string;
  readonly #args: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  readonly #onLine: ((line: string) => void) | undefined;
  #process: ChildProcess | undefined;
  #exit: Promise<number | null> = Promise.resolve(null);
  /** The last of what it said. */
  output = '';

  constructor(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    onLine?: (line: string) => void,
  ) {
    this.name = name;
    this.#args = args;
    this.#env = env;
    this.#onLine = onLine;
  }

  start(): void {
    const child = spawn(process.execPath, ['--no-warnings', ...this.#args], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listen = (bytes: Buffer): void => {
      this.output = (this.output + bytes.toString()).slice(-8000);
      for (const line of bytes.toString().split('\n')) if (line !== '') this.#onLine?.(line);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    this.#process = child;
    this.#exit = once(child, 'exit').then(([code]) => code as number | null);
  }

  /** Ends by itself or not: its exit code, null after a signal. */
  get exit(): Promise<number | null> {
    return this.#exit;
  }

  get isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#exit;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#process?.kill(signal);
  }
}
