/**
 * How even a line runs, by route and direction (and hour). At each stop headways are the times between one departure
 * and the next, whatever trip it is of; of the plan likewise.
 *
 * - AWT, SWT: the mean wait of riders who come at any moment, as it was and as planned: sum h^2 / (2 sum h).
 * - EWT = AWT - SWT: TfL's excess wait time of high-frequency routes (FOI-0791-1920; that the mean wait is
 *   sum h^2 / (2 sum h) follows from riders arriving evenly: a gap of h is met by h of them, who wait h/2).
 * - CV: standard deviation of headways by their mean (TCQSM's coefficient of variation of headways).
 * - bunched: at most half the planned headway of the hour; gaps: at least one and a half.
 *
 * Sums are taken over the stops of a direction before they are divided, so that each stop weighs by its time. Longer
 * headways than two hours are breaks of service, and belong to nothing.
 */
import { Grouped, clockHour, directionText } from './grouped.js';
import { type ReportColumn, type ReportRow, percentOf } from './report.js';
import { type TripRecord, timeOf } from './trip-record.js';
import { roundTo } from './round.js';

export type HeadwaysBy = 'route' | 'hour' | 'stop';

const KEYS: Readonly<Record<HeadwaysBy, readonly string[]>> = {
  route: ['routeId', 'directionId'],
  hour: ['routeId', 'directionId', 'hour'],
  stop: ['routeId', 'directionId', 'stopId'],
};
const LONGEST_HEADWAY_SECONDS = 7200;
const BUNCH_SHARE = 0.5;
const GAP_SHARE = 1.5;

export function headwaysColumns(by: HeadwaysBy): ReportColumn[] {
  const seconds = (name: string): ReportColumn => ({ name, unit: 'seconds' });
  return [
    ...KEYS[by].map((name) => ({ name, unit: 'text' }) as const),
    { name: 'headways', unit: 'count' },
    seconds('plannedHeadwaySeconds'),
    seconds('headwaySeconds'),
    { name: 'variation', unit: 'ratio' },
    seconds('scheduledWaitSeconds'),
    seconds('actualWaitSeconds'),
    seconds('excessWaitSeconds'),
    { name: 'bunchedPercent', unit: 'percent' },
    { name: 'gapPercent', unit: 'percent' },
  ];
}

/** Count, sum and sum of squares of headways, seconds. */
export interface HeadwaySums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Mean wait of riders who come evenly, seconds; null without headways. */
export function meanWaitSeconds({ sum, squares }: HeadwaySums): number | null {
  return sum === 0 ? null : squares / (2 * sum);
}

/** Standard deviation by mean; null without headways. */
export function headwayVariation({ count, sum, squares }: HeadwaySums): number | null {
  if (count === 0 || sum === 0) return null;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
}

interface Group {
  planned: HeadwaySums;
  actual: HeadwaySums;
  /** Headways as they were, to be held against the planned mean. */
  readonly headways: number[];
}

interface Passages {
  readonly key: Readonly<Record<string, string | null>>;
  readonly planned: number[];
  readonly actual: number[];
}

const NONE: HeadwaySums = { count: 0, sum: 0, squares: 0 };

export class HeadwaysCount {
  readonly #groups: Grouped<Group>;
  #day = new Map<string, Passages>();

  constructor(
    by: HeadwaysBy,
    private readonly timeZone: string,
  ) {
    this.#groups = new Grouped(KEYS[by], () => ({ planned: NONE, actual: NONE, headways: [] }));
  }

  add({ plan, seen }: TripRecord): void {
    // Nobody gets in at the last stop.
    for (const [i, stop] of plan.stops.slice(0, -1).entries()) {
      const passages = this.#passagesOf(plan.routeId, plan.directionId, stop.stopId);
      passages.planned.push(stop.departureSeconds);
      const at = seen[i] && timeOf(seen[i]);
      if (at !== undefined && at !== Infinity) passages.actual.push(at);
    }
  }

  /** Call after each service day: headways do not reach over the night. */
  endDay(): void {
    for (const passages of this.#day.values()) {
      this.#measure(passages, 'planned');
      this.#measure(passages, 'actual');
    }
    this.#day = new Map();
  }

  rows(): ReportRow[] {
    return this.#groups.rows(figuresOf);
  }

