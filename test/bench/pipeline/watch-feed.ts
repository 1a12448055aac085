/**
 * A planner that cannot wait: asks for the vehicle positions every few milliseconds, with conditional requests,
 * and notes when it first saw each vehicle at which of its timestamps.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';

interface Sight {
  /** Timestamp of the vehicle in the feed, whole seconds. */
  readonly atSeconds: number;
  readonly seenMs: number;
}

export class FeedWatch {
  readonly #sights = new Map<string, Sight[]>();
  #isOver = false;
  #running: Promise<void> | undefined;
  snapshots = 0;
  /** Answers that were neither a feed nor "not modified". */
  refusals = 0;
  assigned = 0;

  readonly url: string;
  readonly everyMs: number;

  constructor(url: string, everyMs: number) {
    this.url = url;
    this.everyMs = everyMs;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Vehicles in the feed so far. */
  get vehicles(): number {
    return this.#sights.size;
  }

  /** When the vehicle was first shown at that time or later, epoch ms; undefined where it never was. */
  findSeenMs(vehicleId: string, atSeconds: number): number | undefined {
    return this.#sights.get(vehicleId)?.find((sight) => sight.atSeconds >= atSeconds)?.seenMs;
  }

  async #run(): Promise<void> {
    let tag = '';
    while (!this.#isOver) {
      const answer = await fetch(this.url, {
        headers: { 'accept-encoding': 'identity', ...(tag === '' ? {} : { 'if-none-match': tag }) },
      });
      const body = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === 200) {
        tag = answer.headers.get('etag') ?? '';
        this.#note(body, Date.now());
      } else if (answer.status !== 304 && this.snapshots > 0) this.refusals++;
      await delay(this.everyMs);
    }
  }

  #note(body: Uint8Array, seenMs: number): void {
    this.snapshots++;
    this.assigned = 0;
    for (const { vehicle } of decodeFeedMessage(body).entity) {
      const id = vehicle?.vehicle?.id;
      const atSeconds = vehicle?.timestamp;
      if (vehicle?.trip) this.assigned++;
      if (id === undefined || atSeconds === undefined) continue;
      const sights = this.#sights.get(id) ?? [];
      if (sights.length === 0) this.#sights.set(id, sights);
      if (sights.at(-1)?.atSeconds !== atSeconds) sights.push({ atSeconds, seenMs });
    }
  }
}
