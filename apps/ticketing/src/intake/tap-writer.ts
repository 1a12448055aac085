import { Inject, Injectable } from '@nestjs/common';
import { type TapRow, TapStore, type WrittenTap } from '@rukh/adapters/postgres';
import { GroupCommit } from './group-commit.js';
import { IntakeMetrics } from './intake-metrics.js';

/** Writes under way at once: while one waits for the disk the next is made. */
export const WRITES_AT_ONCE = 2;
const LIMITS = { maxItemsPerWrite: 4_000, maxWritesAtOnce: WRITES_AT_ONCE, maxItemsWaiting: 50_000 };

/** Taps of all requests, written together. */
@Injectable()
export class TapWriter {
  readonly #group: GroupCommit<TapRow, WrittenTap>;

  constructor(
    @Inject(TapStore) private readonly store: TapStore,
    private readonly metrics: IntakeMetrics,
  ) {
    this.#group = new GroupCommit((rows) => this.#write(rows), LIMITS);
    metrics.watch('rukh_taps_waiting', 'Taps that wait to be written', () => this.#group.itemsWaiting);
  }

  /** One answer a row, once all of them are on disk. Throws where that cannot be said. */
  write(rows: readonly TapRow[]): Promise<WrittenTap[]> {
    return this.#group.add(rows);
  }

  async close(): Promise<void> {
    await this.#group.untilIdle();
    await this.store.close();
  }

  async #write(rows: readonly TapRow[]): Promise<WrittenTap[]> {
    const startedAt = performance.now();
    const firsts = new Map<string, number>();
    const distinct: TapRow[] = [];
    // A number that came twice at once: the first is written, the others are compared with it.
    const places = rows.map((row) => {
      const key = `${row.deviceId} ${row.seq}`;
      const place = firsts.get(key);
      if (place !== undefined) return place;
      firsts.set(key, distinct.push(row) - 1);
      return distinct.length - 1;
    });
    const written = await this.store.insert(distinct, true);
    this.metrics.writeSeconds.observe((performance.now() - startedAt) / 1000);
    this.metrics.writeTaps.observe(rows.length);
    return places.map((place, i) => {
      const result = written[place]!;
      return distinct[place] === rows[i] ? result : { ...result, isNew: false };
    });
  }
}
