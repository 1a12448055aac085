/** What carriers have of one ride: its journey's charge divided as clearing divides it, by the same function. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type ChargeRevision,
  ClearingReader,
  type ClearingRun,
  ClearingStore,
} from '@rukh/adapters/postgres';
import { type ClearingPart, type RideToClear, type SalesLine, apportionJourneys } from '@rukh/domain/fares';
import type { TicketingConfig } from '../config.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { findClearingRules } from './find-clearing-rules.js';
import { type DayTrips, placeRide } from './place-ride.js';

const TOLD = ['runId', 'fromDay', 'toDay', 'rule', 'madeAt', 'bookedAt', 'supersededBy'] as const;

export interface SharedRide extends RideToClear {
  /** What its carrier has of the journey's charge. */
  readonly apportionedMinor: number;
}

export interface RideShares {
  /** The run that says so; null where the day is not cleared, and the tariff says how it will be. */
  readonly run: Pick<ClearingRun, (typeof TOLD)[number]> | null;
  readonly rule: readonly ClearingPart[];
  /** Of the journey in this fare day, as it stood when the run was made. */
  readonly rides: readonly SharedRide[];
  /** Where a pass or ticket covered the ride: what its carrier has of all that was sold of it in the run's period. */
  readonly sold: SalesLine | null;
}

@Injectable()
export class ShareRide {
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly tariffs: Tariffs,
    private readonly reader: ClearingReader,
    private readonly store: ClearingStore,
  ) {}

  /** @param charge the revision of the ride that holds */
  async share({ rideRef, journeyRef, accountId, fareDate }: ChargeRevision): Promise<RideShares> {
    const run = await this.store.findOfDay(fareDate);
    const journey = { journeyRef, accountId, fareDay: fareDate, asOf: run?.madeAt ?? new Date() };
    const placed = await this.reader.listJourney(journey);
    const days = await this.#readTrips(placed);
    const rule = run
      ? (run.rules as { journeys: readonly ClearingPart[] }).journeys
      : (await findClearingRules(this.tariffs, this.config, { rule: 'TARIFF', toDay: fareDate })).journeys;
    const rides = placed.map((ride) => placeRide(ride, days));
    const parts = apportionJourneys(rides, rule);
    const own = rides.find((ride) => ride.rideRef === rideRef);
    const isOwn = ({ productId, operatorId }: SalesLine): boolean =>
      productId === own?.productId && operatorId === own.operatorId;
    return {
      run: run
        ? (Object.fromEntries(TOLD.map((name) => [name, run[name]])) as unknown as RideShares['run'])
        : null,
      rule,
      rides: rides.map((ride) => ({ ...ride, apportionedMinor: parts.get(ride.rideRef)! })),
      sold: run?.sales.find(isOwn) ?? null,
    };
  }

  async #readTrips(
    rides: readonly { readonly serviceDate: string | null; readonly tripIdPerformed: string | null }[],
  ): Promise<DayTrips[]> {
    const known = rides.filter(({ tripIdPerformed }) => tripIdPerformed !== null);
    const byDay = Map.groupBy(known, ({ serviceDate }) => serviceDate!);
    return Promise.all(
      [...byDay].map(async ([day, some]) => {
        const trips = await this.reader.listTrips(
          day,
          some.map(({ tripIdPerformed }) => tripIdPerformed!),
        );
        return { day, trips: new Map(trips.map(({ tripIdPerformed, metres }) => [tripIdPerformed, metres])) };
      }),
    );
  }
}
