/**
 * The service as history has it, for replay. A watch is begun at each ten minutes that are looked at and moved on from
 * there, so that the same moment is always shown alike, whoever came to it from where; who plays on is not made to wait
 * for the next ten minutes. Several are kept, since several people look; no more are begun at once than the process,
 * which has the present to see to, can bear.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ExceptionStore, LineSettingsStore, PastReader, ScheduleStore } from '@rukh/adapters/postgres';
import {
  type DispatchException,
  PAST_FIXES_SECONDS,
  type PastFix,
  type PastPrediction,
  type PastVisit,
  PastWatch,
  ServiceWatch,
  findExceptions,
  toPredictions,
  viewPastExceptions,
} from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { Problem } from '@rukh/service';
import { CarrierOf } from '../fleet/carrier-of.js';
import { OrderStore, toServiceOrder } from '../orders/order-store.js';
import { nameFix, recallHistory } from './recall-history.js';

const SLOT_SECONDS = 600;
const MOST_WALKS = 6;
const MOST_WAITING = 16;
/** Taken in between two breaths of the process. */
const STEP_SECONDS = 10;
/** Who is so far into ten minutes, and came there step by step, will want the next ten. */
const AHEAD_SECONDS = 120;
/** Read at once, so that it need not be asked for at each step. */
const READ_SECONDS = 300;

/** A watch on its way through ten minutes. */
interface Walk {
  readonly slot: number;
  readonly schedule: Schedule;
  readonly past: PastWatch;
  /** Whether anything is kept of before. */
  readonly isKept: boolean;
  /** Up to when rows were read, and the reading of more. */
  readTo: number;
  reading: Promise<void> | undefined;
  predictions: { readonly madeAt: number; readonly byVehicle: ReturnType<typeof toPredictions> } | undefined;
}

/** A walk, and who waits for it. */
interface Entry {
  readonly slot: number;
  readonly walk: Promise<Walk>;
  /** Until where it was asked to go: it does not go back. */
  goal: number;
  /** What is done with it, one after another, in the order in which it was asked. */
  queue: Promise<unknown>;
}

type PastView<T> = (watch: ServiceWatch, exceptions: readonly DispatchException[]) => T;

