// Reports that are counted trip by trip: plan and history of each day are joined, and each report counts from the same.
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type ReportReader as Reader, ReportReader, type VisitRow } from '@rukh/adapters/postgres';
import {
  HeadwaysCount,
  type HeadwaysBy,
  type PresenceBy,
  PresenceCount,
  type Principal,
  type PunctualityBy,
  PunctualityCount,
  type ReportColumn,
  type ReportRow,
  type SeenStop,
  type TakenOrder,
  type TripRecord,
  type TripsBy,
  TripsCount,
  headwaysColumns,
  listPlannedTrips,
  orderOfTrip,
  presenceColumns,
  punctualityColumns,
  recordTrips,
  seesCarrier,
  tripsColumns,
} from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { type ServiceDate, ServiceDays, getServiceDate } from '@rukh/domain/time';
import { CarrierOf } from '../fleet/carrier-of.js';
import { type ReportRequest, listDates } from './report-request.js';

export interface Table {
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  readonly total?: ReportRow;
}

/** Orders that were in force at any time between two instants, epoch seconds. */
export interface TakenOrders {
  list(from: number, to: number): Promise<readonly TakenOrder[]>;
}
export const TAKEN_ORDERS = Symbol('taken orders');

interface Count {
  add(record: TripRecord): void;
  endDay?(): void;
  rows(): ReportRow[];
  total?(): ReportRow;
}

/** So many trips are joined before others of the process have their turn. */
const TRIPS_AT_ONCE = 500;

@Injectable()
export class TripReports {
  constructor(
    @Inject(ReportReader) private readonly reader: Reader,
    private readonly carrierOf: CarrierOf,
    @Inject(TAKEN_ORDERS) private readonly orders: TakenOrders,
  ) {}

  /** @param now trips that are not over yet are not counted, epoch seconds */
  async make(schedule: Schedule, request: ReportRequest, who: Principal, now: number): Promise<Table> {
    const { columns, count } = chooseCount(request, schedule.timeZone);
    const days = new ServiceDays(schedule.timeZone);
    for (const date of listDates(request.from, request.to)) {
      const records = await this.#recordDay(schedule, days, { date: getServiceDate(date), request, now });
      for (const [i, record] of records.entries()) {
        if (i % TRIPS_AT_ONCE === 0) await breathe();
        if (this.#isWanted(record, request, who)) count.add(record);
      }
      count.endDay?.();
    }
    const total = count.total?.();
    return { columns, rows: count.rows(), ...(total ? { total } : {}) };
  }

  async #recordDay(
    schedule: Schedule,
    days: ServiceDays,
    { date, request, now }: { date: ServiceDate; request: ReportRequest; now: number },
  ): Promise<TripRecord[]> {
    const noon = days.startSeconds(date) + 43_200;
    const plans = listPlannedTrips(schedule, days, date, request.routeId);
    const over = plans.filter(({ stops }) => stops.at(-1)!.arrivalSeconds <= now);
    const seen: SeenStop[] = [];
    await this.reader.readVisits(date, request.routeId, (rows) => {
      for (const row of rows) seen.push(toSeen(row));
    });
    const orders = await this.orders.list(noon - 86_400, noon + 129_600);
    return recordTrips(over, seen, {
      carrierOf: (routeId, vehicleId) =>
        vehicleId === undefined
          ? this.carrierOf.ofRoute(routeId)
          : this.carrierOf.ofVehicle(vehicleId, routeId, noon),
      orderOf: (plan) => {
        if (orders.length === 0) return undefined;
        const { type: routeType, agency } = schedule.routes[schedule.routeIndexOf.get(plan.routeId)!]!;
        return orderOfTrip(plan, { routeType, agencyId: schedule.agencies[agency]!.agencyId }, orders);
      },
    });
  }

  /** Headways are of a line, whoever runs it: they are seen by whose line it is. Anything else is of a trip. */
  #isWanted(
    { plan, carrierId }: TripRecord,
    { name, carrierId: wanted }: ReportRequest,
    who: Principal,
  ): boolean {
    const whose = name === 'headways' ? this.carrierOf.ofRoute(plan.routeId) : carrierId;
    return seesCarrier(who, whose) && (wanted === undefined || whose === wanted);
  }
}

function chooseCount(request: ReportRequest, timeZone: string): { columns: ReportColumn[]; count: Count } {
  const { name, by, timepointsOnly } = request;
  switch (name) {
    case 'presence':
      return {
        columns: presenceColumns(by as PresenceBy),
        count: new PresenceCount(by as PresenceBy, request, timeZone),
      };
    case 'trips':
      return { columns: tripsColumns(by as TripsBy), count: new TripsCount(by as TripsBy, timeZone) };
    case 'headways':
      return {
        columns: headwaysColumns(by as HeadwaysBy),
        count: new HeadwaysCount(by as HeadwaysBy, timeZone),
      };
    case 'punctuality': {
      const count = new PunctualityCount(by as PunctualityBy, request, { timeZone, timepointsOnly });
      return { columns: punctualityColumns(by as PunctualityBy), count };
    }
    case 'off_route':
    case 'predictions':
    case 'quality':
    case 'ridership':
      throw new Error(`${name} is not counted by trips`);
  }
}

/** trip_id_performed is the trip, its start where it has several, and the vehicle: `T1@07:30:00/1279`. */
function toSeen({ tripIdPerformed, vehicleId, place, arrivalSeconds, departureSeconds }: VisitRow): SeenStop {
  const tripKey = tripIdPerformed.slice(0, -(vehicleId.length + 1));
  return { tripKey, stopIndex: place - 1, vehicleId, arrivalSeconds, departureSeconds };
}
