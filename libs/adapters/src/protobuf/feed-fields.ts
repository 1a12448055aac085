import { transitRealtime } from './codecs.js';

/**
 * The fields of GTFS-realtime in the order of their numbers, which is the order in which every protobuf library
 * prints them. The generated codec knows how to read the wire but not how to name things; text and JSON need
 * names and the names of enumerators.
 */
export type FieldKind = 'string' | 'integer' | 'integer64' | 'float' | 'double' | 'bool' | EnumNames | Fields;
export type EnumNames = { readonly names: Readonly<Record<number, string>> };
/** Keyed by the name in camelCase. */
export type Fields = { readonly fields: Readonly<Record<string, FieldKind>> };

const { Alert, FeedHeader, TripDescriptor, TripUpdate, VehicleDescriptor, VehiclePosition, Stop } =
  transitRealtime;
const { StopTimeUpdate } = TripUpdate;

const oneOf = (names: object): EnumNames => ({ names: names as Record<number, string> });
const message = (fields: Record<string, FieldKind>): Fields => ({ fields });

const timeRange = message({ start: 'integer64', end: 'integer64' });
const translated = message({ translation: message({ text: 'string', language: 'string' }) });
const occupancy = oneOf(VehiclePosition.OccupancyStatus);

const trip = message({
  tripId: 'string',
  startTime: 'string',
  startDate: 'string',
  scheduleRelationship: oneOf(TripDescriptor.ScheduleRelationship),
  routeId: 'string',
  directionId: 'integer',
  modifiedTrip: message({
    modificationsId: 'string',
    affectedTripId: 'string',
    startTime: 'string',
    startDate: 'string',
  }),
});

const vehicle = message({
  id: 'string',
  label: 'string',
  licensePlate: 'string',
  wheelchairAccessible: oneOf(VehicleDescriptor.WheelchairAccessible),
});

const stopTimeEvent = message({
  delay: 'integer',
  time: 'integer64',
  uncertainty: 'integer',
  scheduledTime: 'integer64',
});

const tripUpdate = message({
  trip,
  stopTimeUpdate: message({
    stopSequence: 'integer',
    arrival: stopTimeEvent,
    departure: stopTimeEvent,
    stopId: 'string',
    scheduleRelationship: oneOf(StopTimeUpdate.ScheduleRelationship),
    stopTimeProperties: message({
      assignedStopId: 'string',
      stopHeadsign: 'string',
      pickupType: oneOf(StopTimeUpdate.StopTimeProperties.DropOffPickupType),
      dropOffType: oneOf(StopTimeUpdate.StopTimeProperties.DropOffPickupType),
    }),
    departureOccupancyStatus: occupancy,
  }),
  vehicle,
  timestamp: 'integer64',
  delay: 'integer',
  tripProperties: message({
    tripId: 'string',
    startDate: 'string',
    startTime: 'string',
    shapeId: 'string',
    tripHeadsign: 'string',
    tripShortName: 'string',
  }),
});

const vehiclePosition = message({
  trip,
  position: message({
    latitude: 'float',
    longitude: 'float',
    bearing: 'float',
    odometer: 'double',
    speed: 'float',
  }),
  currentStopSequence: 'integer',
  currentStatus: oneOf(VehiclePosition.VehicleStopStatus),
  timestamp: 'integer64',
  congestionLevel: oneOf(VehiclePosition.CongestionLevel),
  stopId: 'string',
  vehicle,
  occupancyStatus: occupancy,
  occupancyPercentage: 'integer',
  multiCarriageDetails: message({
    id: 'string',
    label: 'string',
    occupancyStatus: occupancy,
    occupancyPercentage: 'integer',
    carriageSequence: 'integer',
  }),
});

const alert = message({
  activePeriod: timeRange,
  communicationPeriod: timeRange,
  impactPeriod: timeRange,
  informedEntity: message({
    agencyId: 'string',
    routeId: 'string',
    routeType: 'integer',
    trip,
    stopId: 'string',
    directionId: 'integer',
  }),
  cause: oneOf(Alert.Cause),
  effect: oneOf(Alert.Effect),
  url: translated,
  headerText: translated,
  descriptionText: translated,
  ttsHeaderText: translated,
  ttsDescriptionText: translated,
  severityLevel: oneOf(Alert.SeverityLevel),
  image: message({ localizedImage: message({ url: 'string', mediaType: 'string', language: 'string' }) }),
  imageAlternativeText: translated,
  causeDetail: translated,
  effectDetail: translated,
});

const stop = message({
  stopId: 'string',
  stopCode: translated,
  stopName: translated,
  ttsStopName: translated,
  stopDesc: translated,
  stopLat: 'float',
  stopLon: 'float',
  zoneId: 'string',
  stopUrl: translated,
  parentStation: 'string',
  stopTimezone: 'string',
  wheelchairBoarding: oneOf(Stop.WheelchairBoarding),
  levelId: 'string',
  platformCode: translated,
});

const stopSelector = message({ stopSequence: 'integer', stopId: 'string' });

const tripModifications = message({
  selectedTrips: message({ tripIds: 'string', shapeId: 'string' }),
  startTimes: 'string',
  serviceDates: 'string',
  modifications: message({
    startStopSelector: stopSelector,
    endStopSelector: stopSelector,
    propagatedModificationDelay: 'integer',
    replacementStops: message({ travelTimeToStop: 'integer', stopId: 'string' }),
    serviceAlertId: 'string',
    lastModifiedTime: 'integer64',
  }),
});

/** FeedMessage itself. */
export const FEED_MESSAGE: Fields = message({
  header: message({
    gtfsRealtimeVersion: 'string',
    incrementality: oneOf(FeedHeader.Incrementality),
    timestamp: 'integer64',
    feedVersion: 'string',
  }),
  entity: message({
    id: 'string',
    isDeleted: 'bool',
    tripUpdate,
    vehicle: vehiclePosition,
    alert,
    shape: message({ shapeId: 'string', encodedPolyline: 'string' }),
    stop,
    tripModifications,
  }),
});
