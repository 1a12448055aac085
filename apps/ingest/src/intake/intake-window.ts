import type { IntakeReport } from '@rukh/domain/dispatch';

/** Counts since the start, by adapter; of rejections and refusals by reason too. */
export interface IntakeCounts {
  readonly received: ReadonlyMap<string, number>;
  readonly accepted: ReadonlyMap<string, number>;
  readonly rejected: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly refused: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const WINDOW_SECONDS = 600;
const NONE: IntakeCounts = {
  received: new Map(),
  accepted: new Map(),
  rejected: new Map(),
  refused: new Map(),
};

/** What was counted in the last ten minutes, from counts that only rise. */
export class IntakeWindow {
  #counts: { readonly at: number; readonly counts: IntakeCounts }[] = [];

  /** @param at epoch seconds, rising */
  add(at: number, counts: IntakeCounts): void {
    this.#counts.push({ at, counts });
    // The newest that is older than the window stays: counts are those since then.
    while ((this.#counts[1]?.at ?? Infinity) <= at - WINDOW_SECONDS) this.#counts.shift();
  }

  /** Adapters by which anything ever came. In the first minutes it is all since the first count. */
  tell(): { seconds: number; adapters: IntakeReport[] } {
    const [first, last] = [this.#counts[0], this.#counts.at(-1)];
    if (!first || !last) return { seconds: 0, adapters: [] };
    const before = first === last ? NONE : first.counts;
    const names = new Set([...last.counts.received.keys(), ...last.counts.refused.keys()]);
    const since = (which: 'received' | 'accepted', adapter: string): number =>
      (last.counts[which].get(adapter) ?? 0) - (before[which].get(adapter) ?? 0);
    const byReason = (which: 'rejected' | 'refused', adapter: string): IntakeReport['rejected'] =>
      [...(last.counts[which].get(adapter) ?? [])]
        .map(([reason, count]) => ({
          reason,
          count: count - (before[which].get(adapter)?.get(reason) ?? 0),
        }))
        .filter(({ count }) => count > 0);
    const adapters = [...names].map((adapter) => ({
      adapter,
      received: since('received', adapter),
      accepted: since('accepted', adapter),
      rejected: byReason('rejected', adapter),
      refused: byReason('refused', adapter),
    }));
    return { seconds: Math.round(last.at - first.at), adapters };
  }
}
