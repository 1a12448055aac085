import type { VehicleClock } from './vehicle-clock.js';

/**
 * What judging remembers of one vehicle: a fixed handful of numbers, however long it reports. Each report moves it on in
 * place: nobody else holds it, and copies of all of it for each of a city's millions of reports would be most of the cost.
 */
export interface JudgedVehicle {
  /** The report last accepted. */
  last: LastAccepted | undefined;
  /** Reports accepted one after another, up to `proofReports`: how much it takes to overrule them. */
  trust: number;
  clock: VehicleClock | undefined;
  /** Refused reports in a row whose clock is wrong in the same way. */
  clockRun: ClockRun | undefined;
  /** Refused reports in a row that agree on another place. */
  doubt: PlaceDoubt | undefined;
}

export interface LastAccepted {
  timestampSeconds: number;
  atSeconds: number;
  lat: number;
  lon: number;
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

/** A vehicle that nothing was heard of. */
export function createJudgedVehicle(): JudgedVehicle {
  return { last: undefined, trust: 0, clock: undefined, clockRun: undefined, doubt: undefined };
}
