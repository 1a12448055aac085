import type { Phase } from '../../tracking/index.js';
import { isInService } from './judge-fix.js';

/** What vehicles were doing against what was published of it. */
export interface PhaseScore {
  /** Fixes by true phase, then by published phase; `none` where nothing was known. */
  readonly table: Readonly<Partial<Record<Phase, Readonly<Partial<Record<Phase | 'none', number>>>>>>;
  /** By true phase, the share that was published as such. */
  readonly recognised: Readonly<Partial<Record<Phase, { readonly fixes: number; readonly share: number }>>>;
  /** Of fixes in service (IN_PROGRESS or OFF_ROUTE), the share published as either. */
  readonly inServiceRecall: number | undefined;
  /** Of fixes published as in service, the share that was. */
  readonly inServicePrecision: number | undefined;
}

export class PhaseConfusion {
  readonly #table: Partial<Record<Phase, Partial<Record<Phase | 'none', number>>>> = {};

  add(actual: Phase, published: Phase | undefined): void {
    const row = (this.#table[actual] ??= {});
    const column = published ?? 'none';
    row[column] = (row[column] ?? 0) + 1;
  }

  summarise(): PhaseScore {
    const recognised: Partial<Record<Phase, { fixes: number; share: number }>> = {};
    const inService = { fixes: 0, published: 0, both: 0 };
    for (const [actual, row] of Object.entries(this.#table) as [Phase, Record<string, number>][]) {
      const fixes = Object.values(row).reduce((sum, count) => sum + count, 0);
      recognised[actual] = { fixes, share: (row[actual] ?? 0) / fixes };
      const published = (row['IN_PROGRESS'] ?? 0) + (row['OFF_ROUTE'] ?? 0);
      inService.published += published;
      if (!isInService(actual)) continue;
      inService.fixes += fixes;
      inService.both += published;
    }
    return {
      table: this.#table,
      recognised,
      inServiceRecall: inService.fixes === 0 ? undefined : inService.both / inService.fixes,
      inServicePrecision: inService.published === 0 ? undefined : inService.both / inService.published,
    };
  }
}
