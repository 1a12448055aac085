import type { PatternIndex, Schedule } from '../gtfs/index.js';
import { ServiceDays } from '../time/index.js';
import { type Base, placeBases } from './bases.js';
import { type Demand, createDemand } from './demand.js';
import { Detours } from './detours.js';
import { Fleet } from './fleet.js';
import { HourlyPace } from './hourly-pace.js';
import { findBusiestDay } from './list-runs.js';
import { type Mode, isRail, modeOf } from './modes.js';
import { type Pathology, type Rates, cityRate } from './pathologies.js';
import { mix } from './random.js';
import { type Road, createRoad } from './road.js';
import { StreetCells } from './street-cells.js';
import { StreetNetwork } from './street-network.js';
import { meanLegSeconds, usualSpeeds } from './street-speeds.js';
import { type Tally, createTallies } from './tally.js';
import { TrafficField } from './traffic-field.js';

/** Everything that vehicles share: streets, traffic, passengers, bases, the fleet. Built once from a schedule. */
export interface City {
  readonly schedule: Schedule;
  readonly seed: number;
  readonly rates: Rates;
  readonly days: ServiceDays;
  /** Mode of each route. */
  readonly modes: readonly Mode[];
  readonly cells: StreetCells;
  readonly traffic: TrafficField;
  readonly hours: HourlyPace;
  /** Road of each pattern. */
  readonly roads: readonly Road[];
  readonly detours: Detours;
  /** Mean planned seconds of each pattern from end to end. */
  readonly usualSeconds: Float64Array;
  readonly bases: readonly (readonly Base[])[];
  readonly demand: Demand;
  readonly fleet: Fleet;
  readonly tallies: Record<Pathology, Tally>;
  readonly centre: Centre;
  readonly networkOf: (mode: Mode) => StreetNetwork;
}

/** Where the stops are: half of all visits lie within the radius. */
export interface Centre {
  readonly x: number;
  readonly y: number;
  readonly radiusMetres: number;
}

/** Builds the city that a schedule describes, as it is around an instant. */
export function createCity(schedule: Schedule, seed: number, rates: Rates, atSeconds: number): City {
  const days = new ServiceDays(schedule.timeZone);
  const modes = schedule.routes.map(modeOf);
  const cells = new StreetCells();
  const roads = schedule.patterns.map((pattern) => createRoad(cells, pattern.line, seed));
  const legs = meanLegSeconds(schedule);
  const busiest = findBusiestDay(schedule, days.dateAt(atSeconds));
  const hours = new HourlyPace(busiest.peakRuns);
  const traffic = new TrafficField(cells, mix(seed, 21), cityRate(rates, 'jam'), (at) => hours.paceAt(at));
  traffic.setUsualSpeeds(usualSpeeds(schedule, roads, modes, legs, cells));
  const networkOf = createNetworks(schedule, roads, modes);
  const tallies = createTallies();
  return {
    schedule,
    seed,
    rates,
    days,
    modes,
    cells,
    traffic,
    hours,
    roads,
    detours: new Detours(schedule, cells, roads, seed, cityRate(rates, 'detour')),
    usualSeconds: Float64Array.from(legs, (seconds) => seconds.reduce((sum, leg) => sum + leg, 0)),
    bases: placeBases(schedule, networkOf('bus'), seed),
    demand: createDemand(schedule, seed, busiest.runsOf),
    fleet: new Fleet(seed, rates, tallies, schedule.routes),
    tallies,
    centre: findCentre(schedule, busiest.runsOf),
    networkOf,
  };
}

/** One network of rails and one of all other streets. Where one is empty, the other serves both. */
function createNetworks(
  schedule: Schedule,
  roads: readonly Road[],
  modes: readonly Mode[],
): (mode: Mode) => StreetNetwork {
  const railOf = (pattern: PatternIndex): boolean => isRail(modes[schedule.patterns[pattern]!.route]!);
  const rails = new StreetNetwork(roads.filter((_, pattern) => railOf(pattern)));
  const streets = new StreetNetwork(roads.filter((_, pattern) => !railOf(pattern)));
  return (mode) => {
    const wanted = isRail(mode) ? rails : streets;
    if (wanted.nodeCount > 0) return wanted;
    return isRail(mode) ? streets : rails;
  };
}

function findCentre(schedule: Schedule, runsOf: Float64Array): Centre {
  const visits: { x: number; y: number; weight: number }[] = [];
  schedule.patterns.forEach((pattern, index) => {
    const weight = runsOf[index]!;
    if (weight === 0) return;
    for (const stop of pattern.stops) {
      visits.push({ x: schedule.stops.x[stop]!, y: schedule.stops.y[stop]!, weight });
    }
  });
  const total = visits.reduce((sum, visit) => sum + visit.weight, 0);
  if (total === 0) return { x: 0, y: 0, radiusMetres: 1000 };
  const x = visits.reduce((sum, visit) => sum + visit.x * visit.weight, 0) / total;
  const y = visits.reduce((sum, visit) => sum + visit.y * visit.weight, 0) / total;
  const byDistance = visits
    .map((visit) => ({ metres: Math.hypot(visit.x - x, visit.y - y), weight: visit.weight }))
    .sort((a, b) => a.metres - b.metres);
  let seen = 0;
  const median = byDistance.find(({ weight }) => (seen += weight) >= total / 2);
  return { x, y, radiusMetres: Math.max(300, median?.metres ?? 1000) };
}
