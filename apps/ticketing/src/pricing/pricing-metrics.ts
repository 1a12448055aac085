import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

@Injectable()
export class PricingMetrics {
  readonly followed: Counter;
  readonly revisions: Counter<'disposition'>;
  readonly losses: Counter<'fault'>;
  readonly failures: Counter;
  readonly errors: Counter<'where'>;
  readonly batchSeconds: Histogram;
  readonly queued: Gauge;
  readonly failing: Gauge;
  readonly oldest: Gauge;
  readonly refusedTariffs: Gauge;

  constructor(metrics: Metrics) {
    this.followed = metrics.counter({
      name: 'rukh_pricing_taps_total',
      help: 'Taps that were followed into the queue of pricing',
    });
    this.revisions = metrics.counter({
      name: 'rukh_pricing_revisions_total',
      help: 'Revisions of charges written',
      labels: ['disposition'],
    });
    this.losses = metrics.counter({
      name: 'rukh_pricing_lost_media_rides_total',
      help: 'Rides on media that were reported lost before: SCHEME_RISK where the device could not know it yet, DEVICE_FAULT where its deny list named the medium and it let somebody in',
      labels: ['fault'],
    });
    // From nought on, so that the first one is a rise.
    for (const fault of ['SCHEME_RISK', 'DEVICE_FAULT'] as const) this.losses.inc({ fault }, 0);
    this.failures = metrics.counter({
      name: 'rukh_pricing_account_failures_total',
      help: 'Accounts that could not be priced and were put off',
    });
    this.errors = metrics.counter({
      name: 'rukh_pricing_errors_total',
      help: 'Steps that failed and are taken again',
      labels: ['where'],
    });
    this.batchSeconds = metrics.histogram({
      name: 'rukh_pricing_batch_seconds',
      help: 'Time to price a batch of accounts, to its commit',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    });
    this.queued = metrics.gauge({
      name: 'rukh_pricing_queue_accounts',
      help: 'Accounts that wait to be priced',
    });
    this.failing = metrics.gauge({
      name: 'rukh_pricing_failing_accounts',
      help: 'Of those, accounts that could not be priced before',
    });
    this.refusedTariffs = metrics.gauge({
      name: 'rukh_pricing_tariffs_refused',
      help: '1 where the tariffs in the folder are not in force, having errors or not fitting rides that are charged; those before go on, if there are any',
    });
    this.oldest = metrics.gauge({
      name: 'rukh_pricing_oldest_seconds',
      help: 'How long the account or tap that waits longest has waited; accounts that could not be priced are not among them',
    });
  }
}
