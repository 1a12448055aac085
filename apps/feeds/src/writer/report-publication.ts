import type { Publication } from '@rukh/domain/realtime';
import { WITHHELD_REASONS } from '@rukh/domain/realtime';
import type { FeedMetrics } from '../feed-metrics.js';

/** Turns what came of a publication into metrics; remembers what was withheld before, to count beginnings. */
export class PublicationReport {
  #withheld = new Set<string>();

  constructor(private readonly metrics: FeedMetrics) {}

  built({ withheld, empty, collapsed, errors }: Publication): void {
    const counts = new Map<string, number>(WITHHELD_REASONS.map((reason) => [reason, 0]));
    const now = new Set<string>();
    for (const { reason, id } of withheld) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      const key = `${reason} ${id}`;
      now.add(key);
      if (!this.#withheld.has(key)) this.metrics.withheld.inc({ reason });
    }
    this.#withheld = now;
    for (const [reason, count] of counts) this.metrics.withheldNow.set({ reason }, count);
    for (const feed of empty) this.metrics.refused.inc({ reason: `empty_${feed.replaceAll('-', '_')}` });
    for (const kind of collapsed) this.metrics.refused.inc({ reason: `collapse_of_${kind}` });
    if (errors.length > 0) this.metrics.refused.inc({ reason: 'rule_errors' });
  }

  /** `nowSeconds` is when the snapshots became public. */
  published({ snapshots, moved }: Publication, nowSeconds: number): void {
    for (const { name } of snapshots) this.metrics.published.inc({ feed: name });
    for (const { update } of moved) {
      const { atSeconds, receivedAtSeconds } = update.position;
      this.metrics.latency.observe({ from: 'measured' }, Math.max(0, nowSeconds - atSeconds));
      this.metrics.latency.observe({ from: 'received' }, Math.max(0, nowSeconds - receivedAtSeconds));
    }
  }
}
