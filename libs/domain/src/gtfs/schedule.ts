import type { Polyline, Projection } from '../geo/index.js';

/**
 * A compiled GTFS: what the realtime side reads for every position, laid out in columns so that a city of half
 * a million stop times takes tens of megabytes and no look-up makes garbage. Things are named by their index in
 * these tables; their GTFS ids stand beside. Immutable: a new GTFS is a new Schedule.
 */
export type AgencyIndex = number;
export type RouteIndex = number;
export type StopIndex = number;
export type PatternIndex = number;
export type TripIndex = number;
export type BlockIndex = number;
export type ServiceIndex = number;

export interface Agency {
  readonly agencyId: string;
  readonly name: string;
  readonly url: string;
}

/** Who publishes the timetable (feed_info.txt): of a city with several carriers, none of them. */
export interface Publisher {
  readonly name: string;
  readonly url?: string;
  readonly contactEmail?: string;
  readonly contactUrl?: string;
}

export interface Route {
  readonly routeId: string;
  readonly agency: AgencyIndex;
  readonly shortName: string;
  readonly longName: string;
  /** GTFS route_type, 0 = tram, 3 = bus, 11 = trolleybus, ... as the file has it. */
  readonly type: number;
  /** Six hex digits without `#`, or empty. */
  readonly color: string;
  readonly textColor: string;
}

export interface StopTable {
  readonly ids: readonly string[];
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  /** Metres on the schedule's projection. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** GTFS location_type; 0 is a stop or platform. */
  readonly locationType: Uint8Array;
  /** Index of parent_station, -1 where there is none. */
  readonly parent: Int32Array;
  readonly indexOf: ReadonlyMap<string, StopIndex>;
}

/** Days on which trips run: calendar.txt and calendar_dates.txt together. */
export interface Service {
  readonly serviceId: string;
  /** Bit 0 = Monday to bit 6 = Sunday. */
  readonly weekdays: number;
  /** YYYYMMDD, or empty where only calendar_dates names the service. */
  readonly startDate: string;
  readonly endDate: string;
  readonly addedDates: ReadonlySet<string>;
  readonly removedDates: ReadonlySet<string>;
}

/** All trips of a route and direction that pass the same stops along the same shape. */
export interface Pattern {
  readonly route: RouteIndex;
  /** GTFS direction_id, -1 where not given. */
  readonly directionId: number;
  /** GTFS shape_id, empty where the line was drawn straight from stop to stop. */
  readonly shapeId: string;
  readonly line: Polyline;
  readonly stops: Int32Array;
  /** Metres along `line`, one a stop, never falling. */
  readonly stopMetres: Float64Array;
}

/** One row a trip of trips.txt. Its stop times are rows `firstStopTime[i]` to `firstStopTime[i + 1] - 1`. */
export interface TripTable {
  readonly ids: readonly string[];
  readonly pattern: Int32Array;
  readonly route: Int32Array;
  /** -1 where not given. */
  readonly directionId: Int8Array;
  readonly service: Int32Array;
  /** -1 where the trip is in no block. */
  readonly block: Int32Array;
  readonly headsigns: readonly string[];
  /** GTFS wheelchair_accessible: 0 unknown, 1 yes, 2 no. */
  readonly wheelchair: Uint8Array;
  /** Length is the number of trips + 1. */
  readonly firstStopTime: Int32Array;
  readonly indexOf: ReadonlyMap<string, TripIndex>;
}

/** Rows of stop_times.txt, by trip and then stop_sequence. */
export interface StopTimeTable {
  /** Seconds from the start of the service day; interpolated along the shape where the file is silent. */
  readonly arrivalSeconds: Int32Array;
  readonly departureSeconds: Int32Array;
  /** GTFS stop_sequence, as the file has it (Lviv counts over the block). */
  readonly stopSequence: Int32Array;
  /** 1 where the file gave the time, 0 where it was interpolated. */
  readonly timed: Uint8Array;
  /** 1 where GTFS timepoint says the time is exact (or, as the specification has it, where it is silent). */
  readonly timepoint: Uint8Array;
  /** 1 where nobody gets on (GTFS pickup_type 1), and where nobody gets off (drop_off_type 1). */
  readonly noPickup: Uint8Array;
  readonly noDropOff: Uint8Array;
}

/** Languages of those who read names: translations into others are not kept. */
export const READERS_LANGUAGES = ['uk', 'en'] as const;
export type ReadersLanguage = (typeof READERS_LANGUAGES)[number];

/** Names in another language than the feed's (translations.txt), in the order of their tables; empty where there is none. */
export interface TranslatedNames {
  readonly agencies: readonly string[];
  /** Long names: the short one is what stands on the vehicle. */
  readonly routes: readonly string[];
  readonly stops: readonly string[];
  readonly headsigns: readonly string[];
}

export type Translations = Readonly<Partial<Record<ReadersLanguage, TranslatedNames>>>;

/** A row of frequencies.txt. */
export interface Frequency {
  readonly trip: TripIndex;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly headwaySeconds: number;
  readonly exactTimes: boolean;
}

export interface Schedule {
  /** feed_info.feed_version, or the first 12 hex digits of the SHA-256 of the files where there is none. */
  readonly feedVersion: string;
  /** Absent where feed_info.txt is. */
  readonly publisher?: Publisher;
  /** feed_info.feed_lang, BCP 47: what names of stops, lines and headsigns are in; absent where it is not said. */
  readonly language?: string;
  readonly translations: Translations;
  /** IANA name, agency_timezone. */
  readonly timeZone: string;
  readonly projection: Projection;
  readonly agencies: readonly Agency[];
  readonly routes: readonly Route[];
  readonly stops: StopTable;
  readonly services: readonly Service[];
  readonly patterns: readonly Pattern[];
  readonly trips: TripTable;
  readonly stopTimes: StopTimeTable;
  /** By trip and then start. */
  readonly frequencies: readonly Frequency[];
  /** GTFS block_id, one a block. */
  readonly blockIds: readonly string[];
  /** Trips of each block over all services, by first departure. */
  readonly blockTrips: readonly Int32Array[];
  readonly routeIndexOf: ReadonlyMap<string, RouteIndex>;
}

/**
 * One run of a trip: on a day, and for trips of frequencies.txt at one of its starts. `startSeconds` is the
 * departure from the first stop, in seconds of the service day; times of a frequency-based trip are its
 * stop_times shifted by `startSeconds` less their own first departure.
 */
export interface TripInstance {
  readonly trip: TripIndex;
  readonly serviceDate: import('../time/index.js').ServiceDate;
  readonly startSeconds: number;
}
