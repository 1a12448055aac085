/** Of what moments history keeps anything. */
import { Inject, Injectable } from '@nestjs/common';
import { PastReader, ScheduleStore } from '@rukh/adapters/postgres';
import { ServiceDays, getServiceDate, serviceDateAt } from '@rukh/domain/time';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';

/** History is written a while after things happened, and completed after a minute. */
const SETTLED_SECONDS = 90;
const LOOK_SECONDS = 60;

/** The first and the last moment, epoch seconds. */
export interface ReplayRange {
  readonly from: number;
  readonly to: number;
}

@Injectable()
export class KeptRange {
  #first: { readonly at: number; readonly from: number } | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    @Inject(PastReader) private readonly reader: PastReader,
    private readonly schedules: ScheduleStore,
  ) {}

  async get(): Promise<ReplayRange> {
    const now = Math.floor(Date.now() / 1000);
    const to = now - SETTLED_SECONDS;
    if (!this.#first || now - this.#first.at >= LOOK_SECONDS) {
      this.#first = { at: now, from: await this.#findFirst(now) };
    }
    return { from: Math.min(to, this.#first.from), to };
  }

  async #findFirst(now: number): Promise<number> {
    const { timeZone = 'UTC' } = this.schedules.current?.schedule ?? {};
    const keepDays = this.config.RUKH_KEEP_LOCATIONS_DAYS;
    const keptFrom = keepDays === 0 ? 0 : now - keepDays * 86_400;
    const first = await this.reader.findFirstDay(serviceDateAt(keptFrom, timeZone));
    if (first === undefined) return now;
    return Math.max(keptFrom, Math.floor(new ServiceDays(timeZone).startSeconds(getServiceDate(first))));
  }
}
