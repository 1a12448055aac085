/** Outlines of vehicles on the map, as rings of points in pixels about the place, pointing north: a shape a state. */
import type { VehicleState } from '@rukh/domain/dispatch';

export interface VehicleShape {
  readonly rings: readonly (readonly number[])[];
  /** Turned to where the vehicle goes. */
  readonly isTurned: boolean;
  readonly isOutline: boolean;
}

const filled = (isTurned: boolean, ...rings: readonly (readonly number[])[]): VehicleShape => ({
  rings,
  isTurned,
  isOutline: false,
});
const OCTAGON = [-3, -7, 3, -7, 7, -3, 7, 3, 3, 7, -3, 7, -7, 3, -7, -3];

export const VEHICLE_SHAPES: Readonly<Record<VehicleState, VehicleShape>> = {
  normal: filled(true, [0, -9, 6, 7, 0, 4, -6, 7]),
  early: filled(true, [0, -10, 7, 3, -7, 3], [-7, 5, 7, 5, 7, 8, -7, 8]),
  late: filled(true, [0, -9, 9, 8, -9, 8]),
  very_late: filled(true, [0, -12, 9, 0, -9, 0], [0, 0, 9, 11, -9, 11]),
  off_route: filled(false, [0, -9, 9, 0, 0, 9, -9, 0]),
  no_signal: { rings: [OCTAGON], isTurned: false, isOutline: true },
  unassigned: { rings: [[-6, -6, 6, -6, 6, 6, -6, 6]], isTurned: false, isOutline: true },
  not_in_service: filled(false, [-3, 0, 0, -3, 3, 0, 0, 3]),
};
