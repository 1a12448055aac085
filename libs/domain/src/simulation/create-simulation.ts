import { unproject } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';
import { addDays } from '../time/index.js';
import { type Centre, type City, createCity } from './city.js';
import { createGhosts } from './ghosts.js';
import { Mailbox } from './mailbox.js';
import { type Preset, ratesOf } from './presets.js';
import type { Simulation, SimulationOptions } from './simulation.js';
import { findBusiestDay } from './list-runs.js';
import { warmUp } from './step.js';

const DEFAULT_WARM_UP_SECONDS = 4 * 3600;
/** Where the default airport lies from the centre, metres. */
const AIRPORT_EAST = -5000;
const AIRPORT_NORTH = -5000;

/**
 * A city's day, from `startSeconds` on. The hours before it are lived through unseen (see `warmUpSeconds`), so
 * vehicles begin where their day would have brought them, late and bunched as they are. Throws a RangeError for
 * options out of bounds.
 */
export function createSimulation(schedule: Schedule, options: SimulationOptions): Simulation {
  check(options);
  const {
    seed,
    startSeconds,
    intervalSeconds = 5,
    hints = 'full',
    warmUpSeconds = DEFAULT_WARM_UP_SECONDS,
  } = options;
  const start = Math.floor(startSeconds);
  const preset: Preset = options.preset ?? 'normal';
  const city = createCity(schedule, seed | 0, ratesOf(preset, options.rates), start);
  const begin = start - Math.floor(warmUpSeconds);
  const peak = Math.max(1, findBusiestDay(schedule, city.days.dateAt(start)).peakRuns);
  const simulation: Simulation = {
    city,
    intervalSeconds,
    hints,
    airport: options.airport ?? defaultAirport(city, city.centre),
    keep: options.vehicles === undefined ? 1 : Math.min(1, options.vehicles / peak),
    nowSeconds: begin,
    plannedDate: addDays(city.days.dateAt(begin), -2),
    planAtSeconds: begin,
    waiting: [],
    trackers: [],
    ghosts: [],
    coming: [],
    mailbox: new Mailbox(start),
  };
  warmUp(simulation, start);
  return { ...simulation, ghosts: createGhosts(city, city.fleet.list().length, start) };
}

function check({
  startSeconds,
  intervalSeconds = 5,
  warmUpSeconds = 0,
  vehicles = 1,
}: SimulationOptions): void {
  if (!Number.isFinite(startSeconds) || startSeconds < 0) {
    throw new RangeError('startSeconds must be a time after 1970');
  }
  if (!Number.isInteger(intervalSeconds) || intervalSeconds < 1 || intervalSeconds > 3600) {
    throw new RangeError('intervalSeconds must be a whole number from 1 to 3600');
  }
  if (!(warmUpSeconds >= 0 && warmUpSeconds <= 172_800)) {
    throw new RangeError('warmUpSeconds must be 0 to 172800');
  }
  if (!(vehicles > 0)) throw new RangeError('vehicles must be above 0');
}

function defaultAirport({ schedule }: City, { x, y }: Centre): { lat: number; lon: number } {
  return unproject(schedule.projection, x + AIRPORT_EAST, y + AIRPORT_NORTH);
}
