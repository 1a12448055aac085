/**
 * Turns expected and observed times into the whole seconds of a feed that no planner refuses: arrival never
 * after departure, and each stop after the one before by at least a second (rules E022, E025; OpenTripPlanner
 * drops a whole trip for one negative hop). Two promises about time itself are kept here as well: what was
 * published as past is not taken back to an earlier time, and a stop not yet reached is not in the past.
 */

/** One stop's times before rounding, epoch seconds. */
export interface StopTimes {
  /** Index in the pattern. */
  readonly stopIndex: number;
  readonly arrivalSeconds: number;
  readonly departureSeconds: number;
  readonly uncertaintySeconds: number;
  /** True where the vehicle has left the stop. */
  readonly passed: boolean;
  /** True where it stands at the stop: the arrival is past, the departure is not. */
  readonly standing: boolean;
}

/** The same in whole seconds. */
export interface PublishedTimes {
  readonly arrival: number;
  readonly departure: number;
}

export interface OrderedStopTimes extends PublishedTimes {
  readonly stopIndex: number;
  readonly uncertainty: number;
  readonly passed: boolean;
}

export interface OrderLimits {
  /** Now, and header timestamp of the snapshot in the making, whole seconds. */
  readonly header: number;
  /** Header timestamp of the last snapshot that had this trip; 0 where none had. */
  readonly lastHeader: number;
  /** All times are later than this: the end of the block's trip before. */
  readonly afterSeconds: number;
  /** Whether the vehicle was heard of lately. A silent one may have passed a stop unseen: its expected times stand. */
  readonly isFresh: boolean;
}

/** How far ahead an overdue stop is put: more than it takes consumers to poll again is not known. */
const OVERDUE_STEP_SECONDS = 10;

/** `before` are the times published last, by stop index. */
export function orderStopTimes(
  stops: readonly StopTimes[],
  before: ReadonlyMap<number, PublishedTimes>,
  limits: OrderLimits,
): OrderedStopTimes[] {
  const ordered: OrderedStopTimes[] = [];
  let earliest = limits.afterSeconds + 1;
  for (const [i, stop] of stops.entries()) {
    const isLast = i === stops.length - 1;
    const last = before.get(stop.stopIndex);
    const arrival = Math.max(earliest, arrivalOf(stop, last, limits, isLast));
    const departure = Math.max(arrival, departureOf(stop, last, limits, isLast));
    ordered.push({
      stopIndex: stop.stopIndex,
      arrival,
      departure,
      uncertainty: Math.ceil(stop.uncertaintySeconds),
      passed: stop.passed,
    });
    earliest = departure + 1;
  }
  return ordered;
}

function arrivalOf(
  stop: StopTimes,
  last: PublishedTimes | undefined,
  limits: OrderLimits,
  isLast: boolean,
): number {
  if (stop.passed) return past(stop.arrivalSeconds, last?.arrival, limits);
  if (stop.standing) return past(Math.min(stop.arrivalSeconds, limits.header), last?.arrival, limits);
  return expected(stop.arrivalSeconds, last?.arrival, limits, isLast);
}

function departureOf(
  stop: StopTimes,
  last: PublishedTimes | undefined,
  limits: OrderLimits,
  isLast: boolean,
): number {
  if (stop.passed) return past(stop.departureSeconds, last?.departure, limits);
  return expected(stop.departureSeconds, last?.departure, limits, isLast);
}

/** A time that has been: as it was published, if it was past then already. */
function past(seconds: number, published: number | undefined, { lastHeader }: OrderLimits): number {
  return published !== undefined && published <= lastHeader ? published : Math.round(seconds);
}

/** A time to come, or of which it is not known whether it has come. */
function expected(
  seconds: number,
  published: number | undefined,
  limits: OrderLimits,
  isLast: boolean,
): number {
  const whole = Math.round(seconds);
  if (whole > limits.header) return whole;
  // Only the last stop keeps a silent vehicle's trip running: without it the trip would have nothing ahead.
  if (limits.isFresh || isLast) {
    return published !== undefined && published > limits.header
      ? published
      : limits.header + OVERDUE_STEP_SECONDS;
  }
  return published !== undefined && published <= limits.lastHeader ? Math.max(published, whole) : whole;
}
