/**
 * How departures stood to the timetable: at the stops of a trip its departure, at its last its arrival. Shares are of
 * the observed that could be matched; a time more than half an hour off is of another trip, not late (as Lviv's own
 * study of punctuality has it).
 */
import { Grouped, clockHour, directionText } from './grouped.js';
import { type PunctualityLimits, type ReportColumn, type ReportRow, percentOf } from './report.js';
import type { PlannedTrip, SeenStop, TripRecord } from './trip-record.js';
import { roundTo } from './round.js';

export type PunctualityBy = 'route' | 'hour' | 'stop' | 'carrier';

const KEYS: Readonly<Record<PunctualityBy, readonly string[]>> = {
  carrier: ['carrierId'],
  route: ['routeId', 'directionId'],
  hour: ['routeId', 'directionId', 'hour'],
  stop: ['routeId', 'directionId', 'stopId'],
};

export function punctualityColumns(by: PunctualityBy): ReportColumn[] {
  const counts = ['observed', 'early', 'onTime', 'late', 'unmatched'];
  return [
    ...KEYS[by].map((name) => ({ name, unit: 'text' }) as const),
    ...counts.map((name) => ({ name, unit: 'count' }) as const),
    { name: 'onTimePercent', unit: 'percent' },
    ...['p10Seconds', 'medianSeconds', 'p90Seconds'].map((name) => ({ name, unit: 'seconds' }) as const),
  ];
}

/** Observed minus planned, seconds; undefined where no time was seen. */
export function deviationOf({ stops }: PlannedTrip, seen: SeenStop): number | undefined {
  const planned = stops[seen.stopIndex]!;
  const isLast = seen.stopIndex === stops.length - 1;
  const { arrivalSeconds: arrived, departureSeconds: left } = seen;
  if (isLast && arrived !== undefined) return arrived - planned.arrivalSeconds;
  if (left !== undefined) return left - planned.departureSeconds;
  return arrived === undefined ? undefined : arrived - planned.arrivalSeconds;
}

export function isOnTime(plan: PlannedTrip, seen: SeenStop, limits: PunctualityLimits): boolean {
  const deviation = deviationOf(plan, seen);
  return deviation !== undefined && deviation >= -limits.earlySeconds && deviation <= limits.lateSeconds;
}

interface Group {
  readonly deviations: number[];
  unmatched: number;
}

export class PunctualityCount {
  readonly #groups: Grouped<Group>;
  readonly #total = emptyGroup();

  constructor(
    by: PunctualityBy,
    private readonly limits: PunctualityLimits,
    private readonly options: { readonly timeZone: string; readonly timepointsOnly: boolean },
  ) {
    this.#groups = new Grouped(KEYS[by], emptyGroup);
  }

  add(record: TripRecord): void {
    const { plan, seen, order } = record;
    // Who was told to hold is not late.
    if (order !== undefined) return;
    for (const stop of seen) {
      if (!stop) continue;
      if (this.options.timepointsOnly && !plan.stops[stop.stopIndex]!.isTimepoint) continue;
      const deviation = deviationOf(plan, stop);
      if (deviation === undefined) continue;
      for (const group of [this.#groupOf(record, stop), this.#total]) {
        if (Math.abs(deviation) > this.limits.unmatchedSeconds) group.unmatched++;
        else group.deviations.push(deviation);
      }
    }
  }

  rows(): ReportRow[] {
    return this.#groups.rows((group) => this.#figuresOf(group));
  }

  total(): ReportRow {
    return this.#figuresOf(this.#total);
  }

  #figuresOf({ deviations, unmatched }: Group): Record<string, number | null> {
    const { earlySeconds, lateSeconds } = this.limits;
    const sorted = Float64Array.from(deviations).sort();
    const early = sorted.filter((deviation) => deviation < -earlySeconds).length;
    const late = sorted.filter((deviation) => deviation > lateSeconds).length;
    const onTime = sorted.length - early - late;
    return {
      observed: sorted.length + unmatched,
      early,
      onTime,
      late,
      unmatched,
      onTimePercent: percentOf(onTime, sorted.length),
      p10Seconds: roundTo(quantile(sorted, 0.1), 1),
      medianSeconds: roundTo(quantile(sorted, 0.5), 1),
      p90Seconds: roundTo(quantile(sorted, 0.9), 1),
    };
  }

  #groupOf({ plan, carrierId }: TripRecord, { stopIndex }: SeenStop): Group {
    const { stopId, departureSeconds } = plan.stops[stopIndex]!;
    const directionId = directionText(plan.directionId);
    const hour = clockHour(departureSeconds, this.options.timeZone);
    return this.#groups.of({ carrierId, routeId: plan.routeId, directionId, hour, stopId });
  }
}

function emptyGroup(): Group {
  return { deviations: [], unmatched: 0 };
}

/** The nearest rank of sorted values; null of none. */
export function quantile(sorted: Float64Array, share: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
