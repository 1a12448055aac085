/**
 * What journey planners refuse in a GTFS-realtime feed, read from their sources: OpenTripPlanner at fa993ddd,
 * nigiri (of MOTIS) at 4a5b3d1f. Read by the official bindings: nothing here knows how Rukh makes a feed. Each rule
 * and its source is in docs/feeds.md, "What planners take".
 */
import gtfsRealtime from 'gtfs-realtime-bindings';

const { transit_realtime: official } = gtfsRealtime;
const { ScheduleRelationship: TripIs } = official.TripDescriptor;
const { ScheduleRelationship: StopIs } = official.TripUpdate.StopTimeUpdate;
/** OTP: TripTimesUpdater.MAX_ARRIVAL_DEPARTURE_TIME. */
const MOST_SECONDS = 48 * 3600;

/** The timetable as a planner has it. */
export interface PlannerTimetable {
  /** Stops of a trip by stop_sequence, with its planned times in seconds of the service day. */
  readonly trips: ReadonlyMap<string, ReadonlyMap<number, PlannerCall>>;
  readonly stops: ReadonlySet<string>;
  /** Epoch seconds of noon minus twelve hours. */
  readonly dayStart: (serviceDate: string) => number;
}
export interface PlannerCall {
  readonly stopId: string;
  readonly arrival: number;
  readonly departure: number;
}

type Update = InstanceType<typeof official.TripUpdate>;
type StopUpdate = InstanceType<typeof official.TripUpdate.StopTimeUpdate>;
type Event = InstanceType<typeof official.TripUpdate.StopTimeEvent>;
const has = (message: object | null | undefined, field: string): boolean =>
  message !== null && message !== undefined && Object.hasOwn(message, field);

/** Each thing that a planner would refuse or leave out: entity, rule. Trips that OTP knows no way to take are not asked. */
export function listRefusals(feeds: readonly Uint8Array[], timetable: PlannerTimetable): string[] {
  return feeds.flatMap((bytes) => {
    const { entity } = official.FeedMessage.decode(bytes);
    return entity.flatMap(({ id, tripUpdate, vehicle, alert }) =>
      [
        ...(tripUpdate ? judgeTrip(tripUpdate as Update, timetable) : []),
        ...(vehicle ? judgeVehicle(vehicle, timetable) : []),
        ...(alert ? judgeAlert(alert) : []),
      ].map((rule) => `${id} ${rule}`),
    );
  });
}

function judgeTrip({ trip, tripProperties, stopTimeUpdate }: Update, timetable: PlannerTimetable): string[] {
  if (!trip.tripId) return ['NO_TRIP_ID'];
  if (!/^\d{8}$/.test(trip.startDate ?? '')) return ['INVALID_START_DATE'];
  const calls = timetable.trips.get(trip.tripId);
  const date = trip.startDate!;
  const updates = stopTimeUpdate as StopUpdate[];
  const is = (...kinds: readonly (keyof typeof TripIs)[]): boolean =>
    kinds.some((kind) => TripIs[kind] === trip.scheduleRelationship);
  if (is('CANCELED', 'DELETED')) return calls ? [] : ['NO_TRIP_FOR_CANCELLATION_FOUND'];
  if (is('NEW', 'ADDED')) return calls ? ['TRIP_ALREADY_EXISTS'] : judgeNew(date, updates, timetable);
  // MOTIS alone takes copies, by the name of their own.
  if (is('DUPLICATED')) return calls && tripProperties?.tripId ? [] : ['DUPLICATED_WITHOUT_TRIP_ID'];
  if (!is('SCHEDULED', 'REPLACEMENT')) return [];
  if (!calls) return ['TRIP_NOT_FOUND'];
  if (is('REPLACEMENT')) return judgeNew(date, updates, timetable);
  return updates.length === 0 ? ['NO_UPDATES'] : judgeCalls(date, updates, calls, timetable);
}

/** Stops are found by stop_sequence, else stop_id; what is told must be a time or delay; all times together must not fall. */
function judgeCalls(
  date: string,
  updates: readonly StopUpdate[],
  calls: ReadonlyMap<number, PlannerCall>,
  { stops, dayStart }: PlannerTimetable,
): string[] {
  const origin = dayStart(date);
  const told = new Map<number, StopUpdate>();
  const faults: string[] = [];
  let before = -1;
  for (const update of updates) {
    const sequence = update.stopSequence;
    const call = has(update, 'stopSequence') ? calls.get(sequence) : undefined;
    if (!call) faults.push(`INVALID_STOP_SEQUENCE ${sequence}`);
    else if (sequence <= before) faults.push(`OUT_OF_ORDER ${sequence}`);
    else if (has(update, 'stopId') && update.stopId !== call.stopId) faults.push(`WRONG_STOP ${sequence}`);
    const assigned = update.stopTimeProperties?.assignedStopId;
    if (assigned && !stops.has(assigned)) faults.push(`UNKNOWN_ASSIGNED_STOP ${assigned}`);
    for (const [name, event] of [
      ['ARRIVAL', update.arrival],
      ['DEPARTURE', update.departure],
    ] as const) {
      const isTold = update.scheduleRelationship === StopIs.SCHEDULED && event;
      if (isTold && !has(event, 'time') && !has(event, 'delay')) {
        faults.push(`INVALID_${name}_TIME ${sequence}`);
      }
    }
    before = Math.max(before, sequence);
    told.set(sequence, update);
  }
  return [...faults, ...judgeOrder(calls, told, origin)];
}

