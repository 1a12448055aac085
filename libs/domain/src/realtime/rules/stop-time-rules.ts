import type { StopTimeEvent, StopTimeUpdate } from '../feed-message.js';
import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import { followsSchedule } from './match-stop-times.js';
import type { Faults, Rule, StopContext, TripUpdateContext } from './rule.js';

/** Rules on the times at stops: which must be given, which must not, and that they rise. */
const { SKIPPED, NO_DATA } = StopScheduleRelationship;
const { NEW, REPLACEMENT, DUPLICATED } = TripScheduleRelationship;

export const stopTimeRules: readonly Rule[] = [
  {
    id: 'E022',
    severity: 'error',
    title: 'Times that do not rise from stop to stop',
    meaning:
      'Each arrival and departure is after every time of the stops before. Planners drop the whole trip otherwise.',
    tripUpdate: findFallingTimes,
  },
  {
    id: 'E025',
    severity: 'error',
    title: 'Departure before arrival',
    meaning: 'At one stop the departure is at or after the arrival.',
    stopTimeUpdate: ({ update: { arrival, departure } }) =>
      arrival?.time !== undefined && departure?.time !== undefined && departure.time < arrival.time
        ? `it departs at ${departure.time}, before it arrives at ${arrival.time}`
        : undefined,
  },
  {
    id: 'E042',
    severity: 'error',
    title: 'Times with NO_DATA',
    meaning:
      'NO_DATA says that nothing is known. Since 2025 a stop of a NEW or REPLACEMENT trip still gives its scheduled_time, and nothing else.',
    stopTimeUpdate: ({ update, relationship, trip }) => {
      if (relationship !== NO_DATA) return undefined;
      const ownStops = !followsSchedule(trip.relationship);
      return namedEvents(update)
        .filter(([, event]) => !ownStops || event.time !== undefined || event.delay !== undefined)
        .map(([name]) => `it is NO_DATA and has ${name === 'arrival' ? 'an' : 'a'} ${name}`);
    },
  },
  {
    id: 'E043',
    severity: 'error',
    title: 'Neither arrival nor departure',
    meaning: 'A stop that is not SKIPPED or NO_DATA has one of them at least.',
    stopTimeUpdate: ({ update, relationship }) =>
      !update.arrival && !update.departure && relationship !== SKIPPED && relationship !== NO_DATA
        ? 'it has neither arrival nor departure'
        : undefined,
  },
  {
    id: 'E044',
    severity: 'error',
    title: 'Arrival or departure that says nothing',
    meaning:
      'An arrival or departure gives a time or a delay; not where the stop is SKIPPED, nor with NO_DATA on a NEW or REPLACEMENT trip, where the scheduled_time is enough.',
    stopTimeUpdate: ({ update, relationship, trip }) => {
      const { arrival, departure } = update;
      if (relationship === SKIPPED || (saysTime(arrival) && saysTime(departure))) return undefined;
      const scheduleEnough = relationship === NO_DATA && !followsSchedule(trip.relationship);
      return namedEvents(update)
        .filter(([, event]) => !saysTime(event) && !(scheduleEnough && event.scheduledTime !== undefined))
        .map(([name]) => `its ${name} has neither time nor delay`);
    },
  },
  {
    id: 'E046',
    severity: 'error',
    title: 'No time given and none scheduled',
    meaning:
      'A delay counts from the time in stop_times.txt; where that is empty, the time itself is needed.',
    needs: ['schedule'],
    stopTimeUpdate: (stop) =>
      isUntimed(stop)
        ? namedEvents(stop.update)
            .filter(([, event]) => event.time === undefined)
            .map(([name]) => `its ${name} has no time and stop_times.txt has none either`)
        : undefined,
  },
  {
    id: 'E005',
    severity: 'error',
    title: 'Only a delay and no scheduled time',
    meaning:
      'The case of E046 in which a delay is given that counts from nothing. The reference validator names it but never runs it.',
    needs: ['schedule'],
    stopTimeUpdate: (stop) =>
      isUntimed(stop)
        ? namedEvents(stop.update)
            .filter(([, event]) => event.time === undefined && event.delay !== undefined)
            .map(([name]) => `its ${name} has only a delay and stop_times.txt has no time`)
        : undefined,
  },
  {
    id: 'S004',
    severity: 'error',
    title: 'scheduled_time of a trip in the schedule',
    meaning:
      'scheduled_time is for NEW, REPLACEMENT and DUPLICATED trips; others have their times in stop_times.txt.',
    stopTimeUpdate: ({ update, trip: { relationship } }) => {
      if (relationship === NEW || relationship === REPLACEMENT || relationship === DUPLICATED) {
        return undefined;
      }
      if (update.arrival?.scheduledTime === undefined && update.departure?.scheduledTime === undefined) {
        return undefined;
      }
      return namedEvents(update)
        .filter(([, event]) => event.scheduledTime !== undefined)
        .map(([name]) => `its ${name} has a scheduled_time, but the trip is in the schedule`);
    },
  },
  {
    id: 'S005',
    severity: 'warning',
    title: 'Only an occupancy, and not NO_DATA',
    meaning: 'departure_occupancy_status without times goes with NO_DATA.',
    stopTimeUpdate: ({ update, relationship }) =>
      update.departureOccupancyStatus !== undefined &&
      !update.arrival &&
      !update.departure &&
      relationship !== NO_DATA
        ? 'it has only a departure_occupancy_status and is not NO_DATA'
        : undefined,
  },
  {
    id: 'S006',
    severity: 'error',
    title: 'One time where the schedule has two',
    meaning:
      'Where stop_times.txt has arrival and departure, so does the update. The first stop may do without arrival and the last without departure.',
    needs: ['schedule'],
    stopTimeUpdate: findHalfTimes,
  },
  {
    id: 'S019',
    severity: 'error',
    title: 'Delay on a trip without trip_id',
    meaning: 'Where only the route is named there is no timetable to be late against; give the time.',
    stopTimeUpdate: ({ update, trip: { trip } }) =>
      trip.tripId === undefined && trip.routeId !== undefined
        ? namedEvents(update)
            .filter(([, event]) => event.time === undefined)
            .map(([name]) => `its ${name} has no time, and the trip has no trip_id`)
        : undefined,
  },
];

