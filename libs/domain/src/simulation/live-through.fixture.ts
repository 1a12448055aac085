import type { Schedule } from '../gtfs/index.js';
import type { StopVisit } from '../tracking/index.js';
import { createSimulation } from './create-simulation.js';
import type { ServiceEvent } from './duty.js';
import type { SimulatedReport } from './simulated-report.js';
import type { Simulation, SimulationOptions } from './simulation.js';
import { step } from './step.js';

export interface Lived {
  readonly simulation: Simulation;
  readonly reports: SimulatedReport[];
  readonly visits: StopVisit[];
  readonly events: ServiceEvent[];
}

/** Lives through some hours of a town in steps of a minute and keeps everything. */
export function liveThrough(
  schedule: Schedule,
  options: Omit<SimulationOptions, 'seed'> & { readonly seed?: number },
  untilSeconds: number,
): Lived {
  const simulation = createSimulation(schedule, { seed: 1, ...options });
  const lived: Lived = { simulation, reports: [], visits: [], events: [] };
  for (let now = options.startSeconds; now < untilSeconds; now += 60) {
    const { reports, visits, events } = step(simulation, Math.min(untilSeconds, now + 60));
    lived.reports.push(...reports);
    lived.visits.push(...visits);
    lived.events.push(...events);
  }
  return lived;
}

/** Groups of things with the same key, in their order. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** Names a vehicle's run of a trip. */
export function runKey(
  vehicleId: string,
  instance: { trip: number; serviceDate: string; startSeconds: number },
): string {
  return `${vehicleId} ${instance.trip} ${instance.serviceDate} ${instance.startSeconds}`;
}
