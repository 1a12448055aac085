/** Looks at taps of tickets as they come in, for copies. */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { TicketStore } from '@rukh/adapters/postgres';
import { type Counter, Metrics } from '@rukh/service';

const EVERY_MS = 5_000;

@Injectable()
export class TicketWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('TicketWatch');
  readonly #flags: Counter;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(TicketStore) private readonly tickets: TicketStore,
    metrics: Metrics,
  ) {
    this.#flags = metrics.counter({
      name: 'rukh_ticket_flags_total',
      help: 'Taps of tickets that do not go together with another of the same',
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#round ??= this.look().finally(() => (this.#round = undefined));
    }, EVERY_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async look(): Promise<void> {
    try {
      const flagged = await this.tickets.flag();
      if (flagged > 0) this.#flags.inc(flagged);
    } catch (error) {
      this.#logger.warn(`taps of tickets were not looked at: ${(error as Error).message}`);
    }
  }
}
