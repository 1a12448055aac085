/**
 * GTFS-realtime 2.0 (specification of June 2026) as plain values: the shape that the protobuf codec reads and
 * writes, field names in camelCase, enums by number, uint64 as number. A field absent is undefined, never null.
 */
export interface FeedMessage {
  readonly header: FeedHeader;
  readonly entity: readonly FeedEntity[];
}

export interface FeedHeader {
  readonly gtfsRealtimeVersion: string;
  readonly incrementality?: Incrementality;
  readonly timestamp?: number;
  readonly feedVersion?: string;
}

export interface FeedEntity {
  readonly id: string;
  readonly isDeleted?: boolean;
  readonly tripUpdate?: TripUpdate;
  readonly vehicle?: VehiclePositionEntity;
  readonly alert?: Alert;
  readonly shape?: ShapeEntity;
  readonly stop?: StopEntity;
  readonly tripModifications?: TripModifications;
}

export interface TripUpdate {
  readonly trip: TripDescriptor;
  readonly vehicle?: VehicleDescriptor;
  readonly stopTimeUpdate?: readonly StopTimeUpdate[];
  readonly timestamp?: number;
  readonly delay?: number;
  readonly tripProperties?: TripProperties;
}

export interface StopTimeEvent {
  readonly delay?: number;
  readonly time?: number;
  readonly uncertainty?: number;
  readonly scheduledTime?: number;
}

export interface StopTimeUpdate {
  readonly stopSequence?: number;
  readonly stopId?: string;
  readonly arrival?: StopTimeEvent;
  readonly departure?: StopTimeEvent;
  readonly departureOccupancyStatus?: number;
  readonly scheduleRelationship?: StopScheduleRelationship;
  readonly stopTimeProperties?: StopTimeProperties;
}

export interface StopTimeProperties {
  readonly assignedStopId?: string;
  readonly stopHeadsign?: string;
  readonly pickupType?: number;
  readonly dropOffType?: number;
}

export interface TripProperties {
  readonly tripId?: string;
  readonly startDate?: string;
  readonly startTime?: string;
  readonly shapeId?: string;
  readonly tripHeadsign?: string;
  readonly tripShortName?: string;
}

export interface VehiclePositionEntity {
  readonly trip?: TripDescriptor;
  readonly vehicle?: VehicleDescriptor;
  readonly position?: Position;
  readonly currentStopSequence?: number;
  readonly stopId?: string;
  readonly currentStatus?: VehicleStopStatus;
  readonly timestamp?: number;
  readonly congestionLevel?: number;
  readonly occupancyStatus?: number;
  readonly occupancyPercentage?: number;
  readonly multiCarriageDetails?: readonly CarriageDetails[];
}

export interface CarriageDetails {
  readonly id?: string;
  readonly label?: string;
  readonly occupancyStatus?: number;
  readonly occupancyPercentage?: number;
  readonly carriageSequence?: number;
}

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly bearing?: number;
  readonly odometer?: number;
  readonly speed?: number;
}

export interface TripDescriptor {
  readonly tripId?: string;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly startTime?: string;
  readonly startDate?: string;
  readonly scheduleRelationship?: TripScheduleRelationship;
  readonly modifiedTrip?: ModifiedTripSelector;
}

export interface ModifiedTripSelector {
  readonly modificationsId?: string;
  readonly affectedTripId?: string;
  readonly startTime?: string;
  readonly startDate?: string;
}

export interface VehicleDescriptor {
  readonly id?: string;
  readonly label?: string;
  readonly licensePlate?: string;
  readonly wheelchairAccessible?: number;
}

export interface Alert {
  readonly activePeriod?: readonly TimeRange[];
  readonly communicationPeriod?: readonly TimeRange[];
  readonly impactPeriod?: readonly TimeRange[];
  readonly informedEntity?: readonly EntitySelector[];
  readonly cause?: number;
  readonly effect?: number;
  readonly url?: TranslatedString;
  readonly headerText?: TranslatedString;
  readonly descriptionText?: TranslatedString;
  readonly ttsHeaderText?: TranslatedString;
  readonly ttsDescriptionText?: TranslatedString;
  readonly severityLevel?: number;
  readonly image?: TranslatedImage;
  readonly imageAlternativeText?: TranslatedString;
  readonly causeDetail?: TranslatedString;
  readonly effectDetail?: TranslatedString;
}

export interface TimeRange {
  readonly start?: number;
  readonly end?: number;
}

export interface EntitySelector {
  readonly agencyId?: string;
  readonly routeId?: string;
  readonly routeType?: number;
  readonly trip?: TripDescriptor;
  readonly stopId?: string;
  readonly directionId?: number;
}

export interface TranslatedString {
  readonly translation?: readonly { readonly text: string; readonly language?: string }[];
}

export interface TranslatedImage {
  readonly localizedImage?: readonly {
    readonly url: string;
    readonly mediaType: string;
    readonly language?: string;
  }[];
}

export interface ShapeEntity {
  readonly shapeId?: string;
  readonly encodedPolyline?: string;
}

export interface StopEntity {
  readonly stopId?: string;
  readonly stopCode?: TranslatedString;
  readonly stopName?: TranslatedString;
  readonly ttsStopName?: TranslatedString;
  readonly stopDesc?: TranslatedString;
  readonly stopLat?: number;
  readonly stopLon?: number;
  readonly zoneId?: string;
  readonly stopUrl?: TranslatedString;
  readonly parentStation?: string;
  readonly stopTimezone?: string;
  readonly wheelchairBoarding?: number;
  readonly levelId?: string;
  readonly platformCode?: TranslatedString;
}

export interface TripModifications {
  readonly selectedTrips?: readonly SelectedTrips[];
  readonly startTimes?: readonly string[];
  readonly serviceDates?: readonly string[];
  readonly modifications?: readonly Modification[];
}

export interface SelectedTrips {
  readonly tripIds?: readonly string[];
  readonly shapeId?: string;
}

export interface Modification {
  readonly startStopSelector?: StopSelector;
  readonly endStopSelector?: StopSelector;
  readonly propagatedModificationDelay?: number;
  readonly replacementStops?: readonly { readonly travelTimeToStop?: number; readonly stopId?: string }[];
  readonly serviceAlertId?: string;
  readonly lastModifiedTime?: number;
}

export interface StopSelector {
  readonly stopSequence?: number;
  readonly stopId?: string;
}

/** Enumerations by their numbers on the wire. */
export const Incrementality = { FULL_DATASET: 0, DIFFERENTIAL: 1 } as const;
export type Incrementality = (typeof Incrementality)[keyof typeof Incrementality];

export const TripScheduleRelationship = {
  SCHEDULED: 0,
  /** Deprecated since May 2025. */
  ADDED: 1,
  UNSCHEDULED: 2,
  CANCELED: 3,
  REPLACEMENT: 5,
  DUPLICATED: 6,
  DELETED: 7,
  NEW: 8,
} as const;
export type TripScheduleRelationship =
  (typeof TripScheduleRelationship)[keyof typeof TripScheduleRelationship];

export const StopScheduleRelationship = { SCHEDULED: 0, SKIPPED: 1, NO_DATA: 2, UNSCHEDULED: 3 } as const;
export type StopScheduleRelationship =
  (typeof StopScheduleRelationship)[keyof typeof StopScheduleRelationship];

export const VehicleStopStatus = { INCOMING_AT: 0, STOPPED_AT: 1, IN_TRANSIT_TO: 2 } as const;
export type VehicleStopStatus = (typeof VehicleStopStatus)[keyof typeof VehicleStopStatus];
