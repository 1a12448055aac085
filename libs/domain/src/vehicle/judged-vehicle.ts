import type { VehicleClock } from './vehicle-clock.js';

/** What judging remembers of one vehicle: a fixed handful of numbers, however long it reports. */
export interface JudgedVehicle {
  /** The report last accepted. */
  readonly last?: LastAccepted;
  /** Reports accepted one after another, up to `proofReports`: how much it takes to overrule them. */
  readonly trust: number;
  readonly clock?: VehicleClock;
  /** Refused reports in a row whose clock is wrong in the same way. */
  readonly clockRun?: ClockRun | undefined;
  /** Refused reports in a row that agree on another place. */
  readonly doubt?: PlaceDoubt | undefined;
}

export interface LastAccepted {
  readonly timestampSeconds: number;
  readonly atSeconds: number;
  readonly lat: number;
  readonly lon: number;
}

export interface ClockRun {
  readonly timestampSeconds: number;
  readonly receivedAtSeconds: number;
  readonly sinceSeconds: number;
  readonly reports: number;
  readonly lowestLagSeconds: number;
}

export interface PlaceDoubt {
  readonly atSeconds: number;
  readonly lat: number;
  readonly lon: number;
  readonly sinceSeconds: number;
  readonly reports: number;
}

export const UNHEARD_VEHICLE: JudgedVehicle = { trust: 0 };
