import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { TapCorrections } from '@rukh/adapters/postgres';
import { CLOCK_LIMITS, redateTap } from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { DeviceTracks } from './device-tracks.js';
import { IntakeMetrics } from './intake-metrics.js';

const LOOK_MS = 15_000;
const MAX_LOOKED_AT = 2_000;
const DAY_MS = 86_400_000;

/**
 * Looks again at taps without a sure time: a message of the same start of the device, or the taps around them, may have
 * come meanwhile. What would be too old to be charged is left as it is.
 */
@Injectable()
export class ClockCorrector implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('ClockCorrector');
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    @Inject(TapCorrections) private readonly corrections: TapCorrections,
    private readonly tracks: DeviceTracks,
    private readonly metrics: IntakeMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look at all of them, after one that is under way. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#correctAll())
      .catch((error: unknown) => {
        this.#logger.debug(`times could not be corrected: ${(error as Error).message}`);
      });
    return this.#looking;
  }

  async #correctAll(): Promise<void> {
    // What this process has heard of the devices' starts counts, too.
    await this.tracks.note();
    for (const tap of await this.corrections.listUndated(MAX_LOOKED_AT)) {
      const date = redateTap(tap, CLOCK_LIMITS);
      if (!date || date.tappedAtMs < tap.receivedAtMs - this.config.RUKH_TICKETING_LATE_DAYS * DAY_MS) {
        continue;
      }
      const { deviceId, seq } = tap;
      const made = await this.corrections.add({ deviceId, seq, ...date, reason: 'CLOCK', madeBy: 'intake' });
      if (made === 'MADE') this.metrics.corrected.inc({ quality: date.quality });
    }
  }
}
