// Reports that the database sums up vehicle by vehicle: here sums become rows of what is asked for, without those of
// carriers that are not seen.
import { Inject, Injectable } from '@nestjs/common';
import { type Period, type ReportReader as Reader, ReportReader } from '@rukh/adapters/postgres';
import {
  Grouped,
  type Principal,
  type ReportColumn,
  type ReportUnit,
  directionText,
  percentOf,
  roundTo,
  seesCarrier,
} from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { CarrierOf } from '../fleet/carrier-of.js';
import type { ReportRequest } from './report-request.js';
import { boardingFigures, emptyBoardings } from './sum-boardings.js';
import { type ScoreSums, addScores, scoreFigures } from './sum-scores.js';
import type { Table } from './trip-reports.js';

type Keys = Readonly<Record<string, string | null | undefined>>;

interface Part<T> {
  readonly keys: Keys;
  readonly sums: T;
}

@Injectable()
export class SummedReports {
  constructor(
    @Inject(ReportReader) private readonly reader: Reader,
    private readonly carrierOf: CarrierOf,
  ) {}

  async make(schedule: Schedule, request: ReportRequest, who: Principal, period: Period): Promise<Table> {
    const isSeen = ({ carrierId, routeId }: Keys): boolean =>
      seesCarrier(who, carrierId ?? undefined) &&
      (request.carrierId === undefined || carrierId === request.carrierId) &&
      (request.routeId === undefined || routeId === request.routeId);
    switch (request.name) {
      case 'off_route':
        return this.#offRoute(schedule, request, period, isSeen);
      case 'ridership':
        return this.#ridership(schedule, request, period, isSeen);
      case 'predictions':
        return this.#predictions(period, isSeen, who);
      case 'quality':
        return this.#quality(schedule, request, period, isSeen);
      case 'headways':
      case 'presence':
      case 'punctuality':
      case 'trips':
        throw new Error(`${request.name} is not summed up by the database`);
    }
  }

