import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

const BYTES = [1e3, 1e4, 1e5, 3e5, 1e6, 3e6, 1e7];

/** What building and serving feeds counts. */
@Injectable()
export class FeedMetrics {
  readonly published: Counter<'feed'>;
  readonly refused: Counter<'reason'>;
  readonly isWriter: Gauge;
  readonly entities: Gauge<'feed'>;
  readonly bytes: Gauge<'feed' | 'encoding'>;
  readonly withheldNow: Gauge<'reason'>;
  readonly withheld: Counter<'reason'>;
  readonly buildSeconds: Histogram;
  readonly encodeSeconds: Histogram;
  readonly compressSeconds: Histogram;
  readonly storeSeconds: Histogram;
  readonly latency: Histogram<'from'>;
  readonly updates: Counter;
  readonly skipped: Counter<'reason'>;
  readonly errors: Counter<'where'>;
  readonly snapshotAge: Gauge<'feed'>;
  readonly representationBytes: Histogram<'representation'>;
  readonly eventClients: Gauge;
  readonly eventClientsEnded: Counter<'reason'>;
  readonly responses: Counter<'feed' | 'representation' | 'status'>;

  constructor(metrics: Metrics) {
    this.published = metrics.counter({
      name: 'rukh_feed_snapshots_total',
      help: 'Snapshots published by this process, by feed',
      labels: ['feed'],
    });
    this.refused = metrics.counter({
      name: 'rukh_feed_refused_total',
      help: 'Snapshots not published though they were due, by reason',
      labels: ['reason'],
    });
    this.isWriter = metrics.gauge({
      name: 'rukh_feed_writer',
      help: '1 while this process is the elected writer of the feeds',
    });
    this.entities = metrics.gauge({
      name: 'rukh_feed_entities',
      help: 'Entities of the current snapshot, by feed',
      labels: ['feed'],
    });
    this.bytes = metrics.gauge({
      name: 'rukh_feed_bytes',
      help: 'Size of the current snapshot, by feed and encoding',
      labels: ['feed', 'encoding'],
    });
    this.withheldNow = metrics.gauge({
      name: 'rukh_feed_withheld',
      help: 'Entities, or trips of positions, left out of the last snapshot, by reason',
      labels: ['reason'],
    });
    this.withheld = metrics.counter({
      name: 'rukh_feed_withheld_total',
      help: 'Entities, or trips of positions, that began to be left out, by reason',
      labels: ['reason'],
    });
    const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
    this.buildSeconds = metrics.histogram({
      name: 'rukh_feed_build_seconds',
      help: 'Time to decide on, build and check the entities of a publication',
      buckets: seconds,
    });
    this.encodeSeconds = metrics.histogram({
      name: 'rukh_feed_encode_seconds',
      help: 'Time to encode changed entities and join the feeds of a publication',
      buckets: seconds,
    });
    this.compressSeconds = metrics.histogram({
      name: 'rukh_feed_compress_seconds',
      help: 'Time until the feeds of a publication are compressed, beside other work',
      buckets: seconds,
    });
    this.storeSeconds = metrics.histogram({
      name: 'rukh_feed_store_seconds',
      help: 'Time to put the snapshots of a publication into Redis',
      buckets: seconds,
    });
    this.latency = metrics.histogram({
      name: 'rukh_feed_latency_seconds',
      help: 'From a position (its measurement, or its receipt) to its publication',
      labels: ['from'],
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 90],
    });
    this.updates = metrics.counter({ name: 'rukh_feed_updates_total', help: 'Vehicle updates taken in' });
    this.skipped = metrics.counter({
      name: 'rukh_feed_skipped_total',
      help: 'Input not used, by reason',
      labels: ['reason'],
    });
    this.errors = metrics.counter({
      name: 'rukh_feed_errors_total',
      help: 'Failures of something the feeds depend on',
      labels: ['where'],
    });
    this.snapshotAge = metrics.gauge({
      name: 'rukh_feed_snapshot_age_seconds',
      help: 'Age of the header of the snapshot this process serves, by feed; -1 without one',
      labels: ['feed'],
    });
    this.representationBytes = metrics.histogram({
      name: 'rukh_feed_representation_bytes',
      help: 'Size of the JSON and text made on demand',
      labels: ['representation'],
      buckets: BYTES,
    });
    this.eventClients = metrics.gauge({
      name: 'rukh_feed_event_clients',
      help: 'Event streams open',
    });
    this.eventClientsEnded = metrics.counter({
      name: 'rukh_feed_event_clients_ended_total',
      help: 'Event streams ended or refused, by reason',
      labels: ['reason'],
    });
    this.responses = metrics.counter({
      name: 'rukh_feed_responses_total',
      help: 'Answers to requests for feeds, by feed, representation and status',
      labels: ['feed', 'representation', 'status'],
    });
  }
}
