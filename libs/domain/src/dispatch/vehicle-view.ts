/** The table of vehicles and the inspector (GET /api/v1/dispatch/vehicles, /vehicles/{id}). */
import type { DisplayedOrder } from './driver-message.js';
import type { DispatchException } from './exception.js';
import type { VehicleState } from './live-view.js';
import type { HeadwayBetween } from './line-view.js';
import type { BlockTripView } from './trips-view.js';

export interface VehiclesView {
  readonly at: number;
  readonly vehicles: readonly VehicleListItem[];
}

export interface VehicleListItem {
  readonly vehicleId: string;
  readonly label: string;
  readonly licensePlate?: string;
  readonly carrierId?: string;
  readonly state: VehicleState;
  readonly fixAt: number;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly tripId?: string;
  readonly blockId?: string;
  readonly deviationSeconds?: number;
  readonly headwaySeconds?: number;
  readonly occupancyStatus?: number;
  /** Counters or the driver, or validators; absent without a status. */
  readonly occupancySource?: 'vehicle' | 'taps';
  /** About how many people, by fives; absent where few, or where validators do not tell. */
  readonly persons?: number;
  /** WheelchairAccessible of GTFS-realtime: 2 is accessible, 3 is not. */
  readonly wheelchairAccessible?: number;
  /** Battery or tank, percent of full; absent where the vehicle does not say. */
  readonly chargePercent?: number;
  /** Of now only; absent where it is not known, also where there are none. */
  readonly validators?: ValidatorsSummary;
}

/** How the validators of a vehicle do, in four figures. */
export interface ValidatorsSummary {
  readonly count: number;
  /** Not heard of for some minutes, or never. */
  readonly quiet: number;
  /** Taps that they still have to send. */
  readonly unsentTaps: number;
  /** Of their software, each once; what a device does not say is left out. */
  readonly softwareVersions: readonly string[];
}

export interface VehicleView extends VehicleListItem {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly bearing?: number;
  readonly speedMetresPerSecond?: number;
  /** When it was received, and by its own clock. */
  readonly receivedAt: number;
  readonly timestampAt: number;
  /** Why it is on no trip, in tracking's words (docs/rejections.md). */
  readonly unassignedReason?: string;
  readonly phase?: string;
  readonly confidence?: number;
  /** Metres from the line. */
  readonly offsetMetres?: number;
  readonly offRouteSince?: number;
  readonly trip?: VehicleTripView;
  readonly ahead?: HeadwayBetween;
  readonly behind?: HeadwayBetween;
  readonly nextStops: readonly NextStopView[];
  /** Trips of the block, in order; the only trip where there is no block. */
  readonly block: readonly BlockTripView[];
  /** Of the last five minutes, the oldest first: `[at, lat, lon]`. */
  readonly trail: readonly (readonly [at: number, lat: number, lon: number])[];
  readonly exceptions: readonly DispatchException[];
  /** What its display has of orders; absent of the past, and where drivers are not told. */
  readonly orders?: readonly DisplayedOrder[];
  /** By the company's own number; absent where the vehicle does not say, and for who may not know. */
  readonly driverId?: string;
}

export interface VehicleTripView {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime: string;
  readonly headsign: string;
  readonly patternId: string;
  readonly shapeMetres: number;
}

export interface NextStopView {
  readonly stopId: string;
  readonly code: string;
  readonly name: string;
  readonly stopSequence: number;
  /** Absent of a trip by headway. */
  readonly scheduledAt?: number;
  readonly expectedAt?: number;
  /** Half-width of the 80 % interval. */
  readonly uncertaintySeconds?: number;
  /** By an order it does not halt there. */
  readonly isSkipped?: true;
}
