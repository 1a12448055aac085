import { type LiveIndex, type StopCalls, listVehicles, type PassengerVehicle } from '@rukh/domain/passenger';
import { dataFrame } from './describe-stop-visits.js';
import { ref, siriOccupancy, siriTime, vehicleMode } from './siri-terms.js';

/** A position is honest for so long (GTFS-realtime best practices). */
const VALID_SECONDS = 90;

/** The VehicleActivities of the feed, of one line or all. */
export function describeActivities(
  calls: StopCalls,
  live: LiveIndex,
  now: number,
  lineRef?: string,
): unknown[] {
  return listVehicles(calls, live, lineRef).map((vehicle) => {
    const at = vehicle.at ?? now;
    return {
      RecordedAtTime: siriTime(at, calls.schedule.timeZone),
      ValidUntilTime: siriTime(at + VALID_SECONDS, calls.schedule.timeZone),
      MonitoredVehicleJourney: describeJourney(
        vehicle,
        live.vehicles.get(vehicle.vehicleId)?.trip?.startDate,
      ),
    };
  });
}

function describeJourney(vehicle: PassengerVehicle, startDate: string | undefined): unknown {
  const { routeId, routeName, directionId, tripId, headsign, mode, lat, lon, bearing, stopId } = vehicle;
  const occupancy = siriOccupancy(vehicle.occupancyStatus);
  return {
    ...(routeId === undefined ? {} : { LineRef: ref(routeId) }),
    ...(directionId === undefined ? {} : { DirectionRef: ref(String(directionId)) }),
    ...(tripId === undefined
      ? {}
      : {
          FramedVehicleJourneyRef: {
            DataFrameRef: ref(dataFrame(startDate)),
            DatedVehicleJourneyRef: tripId,
          },
        }),
    ...(mode === undefined ? {} : { VehicleMode: [vehicleMode(mode)] }),
    ...(routeName === undefined ? {} : { PublishedLineName: [ref(routeName)] }),
    ...(headsign === undefined ? {} : { DestinationName: [ref(headsign)] }),
    Monitored: true,
    VehicleLocation: { Longitude: lon, Latitude: lat },
    ...(bearing === undefined ? {} : { Bearing: bearing }),
    ...(occupancy === undefined ? {} : { Occupancy: occupancy }),
    VehicleRef: ref(vehicle.vehicleId),
    ...(stopId === undefined
      ? {}
      : { MonitoredCall: { StopPointRef: ref(stopId), VehicleAtStop: vehicle.isAtStop } }),
  };
}
