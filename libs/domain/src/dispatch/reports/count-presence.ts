/**
 * Lviv's three figures, by carrier and route, run, or hour, as the city's own tables of 2023-03-21 have them:
 *
 * - presence: hours of runs in which a vehicle was seen, of the hours of runs that were planned. A run counts in a clock
 *   hour in which it has a planned stop; it is present where a vehicle was seen at any of those stops.
 * - trips performed: trips that were operated, of those planned.
 * - adherence: stops served on schedule, and stops served otherwise because a dispatcher said so ("special mode"), of
 *   the stops planned. The tables give the parts: (stops_on_schedule + stops_special_mode) / stops_plan.
 *
 * Percentages of a group are of its sums, never means of percentages.
 */
import { localClock } from '../../time/index.js';
import { isOnTime } from './count-punctuality.js';
import { Grouped, clockHour } from './grouped.js';
import { judgeTrip } from './judge-trip.js';
import { type PunctualityLimits, type ReportColumn, type ReportRow, percentOf } from './report.js';
import type { TripRecord } from './trip-record.js';

export type PresenceBy = 'route' | 'run' | 'hour' | 'carrier';

interface Sums {
  readonly plannedHours: Set<string>;
  readonly presentHours: Set<string>;
  plannedTrips: number;
  performedTrips: number;
  plannedStops: number;
  servedStops: number;
  onScheduleStops: number;
  specialModeStops: number;
}

const KEYS: Readonly<Record<PresenceBy, readonly string[]>> = {
  carrier: ['carrierId'],
  route: ['carrierId', 'routeId'],
  run: ['carrierId', 'routeId', 'serviceDate', 'runId'],
  hour: ['carrierId', 'routeId', 'hour'],
};

export function presenceColumns(by: PresenceBy): ReportColumn[] {
  const count = (name: string): ReportColumn => ({ name, unit: 'count' });
  const percent = (name: string): ReportColumn => ({ name, unit: 'percent' });
  return [
    ...KEYS[by].map((name) => ({ name, unit: 'text' }) as const),
    count('plannedRunHours'),
    count('presentRunHours'),
    percent('presencePercent'),
    count('plannedTrips'),
    count('performedTrips'),
    percent('tripsPerformedPercent'),
    count('plannedStops'),
    count('servedStops'),
    count('onScheduleStops'),
    count('specialModeStops'),
    percent('adherencePercent'),
  ];
}

export class PresenceCount {
  readonly #groups: Grouped<Sums>;
  readonly #total = emptySums();

  constructor(
    by: PresenceBy,
    private readonly limits: PunctualityLimits,
    private readonly timeZone: string,
  ) {
    this.#groups = new Grouped(KEYS[by], emptySums);
  }

  add(record: TripRecord): void {
    const times = record.plan.stops.map(({ departureSeconds }) => departureSeconds);
    this.#addTrip(this.#groupOf(record, times[0]!), record);
    for (const [i, at] of times.entries()) this.#addStop(this.#groupOf(record, at), record, i);
  }

  rows(): ReportRow[] {
    return this.#groups.rows(figuresOf);
  }

  total(): ReportRow {
    return figuresOf(this.#total);
  }

  #addTrip(group: Sums, record: TripRecord): void {
    const isPerformed = judgeTrip(record) === 'operated';
    for (const sums of [group, this.#total]) {
      sums.plannedTrips++;
      if (isPerformed) sums.performedTrips++;
    }
  }

  #addStop(group: Sums, { plan, seen, order }: TripRecord, index: number): void {
    const stop = seen[index];
    const hour = this.#hourOf(plan.stops[index]!.departureSeconds);
    const runHour = `${plan.serviceDate} ${plan.routeId} ${plan.runId} ${hour}`;
    const isOn = stop !== undefined && isOnTime(plan, stop, this.limits);
    for (const sums of [group, this.#total]) {
      sums.plannedHours.add(runHour);
      sums.plannedStops++;
      if (!stop) continue;
      sums.presentHours.add(runHour);
      sums.servedStops++;
      if (isOn) sums.onScheduleStops++;
      else if (order === 'changed') sums.specialModeStops++;
    }
  }

  #groupOf({ plan, carrierId }: TripRecord, atSeconds: number): Sums {
    const { routeId, serviceDate, runId } = plan;
    const hour = clockHour(atSeconds, this.timeZone);
    return this.#groups.of({ carrierId, routeId, serviceDate, runId, hour });
  }

  /** Hours on the wall since 1970. */
  #hourOf(atSeconds: number): number {
    return Math.floor(localClock(this.timeZone).wallMs(atSeconds * 1000) / 3_600_000);
  }
}

function emptySums(): Sums {
  return {
    plannedHours: new Set(),
    presentHours: new Set(),
    plannedTrips: 0,
    performedTrips: 0,
    plannedStops: 0,
    servedStops: 0,
    onScheduleStops: 0,
    specialModeStops: 0,
  };
}

function figuresOf(sums: Sums): Record<string, number | null> {
  const { plannedTrips, performedTrips, plannedStops, servedStops, onScheduleStops, specialModeStops } = sums;
  const plannedRunHours = sums.plannedHours.size;
  const presentRunHours = sums.presentHours.size;
  return {
    plannedRunHours,
    presentRunHours,
    presencePercent: percentOf(presentRunHours, plannedRunHours),
    plannedTrips,
    performedTrips,
    tripsPerformedPercent: percentOf(performedTrips, plannedTrips),
    plannedStops,
    servedStops,
    onScheduleStops,
    specialModeStops,
    adherencePercent: percentOf(onScheduleStops + specialModeStops, plannedStops),
  };
}
