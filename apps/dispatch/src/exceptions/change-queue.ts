import { setTimeout as delay } from 'node:timers/promises';
import type { ExceptionChange, ExceptionStore } from '@rukh/adapters/postgres';

const RETRY_MS = 2000;
/** Beyond so many the oldest are given up: the database has been away for hours. */
const MOST_WAITING = 20_000;

/** Writes changes down in their order; while PostgreSQL is away they wait. */
export class ChangeQueue {
  #waiting: ExceptionChange[] = [];
  #running: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(
    private readonly store: ExceptionStore,
    private readonly onError: (error: Error) => void,
  ) {}

  add(changes: readonly ExceptionChange[]): void {
    this.#waiting.push(...changes);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
    if (this.#waiting.length > 0) this.#running ??= this.#run();
  }

  /** Resolves when what waits is written, or could not be now. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, 500);
      try {
        await this.store.save(batch);
        this.#waiting = this.#waiting.slice(batch.length);
      } catch (error) {
        this.onError(error as Error);
        if (this.#stop.signal.aborted) break;
        await delay(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    this.#running = undefined;
  }
}