/** OTP carries the last delay on over stops that are not told of, and refuses times that fall (NEGATIVE_HOP_TIME). */
function judgeOrder(
  calls: ReadonlyMap<number, PlannerCall>,
  told: ReadonlyMap<number, StopUpdate>,
  origin: number,
): string[] {
  let delay: number | undefined;
  let last = -Infinity;
  for (const [sequence, call] of calls) {
    const update = told.get(sequence);
    if (update && update.scheduleRelationship !== StopIs.SCHEDULED) continue;
    for (const side of ['arrival', 'departure'] as const) {
      const event = update?.[side];
      const planned = origin + call[side];
      if (event) delay = has(event, 'time') ? Number(event.time) - planned : event.delay!;
      // Before the first stop told of OTP fits the times to what comes after.
      if (delay === undefined) continue;
      if (planned + delay < last) return [`NEGATIVE_TIME ${sequence} ${side}`];
      last = planned + delay;
    }
  }
  return [];
}

/** A trip made of what is told: two stops at least, by stop_id, within two days of its service day. */
function judgeNew(
  date: string,
  updates: readonly StopUpdate[],
  { stops, dayStart }: PlannerTimetable,
): string[] {
  const known = updates.filter(({ stopId }) => stops.has(stopId));
  if (known.length < 2) return ['TOO_FEW_STOPS'];
  if (known.length < updates.length) return ['UNKNOWN_STOPS_REMOVED_FROM_ADDED_TRIP'];
  let last = -Infinity;
  return updates.flatMap(({ stopSequence, arrival, departure }) =>
    [arrival, departure].flatMap((event) => {
      if (!event) return [];
      const time = plannedTime(event as Event) - dayStart(date);
      if (time < 0 || time > MOST_SECONDS) return [`INVALID_TIME ${stopSequence}`];
      if (time < last) return [`NEGATIVE_TIME ${stopSequence}`];
      last = time;
      return [];
    }),
  );
}

function plannedTime(event: Event): number {
  if (has(event, 'scheduledTime')) return Number(event.scheduledTime);
  return Number(event.time) - event.delay;
}

type Vehicle = NonNullable<InstanceType<typeof official.FeedEntity>['vehicle']>;
type Told = NonNullable<InstanceType<typeof official.FeedEntity>['alert']>;

/** A vehicle without a trip is for maps, and planners pass it over; the place of one with a trip must be on it. */
function judgeVehicle(
  { trip, vehicle, position, timestamp, stopId }: Vehicle,
  { trips }: PlannerTimetable,
): string[] {
  if (!trip?.tripId) return [];
  const calls = trips.get(trip.tripId);
  return [
    ...(vehicle?.id ? [] : ['NO_VEHICLE_ID']),
    ...(position ? [] : ['NO_POSITION']),
    ...(Number(timestamp) > 0 ? [] : ['NO_TIMESTAMP']),
    ...(/^\d{8}$/.test(trip.startDate ?? '') ? [] : ['INVALID_START_DATE']),
    ...(calls && stopId && ![...calls.values()].some((call) => call.stopId === stopId)
      ? [`STOP_NOT_IN_TRIP ${stopId}`]
      : []),
  ];
}

/** OTP reads active_period and no other period; MOTIS fails on a translation without text. */
function judgeAlert({
  activePeriod,
  impactPeriod,
  communicationPeriod,
  informedEntity,
  headerText,
  descriptionText,
  url,
}: Told): string[] {
  const isDated = (impactPeriod?.length ?? 0) + (communicationPeriod?.length ?? 0) > 0;
  const texts = [headerText, descriptionText, url].flatMap((text) => text?.translation ?? []);
  const names = ['agencyId', 'routeId', 'routeType', 'stopId', 'trip'];
  return [
    ...(isDated && (activePeriod?.length ?? 0) === 0 ? ['NO_ACTIVE_PERIOD'] : []),
    ...(informedEntity?.length ? [] : ['NO_ENTITIES']),
    ...informedEntity!.filter((one) => !names.some((name) => has(one, name))).map(() => 'UNKNOWN_ENTITY'),
    ...texts.filter(({ text }) => !text).map(() => 'TRANSLATION_WITHOUT_TEXT'),
    // OTP keeps one text a language: a second one takes the first one's place.
    ...(headerText &&
    new Set(headerText.translation!.map(({ language }) => language)).size < headerText.translation!.length
      ? ['LANGUAGE_TWICE']
      : []),
  ];
}
