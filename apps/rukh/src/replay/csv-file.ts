import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';

/** A CSV file written row by row, in big pieces, waiting for the disk where it must. */
export class CsvFile {
  readonly #stream: WriteStream;
  #pending: string[] = [];
  #failure: Error | undefined;

  constructor(path: string, columns: readonly string[]) {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => (this.#failure = error));
    this.#pending.push(columns.join(','));
  }

  write(values: readonly (string | number)[]): void {
    let line = '';
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      line += i === 0 ? '' : ',';
      line += typeof value === 'number' ? String(value) : escape(value);
    }
    this.#pending.push(line);
  }

  /** Hands what is pending to the disk; resolves when there is room for more. Throws what the disk said. */
  async flush(atLeastRows = 2000): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#pending.length < atLeastRows) return;
    const text = this.#pending.join('\n') + '\n';
    this.#pending = [];
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await this.flush(1);
    this.#stream.end();
    await once(this.#stream, 'close');
  }
}

function escape(value: string): string {
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
