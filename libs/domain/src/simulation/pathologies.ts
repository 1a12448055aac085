import type { Mode } from './modes.js';

/**
 * Everything that goes wrong in a simulated city, each a switch with a name and a rate. `of` says what the rate
 * is a share of (or, where it is no share, its unit), and is what docs/simulator.md prints. The first group
 * happens to the service, the second to the trackers, the third to what the trackers say of their trips.
 */
export const PATHOLOGIES = {
  late_start: { of: 'trips', means: 'the trip leaves its first stop 3 to 15 minutes late' },
  early_departure: {
    of: 'trips',
    means: 'the driver leaves the terminus 1 to 11 minutes early and holds nowhere',
  },
  missed_trip: { of: 'trips', means: 'the trip is not run' },
  short_turn: { of: 'trips', means: 'the trip ends before its last stop, the next one starts further on' },
  breakdown: { of: 'trips', means: 'the vehicle stands on the way; half recover, half are replaced' },
  absent_vehicle: { of: 'blocks', means: 'the block is not run at all' },
  vehicle_swap: { of: 'blocks', means: 'another vehicle takes the block over at a terminus' },
  detour: {
    of: 'closures a day',
    means: 'a street is closed for hours: its trips go round it and skip stops',
  },
  jam: { of: 'jams an hour and 100 km of street', means: 'a jam or an incident slows a street and clears' },

  gps_noise: { of: 'metres, one sigma an axis', means: 'the error of the fix, which wanders over a minute' },
  canyon_jump: { of: 'time in the centre', means: 'high buildings throw the fix 40 to 150 m aside' },
  tunnel: { of: 'street length', means: 'no fix, so no report' },
  gnss_spoof: { of: 'time', means: 'jamming: the trackers of a district believe to be at an airport' },
  teleport: { of: 'reports', means: 'a single fix is 2 to 40 km away' },
  null_island: { of: 'reports', means: 'the position is 0, 0' },
  frozen_position: {
    of: 'time of each vehicle',
    means: 'the position stays for 3 minutes, the clock runs on',
  },
  duplicate: { of: 'reports', means: 'the report arrives twice' },
  out_of_order: { of: 'reports', means: 'the report arrives 8 to 40 s late, after newer ones' },
  offline: {
    of: 'time of each vehicle',
    means: 'no coverage for 4 minutes; what was kept then comes at once',
  },
  fleet_silence: { of: 'time', means: 'nothing of the whole fleet arrives for 15 s, nor later' },
  stale_vehicle: { of: 'fleet', means: 'a parked vehicle repeats a fix that is 1 to 17 hours old' },
  month_stale_vehicle: { of: 'fleet', means: 'a parked vehicle repeats a fix that is 30 days old' },
  slow_reporter: { of: 'fleet', means: 'the vehicle reports once a minute' },
  speed_steps: { of: 'fleet', means: 'the speed comes in whole kilometres an hour' },
  fleet_clock_lag: { of: 'time', means: 'all clocks fall behind, to 544 s, and come back within two hours' },
  clock_drift: { of: 'fleet', means: 'the clock of the vehicle is up to 90 s off and drifts' },

  missing_trip_id: { of: 'fleet', means: 'the vehicle never says its trip' },
  kept_trip_id: { of: 'fleet', means: 'the finished trip is said until the next one leaves its first stop' },
  wrong_trip_id: { of: 'fleet', means: 'the vehicle says the trips of another block all day' },
} as const;

export type Pathology = keyof typeof PATHOLOGIES;

/** All names, in the order of `FAULT_BITS`. */
export const PATHOLOGY_NAMES = Object.keys(PATHOLOGIES) as readonly Pathology[];

/** A rate for every vehicle, or one for each mode. */
export type Rate = number | Readonly<Record<Mode, number>>;
export type Rates = Readonly<Record<Pathology, Rate>>;

/** The rate as it holds for a mode. */
export function rateFor(rates: Rates, pathology: Pathology, mode: Mode): number {
  const rate = rates[pathology];
  return typeof rate === 'number' ? rate : rate[mode];
}

/** The rate of a pathology that touches a whole city: the mean over the modes where it differs by mode. */
export function cityRate(rates: Rates, pathology: Pathology): number {
  const rate = rates[pathology];
  return typeof rate === 'number' ? rate : (rate.tram + rate.trolleybus + rate.bus) / 3;
}

/** The bit that marks each pathology in the faults of a report. */
export const FAULT_BITS = Object.fromEntries(PATHOLOGY_NAMES.map((name, i) => [name, 1 << i])) as Readonly<
  Record<Pathology, number>
>;

/** The names behind the bits. */
export function listFaults(faults: number): Pathology[] {
  return PATHOLOGY_NAMES.filter((_, i) => (faults & (1 << i)) !== 0);
}
