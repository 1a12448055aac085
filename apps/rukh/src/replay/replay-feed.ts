import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import type { TripPrediction } from '@rukh/domain/prediction';
import {
  EMPTY_FEED_STATE,
  type FeedState,
  type PublicationContext,
  type TrackedUpdate,
  createPublicationContext,
  stepFeed,
} from '@rukh/domain/realtime';
import type { VehicleUpdate } from '@rukh/domain/tracking';

/** A snapshot is written this often, in recorded time. */
const SNAPSHOT_EVERY_SECONDS = 15;
/** Through longer holes of a recording no snapshots are made. */
const HOLE_SECONDS = 120;

/** Writes the feed as it would have been published: DIR/feed/{header timestamp}.pb, vehicles and trips in one. */
export class ReplayFeed {
  readonly #context: PublicationContext;
  #state: FeedState = EMPTY_FEED_STATE;
  #news: TrackedUpdate[] = [];
  #dueAt = -Infinity;
  snapshots = 0;
  readonly withheld: Record<string, number> = {};
  /** Snapshots not published because they would have broken a rule, by rule. */
  readonly refused: Record<string, number> = {};

  private constructor(
    private readonly folder: string,
    schedule: Schedule,
  ) {
    this.#context = createPublicationContext(schedule);
  }

  static async create(folder: string, schedule: Schedule): Promise<ReplayFeed> {
    await mkdir(folder, { recursive: true });
    return new ReplayFeed(folder, schedule);
  }

  /** `predictions` undefined = those taken before still hold. */
  take(update: VehicleUpdate, predictions: readonly TripPrediction[] | undefined): void {
    this.#news.push({ update, ...(predictions ? { predictions } : {}) });
  }

  /** Publishes what is due by an instant of the recording. */
  async advance(now: number): Promise<void> {
    if (now - this.#dueAt > HOLE_SECONDS) {
      this.#dueAt = Math.ceil(now / SNAPSHOT_EVERY_SECONDS) * SNAPSHOT_EVERY_SECONDS;
    }
    for (; this.#dueAt <= now; this.#dueAt += SNAPSHOT_EVERY_SECONDS) await this.#publish(this.#dueAt);
  }

  async #publish(at: number): Promise<void> {
    this.#state = stepFeed(this.#context, this.#state, { kind: 'updates', items: this.#news }, at).state;
    this.#news = [];
    const { state, publication } = stepFeed(this.#context, this.#state, { kind: 'publish' }, at);
    this.#state = state;
    for (const { reason } of publication?.withheld ?? []) count(this.withheld, reason);
    for (const { ruleId } of publication?.errors ?? []) count(this.refused, ruleId);
    const snapshot = publication?.snapshots.find(({ name }) => name === 'all');
    if (!snapshot) return;
    const bytes = encodeFeedMessage({ header: snapshot.header, entity: snapshot.entities });
    await writeFile(join(this.folder, `${snapshot.header.timestamp}.pb`), bytes);
    this.snapshots++;
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
