import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, Metrics } from '@rukh/service';
import type { OutboxResult } from './work-outbox.js';

@Injectable()
export class PaymentsMetrics {
  readonly moves: Counter<'move'>;
  readonly calls: Counter<'result'>;
  readonly answers: Counter<'effect'>;
  readonly chargebacks: Counter<'effect'>;
  readonly errors: Counter<'where'>;
  readonly waiting: Gauge;
  readonly dead: Gauge;
  readonly refusedCredits: Gauge;
  readonly held: Gauge;

  constructor(metrics: Metrics) {
    this.moves = metrics.counter({
      name: 'rukh_payments_window_moves_total',
      help: 'Pay windows that were closed, settled or whose debt was tried again',
      labels: ['move'],
    });
    this.calls = metrics.counter({
      name: 'rukh_payments_gateway_calls_total',
      help: 'Calls to the payment gateway by what came of them',
      labels: ['result'],
    });
    this.answers = metrics.counter({
      name: 'rukh_payments_unasked_answers_total',
      help: 'Answers of the gateway that came by themselves: late (applied) or once more (none)',
      labels: ['effect'],
    });
    this.chargebacks = metrics.counter({
      name: 'rukh_payments_chargebacks_total',
      help: 'Chargebacks that the gateway told of: booked, booked before (none), or refused; a refused one is told again, and somebody has to look at it',
      labels: ['effect'],
    });
    this.errors = metrics.counter({
      name: 'rukh_payments_errors_total',
      help: 'Steps that failed and are taken again',
      labels: ['where'],
    });
    this.waiting = metrics.gauge({
      name: 'rukh_payments_outbox_waiting',
      help: 'Calls to the gateway that are still to be made or answered',
    });
    this.dead = metrics.gauge({
      name: 'rukh_payments_outbox_dead',
      help: 'Calls to the gateway that were given up; somebody has to look at them',
    });
    this.refusedCredits = metrics.gauge({
      name: 'rukh_payments_credits_refused',
      help: 'Pay windows with money to give back that the gateway refused to; it is asked again each day, and somebody has to look at them',
    });
    this.held = metrics.gauge({
      name: 'rukh_payments_held',
      help: '1 while nothing is asked of the gateway, since the database was restored, moved, or taken over by a standby; `rukh payments release` lets it go on',
    });
  }

  called(result: OutboxResult): void {
    this.calls.inc({ result });
  }
}
