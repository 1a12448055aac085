import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ExceptionEventKind, ExceptionStore } from '@rukh/adapters/postgres';
import {
  type BookedException,
  type DispatchException,
  EXCEPTION_KINDS,
  ExceptionBook,
  PATIENCE,
  type Principal,
  type Refusal,
  type ServiceWatch,
  findExceptions,
} from '@rukh/domain/dispatch';
import type { DispatchConfig } from '../config.js';
import { Journal } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { WatchService } from '../live/watch.service.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { ChangeQueue } from './change-queue.js';

const RETRY_MS = 2000;
/** After a start, what was written down is kept for so many times the settling. */
const CLEAR_SETTLINGS = 4;

export type Handling = 'take' | 'release' | 'snooze' | 'solve';
export interface Wish {
  readonly handling: Handling;
  /** Of a snooze, epoch seconds. */
  readonly until: number;
  readonly note?: string | undefined;
}

const STEPS: Readonly<Partial<Record<BookedException['step'], ExceptionEventKind>>> = {
  raised: 'raised',
  woken: 'woken',
  over: 'cleared',
};

const HANDLED_AS: Readonly<Record<Handling, ExceptionEventKind>> = {
  take: 'taken',
  release: 'released',
  snooze: 'snoozed',
  solve: 'solved',
};

function nameRoute(watch: ServiceWatch | undefined, routeId: string): string | undefined {
  const route = watch?.schedule.routes[watch.schedule.routeIndexOf.get(routeId) ?? -1];
  return route && (route.shortName || route.longName);
}

/** Looks each second at what needs a dispatcher, tells consoles, and writes it down so that a restart goes on. */
@Injectable()
export class ExceptionsService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Exceptions');
  readonly #book = new ExceptionBook();
  readonly #queue: ChangeQueue;
  readonly #stop = new AbortController();
  #isRestored = false;
  #caughtUpAt: number | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: ExceptionStore,
    private readonly watch: WatchService,
    private readonly events: LiveEvents,
    private readonly metrics: WatchMetrics,
    journal: Journal,
  ) {
    const naming = {
      route: (routeId: string) => nameRoute(this.watch.find(), routeId),
      vehicle: (vehicleId: string) => this.watch.find()?.vehicles.get(vehicleId)?.update.position.label,
    };
    this.#queue = new ChangeQueue(store, journal, naming, (error) => {
      this.metrics.errors.inc({ where: 'exceptions' });
      this.#logger.debug(`exceptions are not written down yet: ${error.message}`);
    });
  }

  onModuleInit(): void {
    void this.#restore();
    this.watch.afterTick((watch, now) => {
      this.#look(watch, now);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#queue.close();
  }

  /** Those open, the most urgent first. */
  list(): DispatchException[] {
    return this.#book.list();
  }

  find(exceptionId: string): DispatchException | undefined {
    return this.#book.find(exceptionId);
  }

  handle(
    exceptionId: string,
    person: Principal,
    { handling, until, note }: Wish,
  ): DispatchException | Refusal {
    const now = Math.floor(Date.now() / 1000);
    const done = this.#handle(exceptionId, person, handling, until, now);
    if (typeof done === 'string') return done;
    this.#tell([done]);
    const by = { userId: person.userId, userName: person.name, note };
    this.#queue.add([{ booked: done, event: { exceptionId, at: now, event: HANDLED_AS[handling], ...by } }]);
    return done.exception;
  }

  #handle(
    exceptionId: string,
    person: Principal,
    handling: Handling,
    until: number,
    now: number,
  ): BookedException | Refusal {
    switch (handling) {
      case 'take':
        return this.#book.take(exceptionId, person, now);
      case 'release':
        return this.#book.release(exceptionId);
      case 'snooze':
        return this.#book.snooze(exceptionId, person, until);
      case 'solve':
        return this.#book.solve(exceptionId, person, now);
    }
  }

  #look(watch: ServiceWatch, now: number): void {
    if (!this.#isRestored || !this.watch.isCaughtUp) return;
    this.#caughtUpAt ??= now;
    const settled = now - this.#caughtUpAt;
    const settling = this.config.RUKH_DISPATCH_SETTLE_SECONDS;
    const changed = this.#book.look(
      {
        findings: findExceptions({ watch, lamp: watch.lamp(now), now }),
        patience: PATIENCE,
        mayRaise: settled >= settling,
        mayClear: settled >= CLEAR_SETTLINGS * settling,
        isOrdered: ({ tripId, serviceDate }) =>
          tripId !== undefined &&
          serviceDate !== undefined &&
          watch.ordered.isTripCancelled(tripId, serviceDate),
      },
      now,
    );
    if (changed.length === 0) return;
    this.#tell(changed);
    this.#writeDown(changed, now);
    this.#count();
  }

  #tell(changed: readonly BookedException[]): void {
    for (const { exception } of changed) this.events.publish('exception', exception);
  }

  /** Steps of its life are written down; a changed value alone is not. */
  #writeDown(changed: readonly BookedException[], now: number): void {
    const steps = changed.flatMap((booked) => {
      const { exceptionId, kind } = booked.exception;
      if (booked.step === 'raised') this.metrics.raisedExceptions.inc({ kind });
      const event = STEPS[booked.step];
      return event ? [{ booked, event: { exceptionId, at: now, event } }] : [];
    });
    this.#queue.add(steps);
  }

  #count(): void {
    const counts = Map.groupBy(this.#book.list(), ({ kind }) => kind);
    for (const kind of EXCEPTION_KINDS) {
      this.metrics.openExceptions.set({ kind }, counts.get(kind)?.length ?? 0);
    }
  }

  /** What was open before a restart; without it nothing is raised, for it would be raised twice. */
  async #restore(): Promise<void> {
    while (!this.#isRestored && !this.#stop.signal.aborted) {
      try {
        const open = await this.store.listOpen();
        this.#book.restore(open, Date.now() / 1000);
        this.#isRestored = true;
        if (open.length > 0) this.#logger.log(`goes on with ${open.length} exceptions`);
        this.#count();
      } catch (error) {
        this.metrics.errors.inc({ where: 'exceptions' });
        this.#logger.warn(`open exceptions cannot be read yet: ${(error as Error).message}`);
        await delay(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }
}
