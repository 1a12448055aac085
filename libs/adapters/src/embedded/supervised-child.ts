// One child process that is meant to run: started, waited for until it answers, started again whenever it dies,
// with growing pauses so that one that cannot live does not burn the machine, and stopped in the end. Its output
// goes straight to a file, so that neither side can be held up or ended by the other's pipe.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { removeRunRecord, writeRunRecord } from './run-record.js';

export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  /** Folder where running children are written down. */
  readonly runFolder: string;
  /** Done before each start, for instance to take away what a killed one left. */
  readonly prepare?: () => Promise<void>;
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs?: number;
  /** Killed, and so started again, when it lives but has not answered for so long; never where not given. */
  readonly hungAfterMs?: number;
  readonly stopSignal?: NodeJS.Signals;
  /** Time it has to stop by itself. */
  readonly stopTimeoutMs?: number;
  /** Out of reach of the terminal's Ctrl-C, so that children stop in order and not all at once. */
  readonly ownProcessGroup?: boolean;
  /** Exit codes after which another start cannot help. */
  readonly finalExitCodes?: readonly number[];
  readonly onEvent?: (event: ChildEvent) => void;
}

export type ChildEvent =
  | { readonly kind: 'died'; readonly name: string; readonly how: string }
  | { readonly kind: 'recovered'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'given_up'; readonly name: string; readonly how: string };

const RESTART_MIN_MS = 100;
const RESTART_MAX_MS = 5000;
/** After this long a death is a new story, not one more of the last failed start. */
const STEADY_MS = 30_000;
/** Failed questions in a row that make a child hung: counted, because a machine that slept asks nothing. */
const HUNG_QUESTIONS = 6;
const LOG_ROTATE_BYTES = 10 * 1024 * 1024;

export class SupervisedChild {
  readonly #spec: ChildSpec;
  #child: ChildProcess | undefined;
  /** Bytes of the log before the child at hand wrote any: what an earlier one said is not what ended this one. */
  #logStart = 0;
  #watching: Promise<void> | undefined;
  readonly #stop = new AbortController();
  /** One farewell a child: a second signal would tell it to hurry. */
  readonly #farewells = new WeakMap<ChildProcess, Promise<void>>();
  /** Killed because they did not answer. */
  readonly #hung = new WeakSet<ChildProcess>();

  constructor(spec: ChildSpec) {
    this.#spec = spec;
  }

