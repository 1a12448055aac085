import { Injectable } from '@nestjs/common';
import { type Counter, type Histogram, Metrics } from '@rukh/service';

/** What intake counts. */
@Injectable()
export class IntakeMetrics {
  readonly outcomes: Counter<'outcome'>;
  readonly refused: Counter<'reason'>;
  readonly batches: Counter<'form' | 'transport'>;
  readonly writeSeconds: Histogram;
  readonly writeTaps: Histogram;
  readonly errors: Counter<'where'>;
  readonly corrected: Counter<'quality'>;

  constructor(private readonly metrics: Metrics) {
    this.outcomes = metrics.counter({
      name: 'rukh_taps_total',
      help: 'Taps that were answered, by what became of them; CONFLICT and REJECTED_FORM are worth an alarm',
      labels: ['outcome'],
    });
    this.refused = metrics.counter({
      name: 'rukh_taps_batches_refused_total',
      help: 'Batches of which nothing was taken',
      labels: ['reason'],
    });
    this.batches = metrics.counter({
      name: 'rukh_taps_batches_total',
      help: 'Batches taken',
      labels: ['form', 'transport'],
    });
    this.writeSeconds = metrics.histogram({
      name: 'rukh_taps_write_seconds',
      help: 'Time of a write of taps, with its commit',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 3],
    });
    this.writeTaps = metrics.histogram({
      name: 'rukh_taps_write_taps',
      help: 'Taps that shared a commit',
      buckets: [1, 5, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    });
    this.corrected = metrics.counter({
      name: 'rukh_taps_corrected_total',
      help: 'Taps without a sure time that got one later',
      labels: ['quality'],
    });
    this.errors = metrics.counter({
      name: 'rukh_taps_errors_total',
      help: 'Failures of what intake stands on',
      labels: ['where'],
    });
  }

  /** A gauge that is read when somebody asks. */
  watch(name: string, help: string, collect: () => number): void {
    this.metrics.gauge({ name, help, collect });
  }
}
