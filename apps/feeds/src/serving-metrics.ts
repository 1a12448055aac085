import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** Why an event stream was ended or refused. */
export const EVENT_END_REASONS = ['too_many', 'too_slow'] as const;
export type EventEndReason = (typeof EVENT_END_REASONS)[number];

/** What serving feeds counts. */
@Injectable()
export class ServingMetrics {
  readonly entities: Gauge<'feed'>;
  readonly bytes: Gauge<'feed' | 'encoding'>;
  readonly snapshotAge: Gauge<'feed'>;
  readonly printedBytes: Histogram<'representation'>;
  readonly responses: Counter<'feed' | 'representation' | 'status'>;
  readonly eventClients: Gauge;
  readonly eventClientsEnded: Counter<'reason'>;

  constructor(metrics: Metrics) {
    this.entities = metrics.gauge({
      name: 'rukh_feed_entities',
      help: 'Entities of the snapshot this process serves, by feed',
      labels: ['feed'],
    });
    this.bytes = metrics.gauge({
      name: 'rukh_feed_bytes',
      help: 'Size of the snapshot this process serves, by feed and encoding',
      labels: ['feed', 'encoding'],
    });
    this.snapshotAge = metrics.gauge({
      name: 'rukh_feed_snapshot_age_seconds',
      help: 'Age of the header of the snapshot this process serves, by feed; -1 without one',
      labels: ['feed'],
    });
    this.printedBytes = metrics.histogram({
      name: 'rukh_feed_printed_bytes',
      help: 'Size of the JSON and text made on demand',
      labels: ['representation'],
      buckets: [1e4, 1e5, 1e6, 3e6, 1e7, 3e7, 1e8],
    });
    this.responses = metrics.counter({
      name: 'rukh_feed_responses_total',
      help: 'Answers to requests for feeds, by feed, representation and status',
      labels: ['feed', 'representation', 'status'],
    });
    this.eventClients = metrics.gauge({ name: 'rukh_feed_event_clients', help: 'Event streams open' });
    this.eventClientsEnded = metrics.counter({
      name: 'rukh_feed_event_clients_ended_total',
      help: 'Event streams ended or refused, by reason',
      labels: ['reason'],
    });
  }
}
