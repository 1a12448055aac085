import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** Why a snapshot was not published, or not as it would have been. */
export const SNAPSHOT_REFUSALS = [
  'empty_vehicle_positions',
  'empty_trip_updates',
  'empty_all',
  'collapse_of_vehicles',
  'collapse_of_trips',
  'rule_errors',
  'lease_lost',
  'behind',
] as const;
export type SnapshotRefusal = (typeof SNAPSHOT_REFUSALS)[number];

/** Why something that came to the feeds was not used. */
export const FEED_SKIP_REASONS = [
  'unknown_trip',
  'unreadable_batch',
  'unreadable_notice',
  'trimmed_unread',
] as const;
export type FeedSkipReason = (typeof FEED_SKIP_REASONS)[number];

/** What building and publishing feeds counts. */
@Injectable()
export class FeedMetrics {
  readonly published: Counter<'feed'>;
  readonly refused: Counter<'reason'>;
  readonly isWriter: Gauge;
  readonly withheldNow: Gauge<'reason'>;
  readonly withheld: Counter<'reason'>;
  readonly buildSeconds: Histogram;
  readonly encodeSeconds: Histogram;
  readonly compressSeconds: Histogram;
  readonly storeSeconds: Histogram;
  readonly latency: Histogram<'from'>;
  readonly topicMessages: Counter<'feed'>;
  readonly updates: Counter;
  readonly skipped: Counter<'reason'>;
  readonly errors: Counter<'where'>;

  constructor(metrics: Metrics) {
    const counter = <L extends string>(name: string, help: string, label: L): Counter<L> =>
      metrics.counter({ name, help, labels: [label] });
    const seconds = (name: string, help: string): Histogram =>
      metrics.histogram({ name, help, buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] });
    this.published = counter(
      'rukh_feed_snapshots_total',
      'Snapshots published by this process, by feed',
      'feed',
    );
    this.refused = counter(
      'rukh_feed_refused_total',
      'Snapshots not published though due, by reason',
      'reason',
    );
    this.isWriter = metrics.gauge({
      name: 'rukh_feed_writer',
      help: '1 while this process is the elected writer of the feeds',
    });
    this.withheldNow = metrics.gauge({
      name: 'rukh_feed_withheld',
      help: 'Entities, or trips of positions, left out of the last snapshot, by reason',
      labels: ['reason'],
    });
    this.withheld = counter(
      'rukh_feed_withheld_total',
      'Entities, or trips of positions, that began to be left out, by reason',
      'reason',
    );
    this.buildSeconds = seconds('rukh_feed_build_seconds', 'Time to build and check a publication');
    this.encodeSeconds = seconds(
      'rukh_feed_encode_seconds',
      'Time to encode what changed and join the feeds',
    );
    this.compressSeconds = seconds('rukh_feed_compress_seconds', 'Time until the feeds are compressed');
    this.storeSeconds = seconds('rukh_feed_store_seconds', 'Time to put a publication into Redis');
    this.latency = metrics.histogram({
      name: 'rukh_feed_latency_seconds',
      help: 'From a position (when it was measured, when it was received) to its publication',
      labels: ['from'],
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 90],
    });
    this.topicMessages = counter(
      'rukh_feed_topic_messages_total',
      'Messages of single vehicles and trips over MQTT, by feed',
      'feed',
    );
    this.updates = metrics.counter({ name: 'rukh_feed_updates_total', help: 'Vehicle updates taken in' });
    this.skipped = counter('rukh_feed_skipped_total', 'Input not used, by reason', 'reason');
    this.errors = counter(
      'rukh_feed_errors_total',
      'Failures of what the feeds depend on, by place',
      'where',
    );
  }
}
