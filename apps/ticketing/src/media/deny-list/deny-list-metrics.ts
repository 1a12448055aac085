import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

const SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 600];

@Injectable()
export class DenyListMetrics {
  readonly version: Gauge;
  readonly entries: Gauge;
  readonly unlisted: Gauge;
  readonly waiting: Gauge;
  readonly answers: Counter<'kind'>;
  readonly publishing: Histogram;
  readonly delivery: Histogram;
  readonly errors: Counter;

  constructor(metrics: Metrics) {
    this.version = metrics.gauge({ name: 'rukh_deny_list_version', help: 'Newest version of the deny list' });
    this.entries = metrics.gauge({ name: 'rukh_deny_list_media', help: 'Media on the deny list' });
    this.unlisted = metrics.gauge({
      name: 'rukh_deny_list_unlisted_media',
      help: 'Media that are to be refused and that devices cannot know yet, since nobody noted their names',
    });
    this.waiting = metrics.gauge({
      name: 'rukh_deny_list_waiting_devices',
      help: 'Requests that wait for the next version',
    });
    this.answers = metrics.counter({
      name: 'rukh_deny_list_answers_total',
      help: 'What was handed out',
      labels: ['kind'],
    });
    this.publishing = metrics.histogram({
      name: 'rukh_deny_list_publish_seconds',
      help: 'From a change to the version that has it',
      buckets: SECONDS,
    });
    this.delivery = metrics.histogram({
      name: 'rukh_deny_list_delivery_seconds',
      help: 'From a change to its answer to a device that waited for it',
      buckets: SECONDS,
    });
    this.errors = metrics.counter({
      name: 'rukh_deny_list_errors_total',
      help: 'Times that the list could not be read or made',
    });
  }
}
