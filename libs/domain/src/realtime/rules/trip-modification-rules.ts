import { runsPastMidnight } from '../../gtfs/index.js';
import { addDays, findServiceDate, serviceDateAt } from '../../time/index.js';
import type { Modification, StopSelector, TripModifications } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { ModificationsContext, Rule } from './rule.js';

/** Rules on TripModifications: detours of scheduled trips. */
export const tripModificationRules: readonly Rule[] = [
  {
    id: 'S041',
    severity: 'error',
    title: 'Modification without a start',
    meaning: 'start_stop_selector says where a modification begins; its travel times count from there.',
    modifications: (context) =>
      eachModification(context, ({ startStopSelector }) =>
        startStopSelector ? [] : ['has no start_stop_selector'],
      ),
  },
  {
    id: 'S042',
    severity: 'error',
    title: 'Stop selector that selects nothing',
    meaning: 'A stop selector has a stop_sequence or a stop_id.',
    modifications: (context) =>
      eachModification(context, (modification) =>
        selectorsOf(modification)
          .filter(([, { stopSequence, stopId }]) => stopSequence === undefined && stopId === undefined)
          .map(([name]) => `selects nothing by its ${name}: there is neither stop_sequence nor stop_id`),
      ),
  },
  {
    id: 'S043',
    severity: 'error',
    title: 'Stop selector with an unknown stop',
    meaning: 'It selects a stop of the original trip, so one of stops.txt.',
    needs: ['schedule'],
    modifications: (context) =>
      eachModification(context, (modification) =>
        selectorsOf(modification)
          .filter(([, { stopId }]) => stopId !== undefined && context.feed.findStop(stopId) === undefined)
          .map(([name, { stopId }]) => `names stop_id ${stopId} in its ${name}, which is not in stops.txt`),
      ),
  },
  {
    id: 'S044',
    severity: 'warning',
    title: 'Unknown shape of selected trips',
    meaning: 'shape_id names a shape of shapes.txt or of a Shape entity, by its shape_id.',
    needs: ['schedule'],
    modifications: ({ modifications: { selectedTrips }, feed }) =>
      selectedTrips?.flatMap(({ shapeId }) => {
        if (shapeId === undefined || feed.knowsShape(shapeId)) return [];
        return [`shape_id ${shapeId} of selected_trips names no shape${misnamed(feed, shapeId, 'shape_id')}`];
      }),
  },
  {
    id: 'S046',
    severity: 'warning',
    title: 'Unknown replacement stop',
    meaning: 'A replacement stop is in stops.txt or a Stop entity of the feed, by its stop_id.',
    needs: ['schedule'],
    modifications: (context) =>
      eachModification(context, ({ replacementStops }) =>
        (replacementStops ?? []).flatMap(({ stopId }) => {
          const { feed } = context;
          if (stopId === undefined || feed.findStop(stopId) !== undefined || feed.realtimeStops.has(stopId)) {
            return [];
          }
          return [`has the unknown replacement stop ${stopId}${misnamed(feed, stopId, 'stop_id')}`];
        }),
      ),
  },
  {
    id: 'S047',
    severity: 'error',
    title: 'Replacement stop that is not a stop or platform',
    meaning: 'Vehicles call at stops with location_type 0.',
    needs: ['schedule'],
    modifications: (context) =>
      eachModification(context, ({ replacementStops }) =>
        (replacementStops ?? []).flatMap(({ stopId }) => {
          const stop = stopId === undefined ? undefined : context.feed.findStop(stopId);
          const type = stop === undefined ? 0 : context.feed.schedule!.stops.locationType[stop]!;
          return type === 0 ? [] : [`has the replacement stop ${stopId}, whose location_type is ${type}`];
        }),
      ),
  },
  {
    id: 'S048',
    severity: 'error',
    title: 'Travel times that go back',
    meaning: 'travel_time_to_stop does not fall below that of a replacement stop before.',
    modifications: (context) =>
      eachModification(context, ({ replacementStops }) => {
        let latest = -Infinity;
        return (replacementStops ?? []).flatMap(({ travelTimeToStop: time }) => {
          if (time === undefined) return [];
          if (time < latest) return [`has travel_time_to_stop ${time} after ${latest}`];
          latest = time;
          return [];
        });
      }),
  },
  {
    id: 'S050',
    severity: 'error',
    title: 'Service date that is none',
    meaning: 'service_dates are days as YYYYMMDD.',
    modifications: ({ modifications: { serviceDates } }) =>
      serviceDates
        ?.filter((date) => findServiceDate(date) === undefined)
        .map((date) => `service date "${date}" is no day as YYYYMMDD`),
  },
  {
    id: 'S049',
    severity: 'warning',
    title: 'Detour that is not within the week',
    meaning:
      'Only detours from today to seven days on are sent; days are those of the schedule, of UTC without one. Trips of yesterday that run past midnight are of today too.',
    modifications: ({ modifications, feed }) => {
      const today = serviceDateAt(feed.nowSeconds, feed.schedule?.timeZone ?? 'UTC');
      const first = hasNightTrips(modifications, feed) ? addDays(today, -1) : today;
      const last = addDays(today, 7);
      return modifications.serviceDates
        ?.filter((date) => findServiceDate(date) !== undefined && (date < first || date > last))
        .map((date) => `service date ${date} is not from ${first} to ${last}`);
    },
  },
];

function hasNightTrips({ selectedTrips = [] }: TripModifications, feed: FeedContext): boolean {
  const ids = selectedTrips.flatMap(({ tripIds }) => tripIds ?? []);
  return ids.some((tripId) => {
    const trip = feed.findTrip({ tripId });
    return trip !== undefined && runsPastMidnight(feed.schedule!, trip);
  });
}

function eachModification(
  { modifications }: ModificationsContext,
  check: (modification: Modification) => readonly string[],
): readonly string[] {
  return (modifications.modifications ?? []).flatMap((modification, index) =>
    check(modification).map((fault) => `modification ${index + 1} ${fault}`),
  );
}

function selectorsOf({
  startStopSelector,
  endStopSelector,
}: Modification): readonly (readonly [string, StopSelector])[] {
  return [
    ...(startStopSelector ? ([['start_stop_selector', startStopSelector]] as const) : []),
    ...(endStopSelector ? ([['end_stop_selector', endStopSelector]] as const) : []),
  ];
}

function misnamed({ entityIds }: FeedContext, id: string, field: string): string {
  return entityIds.has(id) ? `; it is the id of an entity, the ${field} within it is meant` : '';
}
