/** Clears a period: reads it day by day, so that a month of a city needs the memory of a day. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClearingReader, ClearingStore } from '@rukh/adapters/postgres';
import {
  CLEARING_RULE_VERSION,
  type ClearingChoice,
  DueBook,
  RideTally,
  clearDay,
  clearSales,
} from '@rukh/domain/fares';
import { findDay, formatDay } from '@rukh/domain/time';
import type { TicketingConfig } from '../config.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { findClearingRules } from './find-clearing-rules.js';
import { type DayTrips, placeRide } from './place-ride.js';

export interface ClearingWish {
  readonly fromDay: string;
  readonly toDay: string;
  readonly rule: ClearingChoice;
}

@Injectable()
export class ClearPeriod {
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly tariffs: Tariffs,
    private readonly reader: ClearingReader,
    private readonly store: ClearingStore,
  ) {}

  /**
   * Answers the run that was kept. Nothing is booked.
   * @param onDay told after each day how many are read
   */
  async run(
    wish: ClearingWish,
    onDay: (days: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<{ runId: number; inputSha256: string }> {
    const rules = await findClearingRules(this.tariffs, this.config, wish);
    const hash = createHash('sha256');
    const [book, tally] = [new DueBook(), new RideTally()];
    const metres = new Map<string, number>();
    let charges = 0;
    const [first, last] = [findDay(wish.fromDay)!, findDay(wish.toDay)!];
    // Rides of the small hours are of trips of the service day before.
    let before = await this.#readTrips(formatDay(first - 1), undefined);
    for (let day = first; day <= last; day++) {
      const today = await this.#readTrips(formatDay(day), metres);
      const rides = (await this.reader.listRides(formatDay(day))).map((ride) =>
        placeRide(ride, [before, today]),
      );
      hash.update(JSON.stringify(rides));
      clearDay(book, rides, rules.journeys);
      tally.add(rides);
      charges += rides.length;
      before = today;
      await onDay(day - first + 1);
    }
    const sold = await this.reader.listSales(wish.fromDay, wish.toDay);
    hash.update(JSON.stringify([sold, [...metres]]));
    const sales = clearSales(book, sold, { rides: tally.list(), metres, rules });
    const lines = book.list().map((due) => ({ ...due, metres: metres.get(due.operatorId) ?? 0 }));
    const inputHash = hash.digest();
    const told = { ...rules, products: Object.fromEntries(rules.products) };
    const runId = await this.store.save({
      ...{ ...wish, rules: told, ruleVersion: CLEARING_RULE_VERSION, inputHash, charges, lines, sales },
      madeBy: 'administration',
    });
    return { runId, inputSha256: inputHash.toString('hex') };
  }

  /** Trips of a service day; `sums` takes the metres of each carrier. */
  async #readTrips(day: string, sums: Map<string, number> | undefined): Promise<DayTrips> {
    const trips = await this.reader.listTrips(day);
    for (const { operatorId, metres } of trips) {
      sums?.set(operatorId, (sums.get(operatorId) ?? 0) + metres);
    }
    return { day, trips: new Map(trips.map(({ tripIdPerformed, metres }) => [tripIdPerformed, metres])) };
  }
}
