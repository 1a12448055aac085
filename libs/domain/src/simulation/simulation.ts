import type { Duty, ServiceEvent } from './duty.js';
import type { City } from './city.js';
import type { Ghost } from './ghost.js';
import type { Mailbox } from './mailbox.js';
import type { Rates } from './pathologies.js';
import type { Preset } from './presets.js';
import type { ServedStop } from './served-stop.js';
import type { SimulatedReport } from './simulated-report.js';
import type { Tracker } from './tracker.js';
import type { ServiceDate } from '../time/index.js';

/** How much trackers say of their trips: everything, route and direction only, or nothing. */
export const HINTS = ['full', 'route', 'none'] as const;
export type Hints = (typeof HINTS)[number];

export interface SimulationOptions {
  /** Any integer. The same seed, options, schedule and version of Rukh give the same day, byte for byte. */
  readonly seed: number;
  /** Epoch seconds at which the simulation begins; vehicles are then where their day has brought them. */
  readonly startSeconds: number;
  /** Default `normal`. */
  readonly preset?: Preset;
  /** Rates that differ from the preset's. */
  readonly rates?: Partial<Rates>;
  /** Whole seconds between two reports of a vehicle. Default 5. */
  readonly intervalSeconds?: number;
  /** Default `full`. */
  readonly hints?: Hints;
  /** About how many vehicles are out at the peak; blocks are left out to come down to it. Default: all. */
  readonly vehicles?: number;
  /** How far back a day is lived through unseen before it begins. Default four hours. */
  readonly warmUpSeconds?: number;
  /** Where spoofed trackers believe to be. Default: 7 km south-west of the centre. */
  readonly airport?: { readonly lat: number; readonly lon: number };
}

export interface StepResult {
  /** By arrival. */
  readonly reports: readonly SimulatedReport[];
  /** Stop visits completed since the step before, in no particular order. */
  readonly visits: readonly ServedStop[];
  readonly events: readonly ServiceEvent[];
}

/** A city's day in progress. Advanced in place by `step`; its insides are nobody else's business. */
export interface Simulation {
  readonly city: City;
  readonly intervalSeconds: number;
  readonly hints: Hints;
  readonly airport: { readonly lat: number; readonly lon: number };
  /** Share of blocks simulated. */
  readonly keep: number;
  nowSeconds: number;
  /** The last service day planned. */
  plannedDate: ServiceDate;
  /** When the next one is to be planned. */
  planAtSeconds: number;
  /** Duties that have not begun, by wakeSeconds. */
  readonly waiting: Duty[];
  readonly trackers: Tracker[];
  readonly ghosts: readonly Ghost[];
  /** Events that have not come to pass, by time. */
  readonly coming: ServiceEvent[];
  readonly mailbox: Mailbox;
}
