/**
 * Many small requests, few commits. What is there when a write may begin goes into it, so that the size of a write
 * adapts by itself: nobody waits for a timer, and the busier it gets the more share a commit.
 */

/** Too much waits already: what cannot be written soon is not taken at all. */
export class GroupFullError extends Error {
  override readonly name = 'GroupFullError';
}

export interface GroupLimits {
  readonly maxItemsPerWrite: number;
  readonly maxWritesAtOnce: number;
  readonly maxItemsWaiting: number;
}

interface Request<T, R> {
  readonly items: readonly T[];
  readonly resolve: (results: R[]) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<T, R> {
  #waiting: Request<T, R>[] = [];
  #itemsWaiting = 0;
  #writes = 0;
  #isScheduled = false;
  #whenIdle: (() => void)[] = [];

  /** @param write resolves with a result an item, in their order, once all are durable */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<R[]>,
    private readonly limits: GroupLimits,
  ) {}

  get itemsWaiting(): number {
    return this.#itemsWaiting;
  }

  /** Resolves once the items are durable. @throws GroupFullError, or why the write failed */
  add(items: readonly T[]): Promise<R[]> {
    if (items.length === 0) return Promise.resolve([]);
    if (this.#itemsWaiting + items.length > this.limits.maxItemsWaiting) {
      return Promise.reject(new GroupFullError('too many taps wait to be written'));
    }
    this.#itemsWaiting += items.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits any more. */
  untilIdle(): Promise<void> {
    if (this.#writes === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** After the requests that have come in by now were read. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      while (this.#waiting.length > 0 && this.#writes < this.limits.maxWritesAtOnce) void this.#writeNext();
    });
  }

  async #writeNext(): Promise<void> {
    const requests = this.#takeRequests();
    const items = requests.flatMap((request) => request.items);
    this.#itemsWaiting -= items.length;
    this.#writes++;
    try {
      const results = await this.write(items);
      let at = 0;
      for (const request of requests) request.resolve(results.slice(at, (at += request.items.length)));
    } catch (error) {
      for (const request of requests) request.reject(error);
    } finally {
      this.#writes--;
      if (this.#waiting.length > 0) this.#schedule();
      else if (this.#writes === 0) for (const tell of this.#whenIdle.splice(0)) tell();
    }
  }

  #takeRequests(): Request<T, R>[] {
    let items = 0;
    let count = 0;
    while (count < this.#waiting.length) {
      items += this.#waiting[count]!.items.length;
      if (count > 0 && items > this.limits.maxItemsPerWrite) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}