  get name(): string {
    return this.#spec.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it answers. @throws Error, with the end of its log, when the first start fails */
  async start(): Promise<void> {
    mkdirSync(dirname(this.#spec.logFile), { recursive: true });
    rotateLog(this.#spec.logFile);
    const child = await this.#spawn();
    const ended = once(child, 'exit');
    if (!(await this.#untilReady(child))) {
      await this.#end(child);
      throw new Error(`${this.name} did not start${this.#lastWords()}`);
    }
    this.#watching = this.#watch(ended);
    void this.#watchAnswers(child);
  }

  /** Stops it for good. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#child) await this.#end(this.#child);
    await this.#watching;
    removeRunRecord(this.#spec.runFolder, this.name);
  }

  async #watch(firstEnd: Promise<unknown[]>): Promise<void> {
    let ended = firstEnd;
    let waitMs = RESTART_MIN_MS;
    let startedAt = performance.now();
    for (;;) {
      const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
      if (this.#stop.signal.aborted) return;
      const how = this.#tellHow(code, signal);
      if (code !== null && this.#spec.finalExitCodes?.includes(code)) {
        this.#spec.onEvent?.({ kind: 'given_up', name: this.name, how: how + this.#lastWords() });
        return;
      }
      this.#spec.onEvent?.({ kind: 'died', name: this.name, how });
      const diedAt = performance.now();
      waitMs = diedAt - startedAt > STEADY_MS ? RESTART_MIN_MS : Math.min(2 * waitMs, RESTART_MAX_MS);
      await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      const child = await this.#spawnAgain();
      if (child === undefined) return;
      ended = once(child, 'exit');
      startedAt = performance.now();
      void this.#tellRecovery(child, diedAt);
    }
  }

  async #spawnAgain(): Promise<ChildProcess | undefined> {
    while (!this.#stop.signal.aborted) {
      try {
        return await this.#spawn();
      } catch (error) {
        this.#spec.onEvent?.({ kind: 'died', name: this.name, how: (error as Error).message });
        await delay(RESTART_MAX_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  async #tellRecovery(child: ChildProcess, diedAt: number): Promise<void> {
    if (await this.#untilReady(child)) {
      this.#spec.onEvent?.({ kind: 'recovered', name: this.name, afterMs: performance.now() - diedAt });
      await this.#watchAnswers(child);
    } else if (isAlive(child) && !this.#stop.signal.aborted) {
      // Neither dead nor answering: the watch starts it once more.
      this.#killHung(child);
    }
  }

  async #watchAnswers(child: ChildProcess): Promise<void> {
    const { hungAfterMs, isReady } = this.#spec;
    if (hungAfterMs === undefined) return;
    for (let failures = 0; isAlive(child) && !this.#stop.signal.aborted;) {
      await delay(hungAfterMs / HUNG_QUESTIONS, undefined, { signal: this.#stop.signal }).catch(
        () => undefined,
      );
      failures = (await isReady().catch(() => false)) ? 0 : failures + 1;
      if (failures >= HUNG_QUESTIONS && isAlive(child)) this.#killHung(child);
    }
  }

  #killHung(child: ChildProcess): void {
    this.#hung.add(child);
    child.kill('SIGKILL');
  }

  /** Who was killed here did not die by itself, and whoever reads of it would look for what killed it. */
  #tellHow(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#child && this.#hung.has(this.#child)) return 'no answer, killed';
    return signal ?? `exit code ${code ?? 'unknown'}`;
  }

  async #spawn(): Promise<ChildProcess> {
    const { command, args, env, cwd, uid, gid, logFile, prepare } = this.#spec;
    await prepare?.();
    if (this.#stop.signal.aborted) throw new Error(`${this.name} is not wanted any more`);
    const log = openSync(logFile, 'a');
    this.#logStart = fstatSync(log).size;
    const child = spawn(command, args, {
      stdio: ['ignore', log, log],
      detached: this.#spec.ownProcessGroup ?? false,
      ...(env === undefined ? {} : { env }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    closeSync(log);
    await once(child, 'spawn');
    this.#child = child;
    if (child.pid !== undefined) {
      writeRunRecord(this.#spec.runFolder, this.name, child.pid, this.#spec.stopSignal ?? 'SIGTERM');
    }
    return child;
  }

  async #untilReady(child: ChildProcess): Promise<boolean> {
    const deadline = Date.now() + (this.#spec.readyTimeoutMs ?? 30_000);
    while (isAlive(child) && Date.now() < deadline && !this.#stop.signal.aborted) {
      if (await this.#spec.isReady().catch(() => false)) return isAlive(child);
      await delay(25);
    }
    return false;
  }

  #end(child: ChildProcess): Promise<void> {
    const farewell = this.#farewells.get(child) ?? this.#sayFarewell(child);
    this.#farewells.set(child, farewell);
    return farewell;
  }

  async #sayFarewell(child: ChildProcess): Promise<void> {
    if (!isAlive(child)) return;
    const ended = once(child, 'exit');
    child.kill(this.#spec.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.#spec.stopTimeoutMs ?? 12_000);
    await ended;
    clearTimeout(timer);
  }

  #lastWords(): string {
    try {
      const said = readFileSync(this.#spec.logFile).subarray(this.#logStart).toString('utf8').trimEnd();
      if (said === '') return `; it wrote nothing into ${this.#spec.logFile}`;
      return `; its last words, in ${this.#spec.logFile}:\n${said.split('\n').slice(-5).join('\n')}`;
    } catch {
      return '';
    }
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function rotateLog(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_ROTATE_BYTES) return;
  rmSync(`${file}.1`, { force: true });
  renameSync(file, `${file}.1`);
}
