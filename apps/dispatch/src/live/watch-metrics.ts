import { Injectable } from '@nestjs/common';
import { Metrics } from '@rukh/service';

/** What the dispatchers' watch counts. */
@Injectable()
export class WatchMetrics {
  readonly vehicles;
  readonly lagSeconds;
  readonly tickSeconds;
  readonly updates;
  readonly skipped;
  readonly openExceptions;
  readonly raisedExceptions;
  readonly eventClients;
  readonly eventClientsEnded;
  readonly errors;

  constructor(metrics: Metrics) {
    this.vehicles = metrics.gauge({
      name: 'rukh_dispatch_vehicles',
      help: 'Vehicles that the dispatchers are shown',
    });
    this.lagSeconds = metrics.gauge({
      name: 'rukh_dispatch_lag_seconds',
      help: 'Age of the newest word of tracking',
    });
    this.tickSeconds = metrics.histogram({
      name: 'rukh_dispatch_tick_seconds',
      help: 'Time that one look at all vehicles takes, a second apart',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
    });
    this.updates = metrics.counter({
      name: 'rukh_dispatch_updates_total',
      help: 'Updates of tracking taken in',
    });
    this.skipped = metrics.counter({
      name: 'rukh_dispatch_updates_skipped_total',
      help: 'Updates that were not taken in, by reason',
      labels: ['reason'],
    });
    this.openExceptions = metrics.gauge({
      name: 'rukh_dispatch_open_exceptions',
      help: 'Exceptions open, by kind',
      labels: ['kind'],
    });
    this.raisedExceptions = metrics.counter({
      name: 'rukh_dispatch_exceptions_total',
      help: 'Exceptions raised, by kind',
      labels: ['kind'],
    });
    this.eventClients = metrics.gauge({
      name: 'rukh_dispatch_event_clients',
      help: 'Consoles that follow the events',
    });
    this.eventClientsEnded = metrics.counter({
      name: 'rukh_dispatch_event_clients_ended_total',
      help: 'Consoles that were let go or not let in, by reason',
      labels: ['reason'],
    });
    this.errors = metrics.counter({
      name: 'rukh_dispatch_errors_total',
      help: 'What failed and is tried again, by where',
      labels: ['where'],
    });
  }
}
