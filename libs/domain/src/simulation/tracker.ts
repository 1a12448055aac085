import type { VehicleReport } from '../vehicle/index.js';
import type { Duty } from './duty.js';
import { FAULT_BITS, type Pathology } from './pathologies.js';
import { RandomStream, mix } from './random.js';
import type { SimulatedReport } from './simulated-report.js';
import type { Vehicle } from './vehicle.js';

/** How many reports a tracker keeps while it has no coverage; then it forgets the oldest. */
export const KEPT_REPORTS = 360;

/** The device on a vehicle: what it remembers between two reports. */
export class Tracker {
  readonly random: RandomStream;
  readonly hash: number;
  /** Whether it counts passengers. */
  readonly counts: boolean;
  /** The error of its fixes, metres. */
  noiseX = 0;
  noiseY = 0;
  lastFixSeconds = 0;
  /** The fix it repeats while its position is frozen, degrees. */
  frozen: { lat: number; lon: number; slot: number } | undefined = undefined;
  /** Arrival of its newest report, so that the network keeps their order unless told otherwise. */
  lastArrivalSeconds = 0;
  /** What it keeps while offline. */
  readonly kept: SimulatedReport[] = [];
  /** What it says of its trip, and for which run that was put together. */
  hint: TripHint = {};
  hintKey = -2;

  constructor(
    readonly vehicle: Vehicle,
    /** The duty whose trips it names where it is logged on wrongly. */
    readonly decoy: Duty | undefined,
  ) {
    this.hash = mix(vehicle.duty.vehicle.hash, 5);
    this.random = new RandomStream(mix(this.hash, Math.floor(vehicle.duty.wakeSeconds)));
    this.counts = mix(this.hash, 6) % 10 < 3;
  }

  /** Whether its vehicle has a fault for good. */
  has(trait: Pathology): boolean {
    return (this.vehicle.duty.vehicle.traits & FAULT_BITS[trait]) !== 0;
  }
}

/** The part of a report that names the trip. */
export type TripHint = Pick<VehicleReport, 'tripId' | 'startDate' | 'startTime' | 'routeId' | 'directionId'>;
