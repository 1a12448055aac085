/**
 * Rows made of stream entries and not yet committed. Making them has a memory (which trip was told, which
 * predictions hold), so when the database is away and the same entries come again, the rows made of them the
 * first time are written, not others.
 */
import type { HistoryBatch, WriteMode } from '@rukh/adapters/postgres';
import type { StreamEntry } from '@rukh/adapters/redis';

export type WriteRows = (batch: HistoryBatch, mode: WriteMode) => Promise<void>;

export class UnwrittenRows {
  readonly #write: WriteRows;
  #entries = '';
  #batches: HistoryBatch[] = [];
  #mode: WriteMode = 'new';

  constructor(write: WriteRows) {
    this.#write = write;
  }

  /** Writes the rows of the entries, making them only the first time. Rejects where they could not be written. */
  async settle(
    entries: readonly StreamEntry[],
    make: () => Promise<HistoryBatch[]>,
    mode: WriteMode = 'new',
  ): Promise<void> {
    const name = `${entries[0]?.id ?? ''} ${entries.at(-1)?.id ?? ''} ${entries.length}`;
    if (name !== this.#entries) {
      this.#batches = await make();
      this.#entries = name;
      this.#mode = mode;
    }
    for (let batch = this.#batches[0]; batch; batch = this.#batches[0]) {
      try {
        await this.#write(batch, this.#mode);
      } catch (error) {
        // The commit may have succeeded all the same.
        this.#mode = 'merge';
        throw error;
      }
      this.#batches.shift();
      this.#mode = mode;
    }
    this.#entries = '';
  }
}