@Injectable()
export class PastService {
  /** The one used last stands last. */
  #entries: Entry[] = [];
  #waiting = 0;
  /** What is asked for is begun one after another, and so, beside it, what will be asked for. */
  readonly #building: Record<'asked' | 'foreseen', Promise<unknown>> = {
    asked: Promise.resolve(),
    foreseen: Promise.resolve(),
  };

  constructor(
    @Inject(PastReader) private readonly reader: PastReader,
    private readonly schedules: ScheduleStore,
    private readonly lines: LineSettingsStore,
    private readonly carriers: CarrierOf,
    private readonly orders: OrderStore,
    private readonly exceptions: ExceptionStore,
  ) {}

  /**
   * What `view` makes of the watch as of an instant; it must not wait for anything.
   * @param settledTo up to when history is complete, epoch seconds
   * @throws Problem 404 where nothing is kept, 503 where too many ask
   */
  async look<T>(at: number, settledTo: number, view: PastView<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) {
      throw new Problem(503, { detail: 'Others look at the past already; try again.' }, 5);
    }
    this.#waiting++;
    try {
      const entry = this.#entryFor(at, settledTo);
      const noted = Promise.all([this.orders.listInForce(at, at), this.exceptions.listAt(at)]);
      noted.catch(() => undefined);
      const done = entry.queue.then(async () => {
        const { watch } = await this.#moveOn(await entry.walk, at, settledTo);
        const [orders, open] = await noted;
        watch.setOrders(orders.map(toServiceOrder));
        const findings = findExceptions({ watch, lamp: watch.lamp(at), now: at });
        return view(watch, viewPastExceptions(open, findings));
      });
      entry.queue = done.catch(() => undefined);
      return await done;
    } finally {
      this.#waiting--;
    }
  }

  /** One of the same ten minutes that has not gone beyond `at`, else a new one. */
  #entryFor(at: number, settledTo: number): Entry {
    const slot = Math.floor(at / SLOT_SECONDS);
    const [best] = this.#entries
      .filter((entry) => entry.slot === slot && entry.goal <= at)
      .sort((a, b) => b.goal - a.goal);
    const isPlayed = best !== undefined && at > best.goal;
    const chosen = best ?? this.#begin(slot, 'asked');
    chosen.goal = at;
    this.#entries = [...this.#entries.filter((one) => one !== chosen), chosen];
    if (isPlayed && at - slot * SLOT_SECONDS >= AHEAD_SECONDS) this.#prepare(slot + 1, settledTo);
    return chosen;
  }

  #prepare(slot: number, settledTo: number): void {
    if (this.#entries.some((entry) => entry.slot === slot) || slot * SLOT_SECONDS > settledTo) return;
    const entry = this.#begin(slot, 'foreseen');
    entry.queue = entry.walk
      .then((walk) => this.#moveOn(walk, slot * SLOT_SECONDS, settledTo))
      .catch(() => undefined);
  }

  /** One after another: each takes as much of the process and of the database as it may. */
  #begin(slot: number, why: 'asked' | 'foreseen'): Entry {
    const walk = this.#building[why].then(() => this.#build(slot));
    const entry = { slot, walk, goal: slot * SLOT_SECONDS, queue: Promise.resolve() };
    this.#building[why] = walk.catch(() => {
      // Whether it can be shown is said to who asks for it, and tried again for who asks then.
      this.#entries = this.#entries.filter((one) => one !== entry);
    });
    this.#entries = [...this.#entries.slice(-(MOST_WALKS - 1)), entry];
    return entry;
  }

  async #build(slot: number): Promise<Walk> {
    const anchor = slot * SLOT_SECONDS;
    const inForce = await this.schedules.findAt(anchor);
    if (!inForce) throw nothingKept();
    const { schedule } = inForce;
    const watch = new ServiceWatch(schedule, (vehicleId, routeId) =>
      this.#findCarrier(schedule, anchor, vehicleId, routeId),
    );
    const start = anchor - PAST_FIXES_SECONDS;
    const past = new PastWatch(watch, start);
    past.setLines(await this.lines.listSince(start, anchor + SLOT_SECONDS));
    const isKept = await recallHistory(this.reader, this.carriers, watch, start);
    return {
      slot,
      schedule,
      past,
      isKept,
      readTo: start,
      reading: undefined,
      predictions: undefined,
    };
  }

  async #moveOn(walk: Walk, at: number, settledTo: number): Promise<PastWatch> {
    const { past } = walk;
    while (walk.readTo < at) await this.#read(walk, Math.max(at, endOf(walk, settledTo)));
    while (past.at < at) {
      past.moveTo(Math.min(at, past.at + STEP_SECONDS));
      await breathe();
    }
    if (!walk.isKept && past.watch.vehicles.size === 0) throw nothingKept();
    past.show(await this.#predictions(walk, at));
    // Who plays on finds it read.
    const isNear = walk.readTo - at < READ_SECONDS / 2 && walk.readTo < endOf(walk, settledTo);
    if (isNear) this.#read(walk, endOf(walk, settledTo)).catch(() => undefined);
    return past;
  }

  /** One reading at a time. */
  #read(walk: Walk, to: number): Promise<void> {
    walk.reading ??= this.#readOn(walk, to).finally(() => {
      walk.reading = undefined;
    });
    return walk.reading;
  }

  async #readOn(walk: Walk, to: number): Promise<void> {
    const period = { after: walk.readTo, to };
    const fixes: PastFix[] = [];
    const visits: PastVisit[] = [];
    await this.reader.readFixes(period, (fix) => fixes.push(nameFix(this.carriers, fix)));
    await this.reader.readVisits(period, (visit) => visits.push(visit));
    walk.past.add(fixes, visits);
    walk.readTo = to;
  }

  /** What riders were told is sampled at whole minutes. */
  async #predictions(walk: Walk, at: number): Promise<ReturnType<typeof toPredictions>> {
    const madeAt = Math.floor(at / 60) * 60;
    if (walk.predictions?.madeAt !== madeAt) {
      const rows: PastPrediction[] = [];
      await this.reader.readPredictions(madeAt, (row) => rows.push(row));
      walk.predictions = { madeAt, byVehicle: toPredictions(walk.schedule, rows) };
    }
    return walk.predictions.byVehicle;
  }

  #findCarrier(
    schedule: Schedule,
    at: number,
    vehicleId: string | undefined,
    routeId: string | undefined,
  ): string | undefined {
    const registered = vehicleId === undefined ? undefined : this.carriers.find(vehicleId, at)?.carrierId;
    if (registered !== undefined || routeId === undefined) return registered;
    const route = schedule.routes[schedule.routeIndexOf.get(routeId) ?? -1];
    return route && schedule.agencies[route.agency]?.agencyId;
  }
}

/** Up to when to read at once. */
function endOf({ slot, readTo }: Walk, settledTo: number): number {
  return Math.min(settledTo, readTo + READ_SECONDS, (slot + 1) * SLOT_SECONDS);
}

/** History of it is still being written: whoever plays on has come to now. */
export function notWrittenYet(): Problem {
  return new Problem(404, {
    type: 'urn:rukh:problem:not_written_yet',
    detail: 'History of this moment is still being written.',
  });
}

export function nothingKept(): Problem {
  return new Problem(404, { detail: 'Nothing is kept of this moment.' });
}
