import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import type { Database } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { Loop } from '../loop.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { PAYMENT_GATEWAY } from './payment-gateway.token.js';

const TELL_EVERY_MS = 1_000;

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
export class GatewayModule implements OnApplicationBootstrap, OnApplicationShutdown {
  #loop: Loop | undefined;

  constructor(@Inject(PAYMENT_GATEWAY) private readonly gateway: SimulatedGateway) {}

  /** As a real one calls us: again and again, until what it tells is booked. */
  onApplicationBootstrap(): void {
    const tell = async (): Promise<boolean> => {
      await this.gateway.tellChargebacks();
      return false;
    };
    this.#loop = new Loop(tell, TELL_EVERY_MS, () => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop?.stop();
  }
}

function openGateway(config: TicketingConfig, pool: Database): SimulatedGateway {
  return new SimulatedGateway(pool, {
    declineRate: config.RUKH_SIMULATED_DECLINES,
    lostAnswerRate: config.RUKH_SIMULATED_SILENCE,
    chargebackRate: config.RUKH_SIMULATED_CHARGEBACKS,
    awayRate: 0,
    lateAnswerRate: 0,
    duplicateAnswerRate: 0,
    declineAboveMinor: 0,
    latencyMs: 20,
  });
}
