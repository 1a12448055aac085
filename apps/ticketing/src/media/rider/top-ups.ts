/** Money that riders put in: asked of the gateway, asked again where it was silent, booked once. */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type TopUp, type TopUpState, TopUpStore } from '@rukh/adapters/postgres';
import type { PaymentGateway } from '@rukh/domain/ledger';
import { PAYMENT_GATEWAY } from '../../payments/payment-gateway.token.js';

const AGAIN_MS = 10_000;

@Injectable()
export class TopUps implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('TopUps');
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(TopUpStore) private readonly store: TopUpStore,
    @Inject(PAYMENT_GATEWAY) private readonly gateway: PaymentGateway,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#round ??= this.askAgain(AGAIN_MS / 1000).finally(() => (this.#round = undefined));
    }, AGAIN_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async topUp(
    accountId: number,
    amountMinor: number,
    currency: string,
    formRef: string,
  ): Promise<TopUpState> {
    const begun = await this.store.begin(accountId, amountMinor, currency, formRef);
    return begun.state === 'PENDING' ? this.#ask(begun) : begun.state;
  }

  /** Whatever the gateway was silent about: under the same key it does nothing twice. */
  async askAgain(olderThanSeconds: number): Promise<void> {
    try {
      for (const pending of await this.store.listPending(olderThanSeconds)) await this.#ask(pending);
    } catch (error) {
      this.#logger.warn(`top-ups were not asked for again: ${(error as Error).message}`);
    }
  }

  /**
   * First whether it may be taken, then taken, each under a key of its own; silence of either leaves it pending, and so
   * does that payments are held, until they are not.
   */
  async #ask(topUp: TopUp): Promise<TopUpState> {
    if (await this.store.areHeld()) return 'PENDING';
    const key = `top-up:${topUp.topUpId}`;
    const { amountMinor, currency } = topUp;
    try {
      for (const kind of ['AUTHORISE', 'CAPTURE'] as const) {
        const request = { kind, token: key, amountMinor, currency };
        const answer = await this.gateway.ask({
          key: kind === 'CAPTURE' ? key : `${key}:authorise`,
          ...request,
        });
        if (answer.status === 'APPROVED') continue;
        await this.store.decline(topUp, answer.reason ?? '');
        return 'DECLINED';
      }
    } catch {
      return 'PENDING';
    }
    await this.store.book(topUp);
    return 'BOOKED';
  }
}
