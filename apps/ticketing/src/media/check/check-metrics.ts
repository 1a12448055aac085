import { Injectable } from '@nestjs/common';
import { type Counter, type Histogram, Metrics } from '@rukh/service';

@Injectable()
export class CheckMetrics {
  readonly answers: Counter<'answer'>;
  readonly seconds: Histogram;

  constructor(metrics: Metrics) {
    this.answers = metrics.counter({
      name: 'rukh_check_answers_total',
      help: 'Online checks by what was answered; UNAVAILABLE, and TOO_MANY_UNKNOWN (tokens that nobody knows, of one device): it had to decide alone',
      labels: ['answer'],
    });
    this.seconds = metrics.histogram({
      name: 'rukh_check_seconds',
      help: 'From an online check to its answer',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1],
    });
  }
}
