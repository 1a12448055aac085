import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** What the placing of taps counts. */
@Injectable()
export class ContextMetrics {
  readonly looks: Counter<'source'>;
  readonly changed: Counter;
  readonly pending: Gauge<'look'>;
  readonly batchSeconds: Histogram;
  readonly errors: Counter;
  readonly unlabelledShare: Gauge;

  constructor(metrics: Metrics) {
    this.looks = metrics.counter({
      name: 'rukh_ticketing_context_revisions_total',
      help: 'Places of taps written, first and corrected ones, by how they were found',
      labels: ['source'],
    });
    this.changed = metrics.counter({
      name: 'rukh_ticketing_context_corrections_total',
      help: 'Taps whose trip, stop or direction was another after a later look',
    });
    this.pending = metrics.gauge({
      name: 'rukh_ticketing_context_pending',
      help: 'Taps that wait for their first look, and for another',
      labels: ['look'],
    });
    this.batchSeconds = metrics.histogram({
      name: 'rukh_ticketing_context_batch_seconds',
      help: 'Time of placing a batch of taps, from reading to commit',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
    this.errors = metrics.counter({
      name: 'rukh_ticketing_context_errors_total',
      help: 'Batches of taps that could not be placed for a failure of the database; they are tried again',
    });
    this.unlabelledShare = metrics.gauge({
      name: 'rukh_ticketing_unlabelled_ratio',
      help: 'Share of the taps of the last 24 hours that no trip is known of',
    });
  }
}
