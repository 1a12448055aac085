import { Module } from '@nestjs/common';
import { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import type { Database } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { PAYMENT_GATEWAY } from './payment-gateway.token.js';

/** The one way to the payment gateway, for pay windows and for riders who put money in. */
@Module({
  providers: [
    {
      provide: PAYMENT_GATEWAY,
      inject: [TICKETING_CONFIG, TICKETING_POOL],
      useFactory: (config: TicketingConfig, pool: Database) => openGateway(config, pool),
    },
  ],
  exports: [PAYMENT_GATEWAY],
})
export class GatewayModule {}

function openGateway(config: TicketingConfig, pool: Database): SimulatedGateway {
  return new SimulatedGateway(pool, {
    declineRate: config.RUKH_SIMULATED_DECLINES,
    lostAnswerRate: config.RUKH_SIMULATED_SILENCE,
    awayRate: 0,
    lateAnswerRate: 0,
    duplicateAnswerRate: 0,
    declineAboveMinor: 0,
    latencyMs: 20,
  });
}
