/**
 * The stream of positions into history, as a safety net: tracking passes every position on in an update, and that
 * makes its row. Positions of which nothing was said in time (tracking was down, fell behind what its stream
 * holds, or had a trip that the schedule here lacks) are written bare; an update that comes later fills the row.
 */
import type { HistoryBatch, VehicleLocationRow } from '@rukh/adapters/postgres';
import { decodePositions } from '@rukh/adapters/protobuf';
import type { StreamEntry } from '@rukh/adapters/redis';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import type { ArchiveMetrics } from '../archive-metrics.js';
import { toBareLocation } from '../tides/to-vehicle-location.js';
import { NotYetError } from './not-yet-error.js';
import { UnwrittenRows, type WriteRows } from './unwritten-rows.js';
import type { UpdateProgress } from './update-progress.js';

export interface ArchivePositionsOptions {
  readonly progress: UpdateProgress;
  readonly metrics: ArchiveMetrics;
  readonly write: WriteRows;
  /** How long an update may take after its position. */
  readonly delayMs: number;
  readonly batchRows: number;
}

export class ArchivePositions {
  readonly #options: ArchivePositionsOptions;
  readonly #unwritten: UnwrittenRows;

  constructor(options: ArchivePositionsOptions) {
    this.#options = options;
    this.#unwritten = new UnwrittenRows(options.write);
  }

  /** Resolves when the positions without updates are committed; throws a NotYetError while updates may come. */
  async handle(entries: readonly StreamEntry[]): Promise<void> {
    const untilMs = Number(entries.at(-1)?.id.split('-')[0] ?? 0);
    if (untilMs + this.#options.delayMs > this.#options.progress.writtenUntilMs) {
      throw new NotYetError('updates of these positions may still come');
    }
    await this.#unwritten.settle(entries, () => Promise.resolve(this.#makeBatches(entries)), 'merge');
    this.#options.metrics.behindSeconds.set(
      { stream: 'positions' },
      Math.max(0, Date.now() - untilMs) / 1000,
    );
  }

  #makeBatches(entries: readonly StreamEntry[]): HistoryBatch[] {
    const rows = entries.flatMap(({ bytes }) => this.#listBare(bytes));
    if (rows.length > 0) this.#options.metrics.barePositions.inc(rows.length);
    const batches: HistoryBatch[] = [];
    for (let i = 0; i < rows.length; i += this.#options.batchRows) {
      batches.push({
        vehicle_locations: rows.slice(i, i + this.#options.batchRows),
        stop_visits: [],
        trips_performed: [],
        prediction_samples: [],
      });
    }
    return batches;
  }

  #listBare(bytes: Uint8Array): VehicleLocationRow[] {
    return this.#decode(bytes)
      .map(toBareLocation)
      .filter(({ vehicle_id, event_timestamp }) => !this.#options.progress.has(vehicle_id, event_timestamp));
  }

  #decode(bytes: Uint8Array): readonly VehiclePosition[] {
    try {
      return decodePositions(bytes);
    } catch {
      this.#options.metrics.dropped.inc({ reason: 'unreadable_batch' });
      return [];
    }
  }
}
