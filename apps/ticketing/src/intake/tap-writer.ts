import { Inject, Injectable } from '@nestjs/common';
import { type TapRow, TapStore, type WrittenTap } from '@rukh/adapters/postgres';
import { TapsFirst } from '../taps-first.js';
import { GroupCommit } from './group-commit.js';
import { IntakeMetrics } from './intake-metrics.js';

/** Writes under way at once: while one waits for the disk the next is made. */
export const WRITES_AT_ONCE = 2;
const LIMITS = { maxItemsPerWrite: 4_000, maxWritesAtOnce: WRITES_AT_ONCE, maxItemsWaiting: 50_000 };

interface Waiting {
  readonly row: TapRow;
  /** Its number was settled before: the device sends it again. */
  readonly isKnown: boolean;
}

/** Taps of all requests, written together. */
@Injectable()
export class TapWriter {
  readonly #group: GroupCommit<Waiting, WrittenTap>;

  constructor(
    @Inject(TapStore) private readonly store: TapStore,
    private readonly metrics: IntakeMetrics,
    tapsFirst: TapsFirst,
  ) {
    this.#group = new GroupCommit((waiting) => this.#write(waiting), LIMITS);
    tapsFirst.watch(() => this.#group.itemsWaiting);
    metrics.watch('rukh_taps_waiting', 'Taps that wait to be written', () => this.#group.itemsWaiting);
  }

  /** One answer a row, once all of them are on disk. Throws where that cannot be said. */
  write(rows: readonly TapRow[], isKnown: (row: TapRow) => boolean): Promise<WrittenTap[]> {
    return this.#group.add(rows.map((row) => ({ row, isKnown: isKnown(row) })));
  }

  async close(): Promise<void> {
    await this.#group.untilIdle();
    await this.store.close();
  }

  async #write(waiting: readonly Waiting[]): Promise<WrittenTap[]> {
    const startedAt = performance.now();
    const rows = waiting.map(({ row }) => row);
    const known = new Set(waiting.flatMap(({ row, isKnown }) => (isKnown ? row : [])));
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
    const written = await this.store.insert(distinct, known);
    this.metrics.writeSeconds.observe((performance.now() - startedAt) / 1000);
    this.metrics.writeTaps.observe(rows.length);
    return places.map((place, i) => {
      const result = written[place]!;
      return distinct[place] === rows[i] ? result : { ...result, isNew: false };
    });
  }
}
