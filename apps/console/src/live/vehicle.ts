import {
  VEHICLE_COLUMNS,
  type VehicleColumn,
  type VehicleRow,
  type VehicleState,
} from '@rukh/domain/dispatch';

/** A vehicle as the console has it; times are epoch seconds, see VEHICLE_COLUMNS. */
export interface Vehicle {
  readonly vehicleId: string;
  readonly label: string;
  readonly carrierId: string | null;
  readonly lat: number;
  readonly lon: number;
  readonly bearing: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly fixAt: number;
  readonly state: VehicleState;
  readonly phase: string | null;
  readonly routeId: string | null;
  readonly directionId: number | null;
  readonly tripId: string | null;
  readonly serviceDate: string | null;
  readonly startTime: string | null;
  readonly patternId: string | null;
  readonly shapeMetres: number | null;
  readonly nextStopSequence: number | null;
  readonly nextStopAt: number | null;
  readonly deviationSeconds: number | null;
  readonly headwaySeconds: number | null;
  readonly plannedHeadwaySeconds: number | null;
  readonly vehicleAheadId: string | null;
  readonly blockId: string | null;
  readonly occupancyStatus: number | null;
  readonly confidence: number | null;
  readonly persons: number | null;
}

type Columns = Readonly<Record<VehicleColumn, string | number | null>>;

/** A row as it is sent. Columns that a newer server adds are not looked at. */
export function readVehicle(row: VehicleRow): Vehicle {
  const columns = Object.fromEntries(VEHICLE_COLUMNS.map((name, i) => [name, row[i] ?? null]));
  return columns as Columns as Vehicle;
}

/** GTFS-realtime: a position older than this is none. */
export const NO_SIGNAL_SECONDS = 90;
/** Not heard of for so long, it is drawn hollow. */
export const QUIET_SECONDS = 30;

/** The state to be shown: whoever has not been heard of for long has no signal, whatever it was before. */
export function shownState(vehicle: Pick<Vehicle, 'state' | 'fixAt'>, now: number): VehicleState {
  return now - vehicle.fixAt > NO_SIGNAL_SECONDS ? 'no_signal' : vehicle.state;
}