  /**
   * All rows as one: waits of all riders together, of rows that have both a plan and headways, each row as long as it was seen, in
   * the plan as in what was: a line that hardly anybody was seen on would else make the wait of others look long or short. So the
   * excess is the mean of the rows' own, each by its time. Bunches and gaps are by the planned headway of their own row. How even
   * lines of different headways are together has no meaning: of more than one row there is no variation.
   */
  total(): ReportRow {
    const groups = this.#groups.list();
    const both = groups.filter(({ planned, actual }) => planned.sum > 0 && actual.count > 0);
    const { variation, ...whole } = figuresOf(
      (both.length > 0 ? both.map(planAsSeen) : groups).reduce(addGroups, {
        planned: NONE,
        actual: NONE,
        headways: [],
      }),
    );
    const counted = groups.map(countOdd);
    const share = (which: 'bunched' | 'gaps'): number | null =>
      percentOf(
        counted.reduce((sum, odd) => sum + odd[which], 0),
        counted.reduce((sum, { of }) => sum + of, 0),
      );
    return {
      ...whole,
      headways: groups.reduce((sum, { actual }) => sum + actual.count, 0),
      ...(groups.length <= 1 && { variation: variation ?? null }),
      bunchedPercent: share('bunched'),
      gapPercent: share('gaps'),
    };
  }

  #passagesOf(routeId: string, directionId: number | undefined, stopId: string): Passages {
    const key = { routeId, directionId: directionText(directionId), stopId };
    const text = JSON.stringify(Object.values(key));
    const known = this.#day.get(text) ?? { key, planned: [], actual: [] };
    this.#day.set(text, known);
    return known;
  }

  #measure(passages: Passages, which: 'planned' | 'actual'): void {
    const times = passages[which].sort((a, b) => a - b);
    for (let i = 1; i < times.length; i++) {
      const headway = times[i]! - times[i - 1]!;
      if (headway > LONGEST_HEADWAY_SECONDS) continue;
      // A headway is of the hour in which it ends.
      const group = this.#groups.of({ ...passages.key, hour: clockHour(times[i]!, this.timeZone) });
      const { count, sum, squares } = group[which];
      group[which] = { count: count + 1, sum: sum + headway, squares: squares + headway * headway };
      if (which === 'actual') group.headways.push(headway);
    }
  }
}

function mean({ count, sum }: HeadwaySums): number | null {
  return count === 0 ? null : sum / count;
}

/** Headways that are bunched, and gaps, of so many that can be told: those with a plan. */
function countOdd({ planned, headways }: Group): { bunched: number; gaps: number; of: number } {
  const plannedMean = mean(planned);
  if (plannedMean === null) return { bunched: 0, gaps: 0, of: 0 };
  return {
    bunched: headways.filter((headway) => headway <= BUNCH_SHARE * plannedMean).length,
    gaps: headways.filter((headway) => headway >= GAP_SHARE * plannedMean).length,
    of: headways.length,
  };
}

/** The plan of as much time as the line was seen. */
function planAsSeen({ planned, actual, headways }: Group): Group {
  const share = actual.sum / planned.sum;
  const { count, sum, squares } = planned;
  return { planned: { count: count * share, sum: sum * share, squares: squares * share }, actual, headways };
}

/** Headways themselves stay with their rows, by whose plan they are judged. */
function addGroups(a: Group, b: Group): Group {
  const add = (x: HeadwaySums, y: HeadwaySums): HeadwaySums => ({
    count: x.count + y.count,
    sum: x.sum + y.sum,
    squares: x.squares + y.squares,
  });
  return { planned: add(a.planned, b.planned), actual: add(a.actual, b.actual), headways: [] };
}

function figuresOf(group: Group): Record<string, number | null> {
  const { planned, actual } = group;
  const plannedMean = mean(planned);
  const [swt, awt] = [meanWaitSeconds(planned), meanWaitSeconds(actual)];
  const { bunched, gaps, of } = countOdd(group);
  return {
    headways: actual.count,
    plannedHeadwaySeconds: roundTo(plannedMean, 1),
    headwaySeconds: roundTo(mean(actual), 1),
    variation: roundTo(headwayVariation(actual), 3),
    scheduledWaitSeconds: roundTo(swt, 1),
    actualWaitSeconds: roundTo(awt, 1),
    excessWaitSeconds: swt === null || awt === null ? null : roundTo(awt - swt, 1),
    bunchedPercent: percentOf(bunched, of),
    gapPercent: percentOf(gaps, of),
  };
}
