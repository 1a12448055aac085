/** Trips delivered: each planned one is operated, partly operated, cancelled or not observed, and they add up. */
import { Grouped, clockHour } from './grouped.js';
import { TRIP_OUTCOMES, type TripOutcome, judgeTrip } from './judge-trip.js';
import { type ReportColumn, type ReportRow, percentOf } from './report.js';
import type { TripRecord } from './trip-record.js';

export type TripsBy = 'route' | 'run' | 'hour' | 'carrier';

const KEYS: Readonly<Record<TripsBy, readonly string[]>> = {
  carrier: ['carrierId'],
  route: ['carrierId', 'routeId'],
  run: ['carrierId', 'routeId', 'serviceDate', 'runId'],
  hour: ['carrierId', 'routeId', 'hour'],
};

export function tripsColumns(by: TripsBy): ReportColumn[] {
  return [
    ...KEYS[by].map((name) => ({ name, unit: 'text' }) as const),
    ...['planned', ...TRIP_OUTCOMES].map((name) => ({ name, unit: 'count' }) as const),
    { name: 'operatedPercent', unit: 'percent' },
  ];
}

type Tally = Record<TripOutcome, number>;

const emptyTally = (): Tally => ({ operated: 0, partly: 0, cancelled: 0, unobserved: 0 });

export class TripsCount {
  readonly #groups: Grouped<Tally>;
  readonly #total = emptyTally();

  constructor(
    by: TripsBy,
    private readonly timeZone: string,
  ) {
    this.#groups = new Grouped(KEYS[by], emptyTally);
  }

  add(record: TripRecord): void {
    const outcome = judgeTrip(record);
    for (const tally of [this.#groupOf(record), this.#total]) tally[outcome]++;
  }

  rows(): ReportRow[] {
    return this.#groups.rows(figuresOf);
  }

  total(): ReportRow {
    return figuresOf(this.#total);
  }

  #groupOf({ plan, carrierId }: TripRecord): Tally {
    const { routeId, serviceDate, runId, stops } = plan;
    const hour = clockHour(stops[0]!.departureSeconds, this.timeZone);
    return this.#groups.of({ carrierId, routeId, serviceDate, runId, hour });
  }
}

function figuresOf({ operated, partly, cancelled, unobserved }: Tally): Record<string, number | null> {
  const planned = operated + partly + cancelled + unobserved;
  return { planned, operated, partly, cancelled, unobserved, operatedPercent: percentOf(operated, planned) };
}
