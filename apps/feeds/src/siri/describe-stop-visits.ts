import { type Arrival, type StopCalls, isRunning } from '@rukh/domain/passenger';
import { callStatus, ref, siriOccupancy, siriTime, vehicleMode } from './siri-terms.js';

/** The MonitoredStopVisits of arrivals as of `now`, epoch seconds. */
export function describeStopVisits(
  { schedule }: StopCalls,
  arrivals: readonly Arrival[],
  now: number,
  monitoringRef: string,
): unknown[] {
  const time = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : siriTime(at, schedule.timeZone);
  return arrivals.map((arrival) => ({
    RecordedAtTime: time(now - (arrival.vehicle?.ageSeconds ?? 0)),
    ItemIdentifier: `${arrival.tripId}:${arrival.serviceDate ?? ''}:${arrival.stopSequence ?? arrival.stopId}`,
    MonitoringRef: ref(monitoringRef),
    MonitoredVehicleJourney: {
      ...describeJourney(schedule, arrival),
      Monitored: arrival.state === 'live',
      ...(arrival.isSilent ? { PredictionInaccurate: true } : {}),
      ...describeVehicle(arrival),
      MonitoredCall: describeCall(schedule, arrival, time),
    },
  }));
}

function describeJourney(schedule: StopCalls['schedule'], arrival: Arrival): Record<string, unknown> {
  const { routeId, routeName, directionId, tripId, serviceDate, headsign, mode, isAdded, state } = arrival;
  const route = schedule.routes[schedule.routeIndexOf.get(routeId)!]!;
  return {
    LineRef: ref(routeId),
    ...(directionId === undefined ? {} : { DirectionRef: ref(String(directionId)) }),
    FramedVehicleJourneyRef: {
      DataFrameRef: ref(dataFrame(serviceDate)),
      DatedVehicleJourneyRef: tripId,
    },
    VehicleMode: [vehicleMode(mode)],
    PublishedLineName: [ref(routeName)],
    OperatorRef: ref(schedule.agencies[route.agency]!.agencyId),
    DestinationName: [ref(headsign)],
    ...(isAdded ? { ExtraJourney: true } : {}),
    ...(state === 'cancelled' ? { Cancellation: true } : {}),
  };
}

/** A service day as `YYYY-MM-DD`. */
export function dataFrame(serviceDate = ''): string {
  return serviceDate.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

function describeVehicle({ vehicle, occupancyStatus }: Arrival): Record<string, unknown> {
  const occupancy = siriOccupancy(occupancyStatus);
  return {
    ...(vehicle?.lat === undefined
      ? {}
      : { VehicleLocation: { Longitude: vehicle.lon, Latitude: vehicle.lat } }),
    ...(occupancy === undefined ? {} : { Occupancy: occupancy }),
    ...(vehicle ? { VehicleRef: ref(vehicle.vehicleId) } : {}),
  };
}

function describeCall(
  { stops }: StopCalls['schedule'],
  arrival: Arrival,
  time: (at: number | undefined) => string | undefined,
): Record<string, unknown> {
  const {
    state,
    stopId,
    stopSequence,
    scheduledAt,
    at,
    departureAt,
    scheduledDepartureAt,
    isLast,
    isNoPickup,
  } = arrival;
  const isLive = state === 'live';
  const isOff = !isRunning(arrival);
  const status = isOff ? 'cancelled' : isLive ? callStatus(scheduledAt, at) : 'noReport';
  return {
    StopPointRef: ref(stopId),
    ...(stopSequence === undefined ? {} : { Order: stopSequence }),
    StopPointName: [ref(stops.names[stops.indexOf.get(stopId)!]!)],
    ...(isOff ? { Cancellation: true } : {}),
    AimedArrivalTime: time(scheduledAt),
    ...(isLive ? { ExpectedArrivalTime: time(at) } : {}),
    ...(status === undefined ? {} : { ArrivalStatus: status }),
    ...(arrival.platform === undefined ? {} : { ArrivalPlatformName: [ref(arrival.platform)] }),
    ...(isLast ? {} : { AimedDepartureTime: time(scheduledDepartureAt) }),
    ...(isLast || !isLive ? {} : { ExpectedDepartureTime: time(departureAt) }),
    ...(isNoPickup ? { DepartureBoardingActivity: 'noBoarding' } : {}),
  };
}