  async #offRoute(
    schedule: Schedule,
    { by }: ReportRequest,
    period: Period,
    isSeen: (keys: Keys) => boolean,
  ): Promise<Table> {
    const names = { carrier: ['carrierId'], route: ['routeId'], vehicle: ['carrierId', 'vehicleId'] }[
      by as 'carrier' | 'route' | 'vehicle'
    ];
    const rows = await this.reader.listDriven(period);
    const parts = rows.map(({ vehicleId, tripId, ...sums }) => {
      const routeId = routeOf(schedule, tripId);
      return { keys: { vehicleId, routeId, carrierId: this.#carrier(vehicleId, routeId, period) }, sums };
    });
    const empty = { seconds: 0, metres: 0, offRouteSeconds: 0, offRouteMetres: 0, departures: 0 };
    return tabulate(
      names,
      parts.filter(({ keys }) => isSeen(keys)),
      {
        empty,
        columns: [
          ['hours', 'hours'],
          ['kilometres', 'kilometres'],
          ['departures', 'count'],
          ['offRouteHours', 'hours'],
          ['offRouteKilometres', 'kilometres'],
          ['offRoutePercent', 'percent'],
        ],
        figures: (sums) => ({
          hours: roundTo(sums.seconds / 3600, 2),
          kilometres: roundTo(sums.metres / 1000, 2),
          departures: sums.departures,
          offRouteHours: roundTo(sums.offRouteSeconds / 3600, 2),
          offRouteKilometres: roundTo(sums.offRouteMetres / 1000, 2),
          offRoutePercent: percentOf(sums.offRouteMetres, sums.metres),
        }),
      },
    );
  }

  async #ridership(
    schedule: Schedule,
    { by }: ReportRequest,
    period: Period,
    isSeen: (keys: Keys) => boolean,
  ): Promise<Table> {
    const names = {
      route: ['routeId', 'directionId'],
      hour: ['routeId', 'directionId', 'hour'],
      stop: ['routeId', 'directionId', 'stopId'],
      carrier: ['carrierId'],
      vehicle: ['carrierId', 'vehicleId'],
    }[by as 'route' | 'hour' | 'stop' | 'carrier' | 'vehicle'];
    const rows = await this.reader.listBoardings(period, schedule.timeZone);
    const groups = new Grouped(names, emptyBoardings);
    const whole = emptyBoardings();
    for (const { vehicleId, routeId, directionId, stopId, hour, tripIdPerformed, taps, persons } of rows) {
      const carrierId =
        vehicleId === null ? undefined : this.#carrier(vehicleId, routeId ?? undefined, period);
      const keys = {
        carrierId,
        vehicleId,
        routeId,
        directionId: directionText(directionId ?? undefined),
        stopId,
        hour,
      };
      if (!isSeen(keys)) continue;
      for (const sums of [groups.of(keys), whole]) {
        sums.taps += taps;
        sums.persons += persons;
        if (tripIdPerformed === null) continue;
        sums.byTrip.set(tripIdPerformed, (sums.byTrip.get(tripIdPerformed) ?? 0) + persons);
      }
    }
    return {
      columns: columnsOf(names, [
        ['taps', 'count'],
        ['persons', 'count'],
        ['trips', 'count'],
        ['personsPerTrip', 'ratio'],
        ['fullestTripPersons', 'count'],
      ]),
      rows: groups.rows(boardingFigures),
      total: boardingFigures(whole),
    };
  }

  /** The network's own rows are of all carriers together: only who sees all gets them. */
  async #predictions(period: Period, isSeen: (keys: Keys) => boolean, who: Principal): Promise<Table> {
    const scores = await this.reader.listScores(period);
    const parts = scores
      .map(({ routeId, horizon, ...sums }) => ({
        keys: { routeId, horizon, carrierId: this.carrierOf.ofRoute(routeId) },
        sums,
      }))
      .filter(({ keys }) =>
        keys.routeId === '' ? who.carrierIds === undefined && isSeen(keys) : isSeen(keys),
      );
    const names = ['routeId', 'horizon'];
    const groups = new Grouped<{ sums: ScoreSums | undefined }>(names, () => ({ sums: undefined }));
    for (const { keys, sums } of parts) groups.of(keys).sums = sums;
    return {
      columns: columnsOf(names, [
        ['predictions', 'count'],
        ['meanAbsoluteErrorSeconds', 'seconds'],
        ['biasSeconds', 'seconds'],
        ['within60Percent', 'percent'],
        ['intervalCoveragePercent', 'percent'],
      ]),
      rows: groups.rows(({ sums }) => scoreFigures(sums!)),
      // The network's own rows are of the same predictions as those of its lines: they would count twice.
      total: scoreFigures(addScores(parts.filter(({ keys }) => keys.routeId !== '').map(({ sums }) => sums))),
    };
  }

  async #quality(
    schedule: Schedule,
    { by }: ReportRequest,
    period: Period,
    isSeen: (keys: Keys) => boolean,
  ): Promise<Table> {
    const names = by === 'vehicle' ? ['carrierId', 'vehicleId'] : ['carrierId'];
    const rows = await this.reader.listQuality(period);
    const parts = rows.map(({ vehicleId, tripId, ...sums }) => {
      const routeId = routeOf(schedule, tripId);
      const keys = { vehicleId, routeId, carrierId: this.#carrier(vehicleId, routeId, period) };
      return { keys, sums: { ...sums, vehicles: 1 } };
    });
    const empty = {
      vehicles: 0,
      positions: 0,
      withTrip: 0,
      intervals: 0,
      intervalSeconds: 0,
      delaySeconds: 0,
      silences: 0,
    };
    return tabulate(
      names,
      parts.filter(({ keys }) => isSeen(keys)),
      {
        empty,
        columns: [
          ['vehicles', 'count'],
          ['positions', 'count'],
          ['withTripPercent', 'percent'],
          ['meanIntervalSeconds', 'seconds'],
          ['meanDelaySeconds', 'seconds'],
          ['silences', 'count'],
        ],
        figures: (sums) => ({
          vehicles: sums.vehicles,
          positions: sums.positions,
          withTripPercent: percentOf(sums.withTrip, sums.positions),
          meanIntervalSeconds:
            sums.intervals === 0 ? null : roundTo(sums.intervalSeconds / sums.intervals, 1),
          meanDelaySeconds: sums.positions === 0 ? null : roundTo(sums.delaySeconds / sums.positions, 1),
          silences: sums.silences,
        }),
      },
    );
  }

  #carrier(vehicleId: string, routeId: string | undefined, { from }: Period): string | undefined {
    return this.carrierOf.ofVehicle(vehicleId, routeId, from);
  }
}

/** The route of a trip, where the schedule in force has it. */
function routeOf({ trips, routes }: Schedule, tripId: string | null): string | undefined {
  const trip = tripId === null ? undefined : trips.indexOf.get(tripId);
  return trip === undefined ? undefined : routes[trips.route[trip]!]!.routeId;
}

interface Shape<T> {
  readonly empty: T;
  readonly columns: readonly (readonly [name: string, unit: ReportUnit])[];
  readonly figures: (sums: T) => Record<string, number | null>;
}

/** Adds up parts by the columns that rows are told apart by. */
function tabulate<T extends Record<string, number>>(
  names: readonly string[],
  parts: readonly Part<T>[],
  { empty, columns, figures }: Shape<T>,
): Table {
  const groups = new Grouped<Record<string, number>>(names, () => ({ ...empty }));
  const total: Record<string, number> = { ...empty };
  for (const { keys, sums } of parts) {
    for (const into of [groups.of(keys), total]) {
      for (const name of Object.keys(empty)) into[name]! += sums[name]!;
    }
  }
  return {
    columns: columnsOf(names, columns),
    rows: groups.rows((sums) => figures(sums as T)),
    total: figures(total as T),
  };
}

function columnsOf(names: readonly string[], columns: Shape<unknown>['columns']): ReportColumn[] {
  return [
    ...names.map((name) => ({ name, unit: 'text' }) as const),
    ...columns.map(([name, unit]) => ({ name, unit })),
  ];
}
