import { Logger } from '@nestjs/common';
import type { ProcessReports } from '@rukh/adapters/redis';
import type { WriterReport } from '@rukh/domain/dispatch';
import type { Publication } from '@rukh/domain/realtime';
import { WITHHELD_REASONS } from '@rukh/domain/realtime';
import type { FeedMetrics } from '../feed-metrics.js';

/**
 * Turns what came of a publication into metrics, and into what people are told of it; remembers what was withheld
 * before, to count beginnings.
 */
export class PublicationReport {
  readonly #logger = new Logger('WriteFeeds');
  #withheld = new Set<string>();
  #counts: ReadonlyMap<string, number> = new Map();
  #refusal: WriterReport['refusal'];

  constructor(
    private readonly metrics: FeedMetrics,
    private readonly reports: ProcessReports,
  ) {}

  /** For who watches the feeds: whoever writes them says it, under one name. */
  async tell(nowSeconds: number): Promise<void> {
    const report = this.#describe(nowSeconds);
    await this.reports.write('feeds', { process: 'writer', at: nowSeconds, report });
  }

  #describe(nowSeconds: number): WriterReport {
    const withheld = [...this.#counts]
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ reason, count }));
    return { at: nowSeconds, withheld, ...(this.#refusal && { refusal: this.#refusal }) };
  }

  built({ withheld, empty, collapsed, errors }: Publication, nowSeconds: number): void {
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
    this.#counts = counts;
    const reasons = [
      ...empty.map((feed) => `empty_${feed.replaceAll('-', '_')}`),
      ...collapsed.map((kind) => `collapse_of_${kind}`),
      ...(errors.length > 0 ? ['rule_errors'] : []),
    ];
    for (const reason of reasons) this.metrics.refused.inc({ reason });
    const [first] = errors;
    if (reasons.length > 0) {
      const text = first && { text: `${first.ruleId} ${first.text}` };
      this.#refusal = { at: nowSeconds, reasons, ...text };
    }
    if (first) {
      this.#logger.error(`nothing is published: ${first.ruleId} ${first.text}`, { errors: errors.length });
    }
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
