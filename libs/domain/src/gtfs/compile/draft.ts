import type { Agency, Publisher, ReadersLanguage, Route } from '../schedule.js';
import {
  type GrowingColumn,
  float32Column,
  float64Column,
  int32Column,
  uint8Column,
} from './growing-column.js';

/**
 * What has been read of a GTFS so far, with ids already turned into indexes. Mutable while the files are read;
 * `compileSchedule` makes the immutable Schedule of it. Each row keeps its line, for findings made later.
 */
export interface Draft {
  feedVersion: string;
  publisher: Publisher | undefined;
  language: string | undefined;
  timeZone: string;
  readonly agencies: Agency[];
  readonly agencyIndexOf: Map<string, number>;
  readonly services: ServiceDraft[];
  readonly serviceIndexOf: Map<string, number>;
  readonly routes: Route[];
  readonly routeLines: number[];
  readonly routeIndexOf: Map<string, number>;
  readonly stops: StopsDraft;
  readonly shapes: ShapesDraft;
  readonly trips: TripsDraft;
  readonly stopTimes: StopTimesDraft;
  readonly frequencies: FrequencyDraft[];
  readonly translations: TranslationDraft[];
}

export interface ServiceDraft {
  readonly serviceId: string;
  readonly line: number;
  readonly file: string;
  weekdays: number;
  startDate: string;
  endDate: string;
  readonly addedDates: Set<string>;
  readonly removedDates: Set<string>;
}

export interface StopsDraft {
  readonly ids: string[];
  readonly codes: string[];
  readonly names: string[];
  readonly parentIds: string[];
  readonly lat: number[];
  readonly lon: number[];
  readonly locationTypes: number[];
  readonly lines: number[];
  readonly indexOf: Map<string, number>;
}

/** Points of shapes.txt in the order of the file. */
export interface ShapesDraft {
  readonly ids: string[];
  readonly lines: number[];
  readonly indexOf: Map<string, number>;
  readonly shape: GrowingColumn<Int32Array>;
  readonly lat: GrowingColumn<Float64Array>;
  readonly lon: GrowingColumn<Float64Array>;
  readonly sequence: GrowingColumn<Int32Array>;
  /** shape_dist_traveled, NaN where it is not given. */
  readonly traveled: GrowingColumn<Float64Array>;
}

export interface TripsDraft {
  readonly ids: string[];
  readonly headsigns: string[];
  readonly lines: number[];
  readonly route: number[];
  readonly service: number[];
  readonly directionId: number[];
  /** -1 where the trip has no shape. */
  readonly shape: number[];
  readonly block: number[];
  readonly wheelchair: number[];
  readonly indexOf: Map<string, number>;
  readonly blockIds: string[];
  readonly blockIndexOf: Map<string, number>;
}

/** A time that the file does not give. */
export const NO_TIME = -1;

/** Rows of stop_times.txt in the order of the file. */
export interface StopTimesDraft {
  readonly trip: GrowingColumn<Int32Array>;
  readonly stop: GrowingColumn<Int32Array>;
  readonly sequence: GrowingColumn<Int32Array>;
  readonly arrival: GrowingColumn<Int32Array>;
  readonly departure: GrowingColumn<Int32Array>;
  readonly timepoint: GrowingColumn<Uint8Array>;
  readonly noPickup: GrowingColumn<Uint8Array>;
  readonly noDropOff: GrowingColumn<Uint8Array>;
  readonly line: GrowingColumn<Int32Array>;
  /** shape_dist_traveled, NaN where it is not given; no values at all where the file has no such column. */
  readonly traveled: GrowingColumn<Float32Array>;
}

export interface FrequencyDraft {
  readonly trip: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly headwaySeconds: number;
  readonly exactTimes: boolean;
  readonly line: number;
}

/** A row of translations.txt that is of a name and for a reader; `recordId` or `fieldValue` says which name. */
export interface TranslationDraft {
  readonly field: TranslatedField;
  readonly language: ReadersLanguage;
  readonly recordId: string;
  readonly fieldValue: string;
  readonly text: string;
  readonly line: number;
}

/** `table_name.field_name`. */
export type TranslatedField =
  'agency.agency_name' | 'routes.route_long_name' | 'stops.stop_name' | 'trips.trip_headsign';

export function createDraft(): Draft {
  return {
    feedVersion: '',
    publisher: undefined,
    language: undefined,
    timeZone: '',
    agencies: [],
    agencyIndexOf: new Map(),
    services: [],
    serviceIndexOf: new Map(),
    routes: [],
    routeLines: [],
    routeIndexOf: new Map(),
    stops: {
      ids: [],
      codes: [],
      names: [],
      parentIds: [],
      lat: [],
      lon: [],
      locationTypes: [],
      lines: [],
      indexOf: new Map(),
    },
    shapes: {
      ids: [],
      lines: [],
      indexOf: new Map(),
      shape: int32Column(),
      lat: float64Column(),
      lon: float64Column(),
      sequence: int32Column(),
      traveled: float64Column(),
    },
    trips: createTrips(),
    stopTimes: {
      trip: int32Column(),
      stop: int32Column(),
      sequence: int32Column(),
      arrival: int32Column(),
      departure: int32Column(),
      timepoint: uint8Column(),
      noPickup: uint8Column(),
      noDropOff: uint8Column(),
      line: int32Column(),
      traveled: float32Column(),
    },
    frequencies: [],
    translations: [],
  };
}

function createTrips(): TripsDraft {
  return {
    ids: [],
    headsigns: [],
    lines: [],
    route: [],
    service: [],
    directionId: [],
    shape: [],
    block: [],
    wheelchair: [],
    indexOf: new Map(),
    blockIds: [],
    blockIndexOf: new Map(),
  };
}
