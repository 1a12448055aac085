import { followsSchedule } from './match-stop-times.js';
import type { Rule, TripUpdateContext } from './rule.js';

/** Rules on the order of a trip's stops, and on their places in stop_times.txt. */
export const stopOrderRules: readonly Rule[] = [
  {
    id: 'E002',
    severity: 'error',
    title: 'Stops out of order',
    meaning:
      'Stop time updates rise strictly by stop_sequence; where there is none, by the order of stop_times.txt.',
    tripUpdate: disorder,
  },
  {
    id: 'E009',
    severity: 'error',
    title: 'No stop_sequence on a trip that visits a stop twice',
    meaning: 'There the stop_id does not tell which visit is meant.',
    needs: ['schedule'],
    tripUpdate: ({ feed, tripIndex, stops, relationship }) => {
      if (tripIndex === undefined || !followsSchedule(relationship)) return undefined;
      if (!feed.facts!.repeatsStop(feed.schedule!.trips.pattern[tripIndex]!)) return undefined;
      return stops.some((stop) => stop.stopSequence === undefined)
        ? 'the trip visits a stop more than once, but not all its stop time updates have a stop_sequence'
        : undefined;
    },
  },
  {
    id: 'E036',
    severity: 'error',
    title: 'stop_sequence repeated',
    meaning: 'Each stop time update speaks of another stop of the trip.',
    stopTimeUpdate: ({ update: { stopSequence }, index, trip }) =>
      index > 0 && stopSequence !== undefined && trip.stops[index - 1]!.stopSequence === stopSequence
        ? `stop_sequence ${stopSequence} comes twice in a row`
        : undefined,
  },
  {
    id: 'E037',
    severity: 'error',
    title: 'stop_id repeated',
    meaning: 'A vehicle does not call at the same stop twice in a row.',
    stopTimeUpdate: ({ update: { stopId }, index, trip }) =>
      index > 0 && stopId && trip.stops[index - 1]!.stopId === stopId
        ? `stop_id ${stopId} comes twice in a row`
        : undefined,
  },
  {
    id: 'E045',
    severity: 'error',
    title: 'stop_sequence and stop_id disagree with the schedule',
    meaning: 'stop_times.txt has the stop_id under that stop_sequence.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { stopSequence, stopId }, row, trip: { feed, tripIndex } }) => {
      if (row < 0 || stopSequence === undefined || stopId === undefined) return undefined;
      const { stops, patterns, trips } = feed.schedule!;
      const { stops: served } = patterns[trips.pattern[tripIndex!]!]!;
      const scheduled = stops.ids[served[row - trips.firstStopTime[tripIndex!]!]!]!;
      return scheduled === stopId
        ? undefined
        : `stop_id is ${stopId}, but stop_times.txt has ${scheduled} at stop_sequence ${stopSequence}`;
    },
  },
  {
    id: 'E051',
    severity: 'error',
    title: 'stop_sequence not in the schedule',
    meaning:
      'stop_times.txt has that stop_sequence on the trip. The reference validator also says this of a stop_sequence that merely comes out of order, and then leaves the rest of the trip unchecked; we leave that to E002 and go on.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { stopSequence }, row, trip: { tripIndex, relationship } }) =>
      stopSequence !== undefined && row < 0 && tripIndex !== undefined && followsSchedule(relationship)
        ? `stop_sequence ${stopSequence} is not one of the trip's in stop_times.txt`
        : undefined,
  },
];

function disorder({ stops, rows, feed, tripIndex }: TripUpdateContext): string | undefined {
  let previous = -1;
  for (const { stopSequence } of stops) {
    if (stopSequence === undefined) continue;
    if (stopSequence <= previous) return `stop_sequence ${stopSequence} follows stop_sequence ${previous}`;
    previous = stopSequence;
  }
  let last = -1;
  for (let i = 0; i < stops.length; i++) {
    const row = rows[i]!;
    const { stopSequence, stopId } = stops[i]!;
    if (row >= 0) {
      if (row <= last) return 'its stops are not in the order of stop_times.txt';
      last = row;
    } else if (last >= 0 && stopSequence === undefined && stopId !== undefined && tripIndex !== undefined) {
      if (feed.findStop(stopId) !== undefined) {
        return `stop ${stopId} comes in another order in stop_times.txt`;
      }
    }
  }
  return undefined;
}
