/** Clears a period: reads it day by day, so that a month of a city needs the memory of a day. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClearingReader, ClearingStore, type PlacedRide } from '@rukh/adapters/postgres';
import {
  CLEARING_RULE_VERSION,
  type ClearingChoice,
  type ClearingRules,
  DEFAULT_CLEARING,
  DueBook,
  RideTally,
  clearDay,
  clearSales,
  clearingBy,
  findTariff,
  readTariffs,
} from '@rukh/domain/fares';
import { findDay, formatDay, localClock } from '@rukh/domain/time';
import type { TicketingConfig } from '../config.js';
import { readTariffFolders } from '../pricing/read-tariff-folders.js';
import { TICKETING_CONFIG } from '../tokens.js';

export interface ClearingWish {
  readonly fromDay: string;
  readonly toDay: string;
  readonly rule: ClearingChoice;
}

/** Metres by trip, of one service day. */
type TripMetres = ReadonlyMap<string, number>;

@Injectable()
export class ClearPeriod {
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly reader: ClearingReader,
    private readonly store: ClearingStore,
  ) {}

  /** Answers the run that was kept. Nothing is booked. */
  async run(wish: ClearingWish): Promise<{ runId: number; inputSha256: string }> {
    const rules = await this.#findRules(wish);
    const hash = createHash('sha256');
    const [book, tally] = [new DueBook(), new RideTally()];
    const metres = new Map<string, number>();
    let charges = 0;
    const [first, last] = [findDay(wish.fromDay)!, findDay(wish.toDay)!];
    // Rides of the small hours are of trips of the service day before.
    let before = await this.#readTrips(formatDay(first - 1), undefined);
    for (let day = first; day <= last; day++) {
      const today = await this.#readTrips(formatDay(day), metres);
      const rides = (await this.reader.listRides(formatDay(day))).map((ride) => place(ride, [before, today]));
      hash.update(JSON.stringify(rides));
      clearDay(book, rides, rules.journeys);
      tally.add(rides);
      charges += rides.length;
      before = today;
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

  /** By the tariff in force at noon of the last day. */
  async #findRules({ rule, toDay }: ClearingWish): Promise<ClearingRules> {
    if (rule !== 'TARIFF') return clearingBy(rule);
    const { history } = readTariffs(await readTariffFolders(this.config.RUKH_TARIFFS));
    const clock = localClock(this.config.RUKH_TICKETING_TIME_ZONE);
    const noonMs = clock.instantOf(findDay(toDay)!, 12 * 3600);
    return findTariff(history, noonMs)?.clearing ?? DEFAULT_CLEARING;
  }

  /** Trips of a service day; `sums` takes the metres of each carrier. */
  async #readTrips(
    day: string,
    sums: Map<string, number> | undefined,
  ): Promise<{ day: string; trips: TripMetres }> {
    const trips = await this.reader.listTrips(day);
    for (const { operatorId, metres } of trips) {
      sums?.set(operatorId, (sums.get(operatorId) ?? 0) + metres);
    }
    return { day, trips: new Map(trips.map(({ tripIdPerformed, metres }) => [tripIdPerformed, metres])) };
  }
}

/** With the metres of its trip. */
function place(
  { serviceDate, tripIdPerformed, ...ride }: PlacedRide,
  days: readonly { readonly day: string; readonly trips: TripMetres }[],
): Omit<PlacedRide, 'serviceDate' | 'tripIdPerformed'> {
  const metres = days.find(({ day }) => day === serviceDate)?.trips.get(tripIdPerformed ?? '');
  return metres === undefined ? ride : { ...ride, metres };
}
