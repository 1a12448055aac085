import type { ObservedArrivals } from '../observed-arrivals.js';
import type { Baseline } from './baseline.js';

/**
 * The three that only shift the timetable. None answers where the timetable has no time for the visit, and all say
 * the scheduled time for a trip that had not been seen yet.
 */

/** The scheduled time. */
export function timetableBaseline(truth: ObservedArrivals): Baseline {
  return { name: 'timetable', predict: (visit) => known(truth.scheduledSeconds[visit]!) };
}

/**
 * The scheduled time, and how late the trip was at the last stop where it had been seen; now for what should have
 * happened by that: a vehicle that loses time on the way would otherwise be said to have passed already.
 */
export function lastDelayBaseline(truth: ObservedArrivals): Baseline {
  return {
    name: 'last-delay',
    predict: (visit, atSeconds) => {
      const trip = truth.tripOf[visit]!;
      const seen = truth.findLastSeen(trip, atSeconds, truth.positionOf[visit]);
      const scheduled = truth.scheduledSeconds[visit]!;
      if (seen === undefined) return known(scheduled);
      return known(Math.max(atSeconds, scheduled + delayAt(truth, trip, seen)));
    },
  };
}

/**
 * The scheduled time and one constant for the vehicle on its trip: how late it was where it was first seen. So
 * Lviv's own predictor works: 89 % of the times between stops in its feed are the timetable's to the second.
 */
export function constantBaseline(truth: ObservedArrivals): Baseline {
  return {
    name: 'constant',
    predict: (visit, atSeconds) => {
      const { visits } = truth.trips[truth.tripOf[visit]!]!;
      const first = visits.find((one) => !Number.isNaN(truth.scheduledSeconds[one]!));
      const isSeen = first !== undefined && first !== visit && truth.arrivalSeconds[first]! <= atSeconds;
      const constant = isSeen ? truth.arrivalSeconds[first]! - truth.scheduledSeconds[first]! : 0;
      return known(truth.scheduledSeconds[visit]! + constant);
    },
  };
}

/** How late a trip was at a visit or, where the timetable says nothing of that, at the one before it. */
function delayAt(truth: ObservedArrivals, trip: number, visit: number): number {
  const { visits } = truth.trips[trip]!;
  for (let i = truth.positionOf[visit]!; i >= 0; i--) {
    const delay = truth.arrivalSeconds[visits[i]!]! - truth.scheduledSeconds[visits[i]!]!;
    if (!Number.isNaN(delay)) return delay;
  }
  return 0;
}

function known(seconds: number): number | undefined {
  return Number.isNaN(seconds) ? undefined : seconds;
}
