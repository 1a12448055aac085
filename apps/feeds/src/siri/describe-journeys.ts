/**
 * The EstimatedVehicleJourneys of all trips that the feed knows, in the order of SIRI's schema. Each has all its stops, those passed too: MOTIS
 * finds a trip by the stops and planned times of a whole sequence, and takes no other.
 */
import {
  type LiveCall,
  type LiveTrip,
  SILENT_SECONDS,
  type StopCalls,
  cleanName,
  modeOf,
} from '@rukh/domain/passenger';
import { TripScheduleRelationship, StopScheduleRelationship } from '@rukh/domain/realtime';
import { dataFrame } from './describe-stop-visits.js';
import { callStatus, ref, siriTime, vehicleMode } from './siri-terms.js';

const { ADDED, CANCELED, DELETED, DUPLICATED, NEW } = TripScheduleRelationship;

export function describeJourneys(calls: StopCalls, trips: readonly LiveTrip[], now: number): unknown[] {
  return trips.flatMap((trip) =>
    trip.relationship === DELETED || trip.serviceDate === undefined
      ? []
      : [describeJourney(calls, trip, now)],
  );
}

function describeJourney(calls: StopCalls, trip: LiveTrip, now: number): unknown {
  const { schedule } = calls;
  const route = schedule.routes[trip.route]!;
  const all = listCalls(calls, trip);
  const isPast = ({ departureAt, arrivalAt }: CallTimes): boolean =>
    (departureAt ?? arrivalAt ?? Infinity) <= now;
  const ahead = all.findIndex((call) => !call.isPassed && !isPast(call));
  const passed = ahead < 0 ? all.length : ahead;
  const isExtra = [ADDED, NEW, DUPLICATED].some((one) => one === trip.relationship);
  return {
    RecordedAtTime: siriTime(trip.timestamp ?? now, schedule.timeZone),
    LineRef: ref(route.routeId),
    DirectionRef: ref(String(trip.directionId ?? 0)),
    FramedVehicleJourneyRef: {
      DataFrameRef: ref(dataFrame(trip.serviceDate)),
      DatedVehicleJourneyRef: trip.tripId,
    },
    ...(isExtra ? { ExtraJourney: true } : {}),
    ...(trip.relationship === CANCELED ? { Cancellation: true } : {}),
    VehicleMode: [vehicleMode(modeOf(route.type, route.shortName))],
    PublishedLineName: [ref(route.shortName || route.longName)],
    DestinationName: [ref(cleanName(trip.headsign ?? schedule.trips.headsigns[trip.trip] ?? ''))],
    OperatorRef: ref(schedule.agencies[route.agency]!.agencyId),
    Monitored: trip.vehicle !== undefined,
    ...(trip.vehicle && now - (trip.timestamp ?? now) >= SILENT_SECONDS
      ? { PredictionInaccurate: true }
      : {}),
    ...(trip.vehicle?.id === undefined ? {} : { VehicleRef: ref(trip.vehicle.id) }),
    ...(passed > 0
      ? {
          RecordedCalls: {
            RecordedCall: all.slice(0, passed).map((call, i) => recorded(calls, call, i + 1)),
          },
        }
      : {}),
    // A list without calls is none in the schema: a trip that is at its end has only those that are recorded.
    ...(passed < all.length
      ? {
          EstimatedCalls: {
            EstimatedCall: all.slice(passed).map((call, i) => estimated(calls, call, passed + i + 1)),
          },
        }
      : {}),
    IsCompleteStopSequence: true,
  };
}

interface CallTimes {
  readonly stop: number;
  readonly aimedArrivalAt?: number | undefined;
  readonly aimedDepartureAt?: number | undefined;
  readonly arrivalAt?: number | undefined;
  readonly departureAt?: number | undefined;
  readonly isSkipped: boolean;
  /** By the timetable. */
  readonly isNoPickup?: boolean;
  readonly isNoDropOff?: boolean;
  readonly isPassed: boolean;
}

