import { setTimeout as delay } from 'node:timers/promises';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';

/** What a consumer who polls four times a second would complain of. */
export class FeedWatch {
  readonly complaints: string[] = [];
  /** Header time of the newest feed seen, epoch seconds. */
  newest = 0;
  vehicles = 0;
  answers = 0;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(readonly url: string) {}

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Waits for a feed made after the given time. */
  async untilNewerThan(epochSeconds: number, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.newest <= epochSeconds) {
      if (Date.now() > deadline) throw new Error(`no newer feed within ${timeoutMs} ms`);
      await delay(100);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#poll();
      await delay(250, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    let bytes: Uint8Array;
    try {
      const response = await fetch(this.url, { signal: AbortSignal.timeout(5000) });
      bytes = await response.bytes();
      // No feed is an honest answer; a wrong one is not.
      if (response.status === 503) return;
      if (response.status !== 200) this.complaints.push(`status ${response.status}`);
    } catch {
      // Nobody is at home: the services are being started again.
      return;
    }
    this.answers += 1;
    this.#judge(bytes);
  }

  #judge(bytes: Uint8Array): void {
    const { header, entity } = decodeFeedMessage(bytes);
    const made = header.timestamp ?? 0;
    if (made < this.newest) {
      this.complaints.push(`the header's time went back from ${this.newest} to ${made}`);
    }
    if (made > Date.now() / 1000 + 2) this.complaints.push(`the header's time ${made} is in the future`);
    if (entity.length === 0) this.complaints.push(`the feed of ${made} is empty`);
    const ids = new Set(entity.map(({ id }) => id));
    if (ids.size !== entity.length) this.complaints.push(`the feed of ${made} names an entity twice`);
    for (const { id, vehicle } of entity) {
      const ageSeconds = made - (vehicle?.timestamp ?? 0);
      if (ageSeconds > 90) {
        this.complaints.push(`vehicle ${id} is ${ageSeconds} s old in the feed of ${made}`);
      }
    }
    this.newest = Math.max(this.newest, made);
    this.vehicles = entity.length;
  }
}
