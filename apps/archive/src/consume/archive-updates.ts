/**
 * The stream of updates into history. Entries are acknowledged after the commit of their rows, so a crash at any
 * moment costs nothing but rows merged again. While nothing is behind, it waits for a second's worth of
 * updates; when it is behind, it takes as much as there is, a transaction after another.
 */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { HistoryBatch } from '@rukh/adapters/postgres';
import type { StreamEntry } from '@rukh/adapters/redis';
import type { ArchiveMetrics } from '../archive-metrics.js';
import { RowCollector } from '../tides/collect-rows.js';
import type { SamplingRules } from '../tides/sample-predictions.js';
import { NotYetError } from './not-yet-error.js';
import type { TripContexts, UpdatesInContext } from './trip-contexts.js';
import { UnwrittenRows, type WriteRows } from './unwritten-rows.js';
import type { UpdateProgress } from './update-progress.js';

export interface ArchiveUpdatesOptions {
  readonly contexts: TripContexts;
  readonly progress: UpdateProgress;
  readonly metrics: ArchiveMetrics;
  readonly write: WriteRows;
  readonly sampling: SamplingRules;
  readonly batchRows: number;
  readonly batchMs: number;
  /** Ends the waiting for company. */
  readonly signal: AbortSignal;
}

/** With as many entries at once there is no need to wait for more. */
export const UPDATE_ENTRIES_AT_ONCE = 100;

export class ArchiveUpdates {
  readonly #options: ArchiveUpdatesOptions;
  readonly #collector: RowCollector;
  readonly #unwritten: UnwrittenRows;
  #nextWriteAt = 0;

  constructor(options: ArchiveUpdatesOptions) {
    this.#options = options;
    this.#collector = new RowCollector(options.sampling);
    this.#unwritten = new UnwrittenRows(options.write);
  }

  /** Resolves when all rows of the entries are committed. */
  async handle(entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length < UPDATE_ENTRIES_AT_ONCE) await this.#waitForCompany();
    this.#nextWriteAt = performance.now() + this.#options.batchMs;
    await this.#unwritten.settle(entries, () => this.#makeBatches(entries));
    const last = entries.at(-1);
    if (!last) return;
    const untilMs = Number(last.id.split('-')[0]);
    this.#options.progress.advance(untilMs);
    this.#options.metrics.behindSeconds.set({ stream: 'updates' }, Math.max(0, Date.now() - untilMs) / 1000);
    this.#collector.forgetSilent();
  }

  async #makeBatches(entries: readonly StreamEntry[]): Promise<HistoryBatch[]> {
    const batches: HistoryBatch[] = [];
    for (const { bytes } of entries) {
      const updates = this.#decode(bytes);
      if (!updates) continue;
      this.#collect(updates);
      if (this.#collector.rowCount >= this.#options.batchRows) batches.push(this.#collector.take());
      // An entry is milliseconds of work; in the one-process form others wait for their turn.
      await nextTurn();
    }
    if (this.#collector.rowCount > 0) batches.push(this.#collector.take());
    return batches;
  }

  #collect({ context, items, dropped }: UpdatesInContext): void {
    const { metrics, progress } = this.#options;
    let unknownStops = 0;
    for (const item of items) {
      const { vehicleId, atSeconds } = item.update.position;
      progress.remember(vehicleId, Math.round(atSeconds * 1000));
      unknownStops += this.#collector.add(context, item);
    }
    if (unknownStops > 0) metrics.dropped.inc({ reason: 'unknown_stop' }, unknownStops);
    if (dropped > 0) metrics.dropped.inc({ reason: 'unknown_trip' }, dropped);
  }

  #decode(bytes: Uint8Array): UpdatesInContext | undefined {
    try {
      return this.#options.contexts.decode(bytes);
    } catch (error) {
      if (error instanceof NotYetError) throw error;
      // What cannot be read now never will be.
      this.#options.metrics.dropped.inc({ reason: 'unreadable_batch' });
      return undefined;
    }
  }

  async #waitForCompany(): Promise<void> {
    const waitMs = this.#nextWriteAt - performance.now();
    if (waitMs <= 0) return;
    await delay(waitMs, undefined, { signal: this.#options.signal }).catch(() => undefined);
  }
}