/** All calls of the trip: those of the timetable with what the feed tells of them, or those that the feed has. */
function listCalls(calls: StopCalls, trip: LiveTrip): CallTimes[] {
  const told = trip.calls.map((call) => ofFeed(call));
  const isOwn = trip.trip < 0 || trip.calls.some(({ callIndex }) => callIndex < 0);
  if (isOwn || trip.startSeconds === undefined) return told;
  const { schedule, days } = calls;
  const { firstStopTime, pattern } = schedule.trips;
  const { arrivalSeconds, departureSeconds, noPickup, noDropOff } = schedule.stopTimes;
  const first = firstStopTime[trip.trip]!;
  const origin = days.startSeconds(trip.serviceDate!) + trip.startSeconds - departureSeconds[first]!;
  const byIndex = new Map(trip.calls.map((call) => [call.callIndex, call]));
  const firstTold = trip.calls[0]?.callIndex ?? 0;
  return Array.from(schedule.patterns[pattern[trip.trip]!]!.stops, (stop, i) => {
    const call = byIndex.get(i);
    return {
      ...(call ? ofFeed(call) : { isSkipped: false, isPassed: i < firstTold }),
      stop: call?.stop ?? stop,
      aimedArrivalAt: origin + arrivalSeconds[first + i]!,
      aimedDepartureAt: origin + departureSeconds[first + i]!,
      isNoPickup: noPickup[first + i] === 1,
      isNoDropOff: noDropOff[first + i] === 1,
    };
  });
}

function ofFeed({
  stop,
  arrivalAt,
  departureAt,
  scheduledArrivalAt,
  scheduledDepartureAt,
  relationship,
}: LiveCall): CallTimes {
  return {
    stop,
    // A trip that was never planned is planned as it is told.
    aimedArrivalAt: scheduledArrivalAt ?? arrivalAt,
    aimedDepartureAt: scheduledDepartureAt ?? departureAt,
    arrivalAt,
    departureAt,
    isSkipped: relationship === StopScheduleRelationship.SKIPPED,
    isPassed: false,
  };
}

function recorded({ schedule }: StopCalls, call: CallTimes, order: number): unknown {
  const time = timer(schedule.timeZone);
  return {
    StopPointRef: ref(schedule.stops.ids[call.stop]!),
    Order: order,
    ...(call.isSkipped ? { Cancellation: true } : {}),
    AimedArrivalTime: time(call.aimedArrivalAt),
    ActualArrivalTime: time(call.arrivalAt),
    AimedDepartureTime: time(call.aimedDepartureAt),
    ActualDepartureTime: time(call.departureAt),
  };
}

function estimated({ schedule }: StopCalls, call: CallTimes, order: number): unknown {
  const time = timer(schedule.timeZone);
  const { aimedArrivalAt, aimedDepartureAt, arrivalAt, departureAt, isSkipped, isNoPickup, isNoDropOff } =
    call;
  return {
    StopPointRef: ref(schedule.stops.ids[call.stop]!),
    Order: order,
    ...(isSkipped ? { Cancellation: true } : {}),
    AimedArrivalTime: time(aimedArrivalAt),
    ExpectedArrivalTime: time(arrivalAt),
    ArrivalStatus: isSkipped ? 'cancelled' : callStatus(aimedArrivalAt, arrivalAt),
    ...(isSkipped || isNoDropOff ? { ArrivalBoardingActivity: 'noAlighting' } : {}),
    AimedDepartureTime: time(aimedDepartureAt),
    ExpectedDepartureTime: time(departureAt),
    DepartureStatus: isSkipped ? 'cancelled' : callStatus(aimedDepartureAt, departureAt),
    ...(isSkipped || isNoPickup ? { DepartureBoardingActivity: 'noBoarding' } : {}),
  };
}

function timer(timeZone: string): (at: number | undefined) => string | undefined {
  return (at) => (at === undefined ? undefined : siriTime(at, timeZone));
}
