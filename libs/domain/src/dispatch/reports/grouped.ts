import { localClock } from '../../time/index.js';
import type { ReportRow } from './report.js';

/** What a report counts, by the columns that its rows are told apart by. */
export class Grouped<T> {
  readonly #groups = new Map<
    string,
    { readonly key: Readonly<Record<string, string | null>>; readonly sums: T }
  >();

  constructor(
    private readonly names: readonly string[],
    private readonly make: () => T,
  ) {}

  /** The sums of the row that these values are of; others than the row's columns are left out. */
  of(values: Readonly<Record<string, string | null | undefined>>): T {
    const key = Object.fromEntries(this.names.map((name) => [name, values[name] ?? null]));
    const text = JSON.stringify(Object.values(key));
    const known = this.#groups.get(text);
    if (known) return known.sums;
    const sums = this.make();
    this.#groups.set(text, { key, sums });
    return sums;
  }

  /** The sums of each row, in no order. */
  list(): T[] {
    return [...this.#groups.values()].map(({ sums }) => sums);
  }

  /** Rows in the order of their texts, numbers in them as numbers. */
  rows(figuresOf: (sums: T) => Readonly<Record<string, number | null>>): ReportRow[] {
    const groups = [...this.#groups.values()].sort((a, b) => this.#compare(a.key, b.key));
    return groups.map(({ key, sums }) => ({ ...key, ...figuresOf(sums) }));
  }

  #compare(a: Readonly<Record<string, string | null>>, b: Readonly<Record<string, string | null>>): number {
    for (const name of this.names) {
      const order = (a[name] ?? '').localeCompare(b[name] ?? '', 'en', { numeric: true });
      if (order !== 0) return order;
    }
    return 0;
  }
}

/** The clock hour of an instant, `00` to `23`. */
export function clockHour(atSeconds: number, timeZone: string): string {
  return String(Math.floor(localClock(timeZone).secondOfDay(atSeconds * 1000) / 3600)).padStart(2, '0');
}

/** A direction as a column has it. */
export function directionText(directionId: number | undefined): string | null {
  return directionId === undefined ? null : String(directionId);
}
