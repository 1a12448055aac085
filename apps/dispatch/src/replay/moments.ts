/** Now, or a past moment: what every view of the service is made of. */
import { Injectable } from '@nestjs/common';
import type { DispatchException, ServiceWatch } from '@rukh/domain/dispatch';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { LiveEvents } from '../live/live-events.js';
import { WatchService } from '../live/watch.service.js';
import { KeptRange } from './kept-range.js';
import { PastService, notWrittenYet, nothingKept } from './past-service.js';

export interface Moment {
  readonly watch: ServiceWatch;
  /** Epoch seconds. */
  readonly now: number;
  /** Those open, the most urgent first. */
  readonly exceptions: readonly DispatchException[];
  /** Where the stream of events goes on. */
  readonly eventId: string;
}

@Injectable()
export class Moments {
  constructor(
    private readonly live: WatchService,
    private readonly events: LiveEvents,
    private readonly exceptions: ExceptionsService,
    private readonly kept: KeptRange,
    private readonly past: PastService,
  ) {}

  /**
   * What `view` makes of a moment; it must not wait for anything, since the watch of the past is moved on by others.
   * @param at epoch seconds; now where not given
   * @throws Problem 404 where nothing is kept of it, 503 while there is no schedule
   */
  async look<T>(at: number | undefined, view: (moment: Moment) => T): Promise<T> {
    if (at === undefined) return view(this.#now());
    const { from, to } = await this.kept.get();
    if (at > to) throw notWrittenYet();
    if (at < from) throw nothingKept();
    return this.past.look(at, to, (watch, exceptions) =>
      view({ watch, now: at, exceptions, eventId: `past-${at}` }),
    );
  }

  #now(): Moment {
    const watch = this.live.get();
    const now = Date.now() / 1000;
    return { watch, now, exceptions: this.exceptions.list(), eventId: this.events.lastId };
  }
}
