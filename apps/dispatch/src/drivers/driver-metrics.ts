import { Injectable } from '@nestjs/common';
import { Metrics } from '@rukh/service';

/** What is counted of the displays before drivers. */
@Injectable()
export class DriverMetrics {
  readonly messages;
  readonly reads;
  readonly vehicles;

  constructor(metrics: Metrics) {
    this.messages = metrics.counter({
      name: 'rukh_dispatch_driver_messages_total',
      help: 'Messages with the orders of a vehicle that the broker took, also empty ones',
    });
    this.reads = metrics.counter({
      name: 'rukh_dispatch_order_reads_total',
      help: 'Answers of displays that an order was read, by what became of them',
      labels: ['outcome'],
    });
    this.vehicles = metrics.gauge({
      name: 'rukh_dispatch_vehicles_with_orders',
      help: 'Vehicles whose display has orders now, as the broker has them',
    });
  }
}