function namedEvents({
  arrival,
  departure,
}: StopTimeUpdate): readonly (readonly ['arrival' | 'departure', StopTimeEvent])[] {
  const events: (readonly ['arrival' | 'departure', StopTimeEvent])[] = [];
  if (arrival) events.push(['arrival', arrival]);
  if (departure) events.push(['departure', departure]);
  return events;
}

function saysTime(event: StopTimeEvent | undefined): boolean {
  return event === undefined || event.time !== undefined || event.delay !== undefined;
}

function isUntimed({ row, trip: { feed } }: StopContext): boolean {
  return row >= 0 && feed.schedule!.stopTimes.timed[row] === 0;
}

/** Up to four faults a stop: arrival and departure, each against the last arrival and the last departure. */
function findFallingTimes({ stops }: TripUpdateContext): Faults {
  let faults: string[] | undefined;
  let lastArrival = -Infinity;
  let lastDeparture = -Infinity;
  const compare = (stop: StopTimeUpdate, what: string, time: number, before: string, last: number): void => {
    if (time > last) return;
    const name =
      stop.stopSequence === undefined ? `stop ${stop.stopId}` : `stop_sequence ${stop.stopSequence}`;
    (faults ??= []).push(`${name}: the ${what} ${time} is not after the ${before} ${last} of a stop before`);
  };
  for (const stop of stops) {
    const arrival = stop.arrival?.time;
    const departure = stop.departure?.time;
    if (arrival !== undefined) {
      compare(stop, 'arrival', arrival, 'arrival', lastArrival);
      compare(stop, 'arrival', arrival, 'departure', lastDeparture);
    }
    if (departure !== undefined) {
      compare(stop, 'departure', departure, 'departure', lastDeparture);
      compare(stop, 'departure', departure, 'arrival', lastArrival);
    }
    lastArrival = arrival ?? lastArrival;
    lastDeparture = departure ?? lastDeparture;
  }
  return faults;
}

function findHalfTimes({ update, row, relationship, trip: { feed, tripIndex } }: StopContext): Faults {
  if (row < 0 || relationship !== StopScheduleRelationship.SCHEDULED) return undefined;
  if ((update.arrival === undefined) === (update.departure === undefined)) return undefined;
  const { trips, stopTimes } = feed.schedule!;
  if (stopTimes.timed[row] === 0) return undefined;
  const isFirst = row === trips.firstStopTime[tripIndex!];
  const isLast = row === trips.firstStopTime[tripIndex! + 1]! - 1;
  if (update.arrival === undefined) {
    return isFirst ? undefined : 'it has a departure and no arrival; stop_times.txt has both';
  }
  return isLast ? undefined : 'it has an arrival and no departure; stop_times.txt has both';
}
