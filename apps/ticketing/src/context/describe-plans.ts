/** The trips that occur in what was seen of vehicles, as the timetable has them; else as far as they were seen. */
import type { FixRow, StayRow } from '@rukh/adapters/postgres';
import { type Schedule, type TripIndex, patternOf } from '@rukh/domain/gtfs';
import type { PlannedStop, TripPlan } from '@rukh/domain/taps';

export class TripPlans {
  readonly #known = new Map<string, TripPlan>();

  constructor(readonly schedule: Schedule | undefined) {}

  find(tripId: string): TripPlan | undefined {
    const known = this.#known.get(tripId);
    if (known) return known;
    const trip = this.schedule?.trips.indexOf.get(tripId);
    if (!this.schedule || trip === undefined) return undefined;
    const plan = describeTrip(this.schedule, trip);
    this.#known.set(tripId, plan);
    return plan;
  }

  /** Plans of all trips in these rows and of those that devices name. */
  collect(
    stays: readonly StayRow[],
    fixes: readonly FixRow[],
    claimed: readonly string[],
  ): ReadonlyMap<string, TripPlan> {
    const plans = new Map<string, TripPlan>();
    const named = [...stays, ...fixes].map((row) => row.trip_id_scheduled);
    for (const tripId of new Set([...named, ...claimed])) {
      const plan = this.find(tripId) ?? describeSeen(stays.filter((row) => row.trip_id_scheduled === tripId));
      if (plan) plans.set(tripId, plan);
    }
    return plans;
  }
}

function describeTrip(schedule: Schedule, trip: TripIndex): TripPlan {
  const first = schedule.trips.firstStopTime[trip]!;
  const { departureSeconds, stopSequence } = schedule.stopTimes;
  const direction = schedule.trips.directionId[trip]!;
  const { stops, stopMetres } = patternOf(schedule, trip);
  return {
    routeId: schedule.routes[schedule.trips.route[trip]!]!.routeId,
    ...(direction < 0 ? {} : { directionId: direction }),
    stops: [...stops].map((stop, i) => ({
      stopId: schedule.stops.ids[stop]!,
      stopSequence: stopSequence[first + i]!,
      offsetSeconds: departureSeconds[first + i]! - departureSeconds[first]!,
      metres: Math.round(stopMetres[i]!),
    })),
  };
}

/** A trip that is in no timetable any more. */
function describeSeen(rows: readonly StayRow[]): TripPlan | undefined {
  const [any] = rows;
  if (!any) return undefined;
  const stops: (PlannedStop | undefined)[] = Array.from({
    length: Math.max(...rows.map((row) => row.trip_stop_sequence)),
  });
  for (const row of rows) {
    stops[row.trip_stop_sequence - 1] = {
      stopId: row.stop_id,
      stopSequence: row.scheduled_stop_sequence,
      offsetSeconds: (row.scheduled_ms - any.scheduled_ms) / 1000,
    };
  }
  return {
    routeId: any.route_id,
    ...(any.direction_id === null ? {} : { directionId: any.direction_id }),
    stops,
  };
}
