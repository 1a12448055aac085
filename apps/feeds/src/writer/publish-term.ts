import type { CommitOutcome, FeedSnapshots, Lease } from '@rukh/adapters/redis';
import type { Publication } from '@rukh/domain/realtime';
import type { FeedMetrics } from '../feed-metrics.js';
import type { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { makeSnapshots } from './make-snapshots.js';
import type { PublicationReport } from './report-publication.js';
import type { Term } from './term.js';

/** One publication of an elected writer: built, encoded, stored under its lease, or undone. */
export class TermPublisher {
  constructor(
    private readonly snapshots: FeedSnapshots,
    private readonly lease: Lease,
    private readonly shelf: SnapshotShelf,
    private readonly report: PublicationReport,
    private readonly metrics: FeedMetrics,
  ) {}

  async publish(term: Term): Promise<void> {
    const startedAt = performance.now();
    term.triedAt = startedAt;
    term.isDirty = false;
    const publication = term.builder.publish(Date.now() / 1000);
    this.metrics.buildSeconds.observe((performance.now() - startedAt) / 1000);
    this.report.built(publication, Date.now() / 1000);
    if (publication.snapshots.length === 0) return;
    const outcome = await this.#store(publication).catch((error: unknown) => {
      term.builder.undo();
      throw error;
    });
    if (outcome.kind === 'committed') {
      term.publishedAt = startedAt;
      term.tookMs = performance.now() - startedAt;
      return;
    }
    this.metrics.refused.inc({ reason: outcome.kind });
    term.builder.undo();
    if (outcome.kind === 'behind') term.builder.raiseFloor(outcome.floorSeconds);
  }

  async #store(publication: Publication): Promise<CommitOutcome> {
    const made = await makeSnapshots(publication.snapshots, this.metrics);
    if (!this.lease.isHeld) return { kind: 'lease_lost' };
    const stop = this.metrics.storeSeconds.startTimer();
    const byName = Object.fromEntries(made.map((snapshot) => [snapshot.name, snapshot]));
    const outcome = await this.snapshots.publish(this.lease.token, byName);
    stop();
    if (outcome.kind !== 'committed') return outcome;
    for (const snapshot of made) this.shelf.put(snapshot);
    this.report.published(publication, Date.now() / 1000);
    return outcome;
  }
}
