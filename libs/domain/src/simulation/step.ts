import { type ServiceDate, addDays } from '../time/index.js';
import { advanceVehicle } from './advance-vehicle.js';
import { flushKept, isSilent } from './deliver-report.js';
import type { Duty, ServiceEvent } from './duty.js';
import { enterMidway } from './enter-midway.js';
import { reportGhosts } from './ghosts.js';
import { planDay } from './plan-day.js';
import { mix } from './random.js';
import { reportVehicle } from './report-vehicle.js';
import type { ServedStop } from './served-stop.js';
import type { SimulatedReport } from './simulated-report.js';
import type { Simulation, StepResult } from './simulation.js';
import { fleetLagSeconds } from './tracker-clock.js';
import { Tracker } from './tracker.js';
import { Activity, Vehicle } from './vehicle.js';

/** A service day is planned this long before its 00:00:00: some vehicles leave their base the evening before. */
const PLAN_AHEAD_SECONDS = 3 * 3600;
/** The city's hours are kept this long: trips of the day before may still run. */
const KEEP_HOURS_SECONDS = 2 * 86_400;
/** A duty that should have begun this much earlier is entered midway. */
const MIDWAY_SECONDS = 60;

/**
 * Advances the simulation, in place, to an instant (epoch seconds), second by second, and returns what arrived
 * and what came to pass. How the time is cut into steps makes no difference.
 */
export function step(simulation: Simulation, toSeconds: number): StepResult {
  const reports: SimulatedReport[] = [];
  const visits: ServedStop[] = [];
  const events: ServiceEvent[] = [];
  while (simulation.nowSeconds < Math.floor(toSeconds)) {
    const now = ++simulation.nowSeconds;
    live(simulation, now, visits);
    report(simulation, now);
    simulation.mailbox.collect(now, reports);
    happenUntil(simulation, now, events);
  }
  return { reports, visits, events };
}

/** Lives through the time up to an instant without a report: what a simulation does before it begins. */
export function warmUp(simulation: Simulation, toSeconds: number): void {
  const unseen: ServedStop[] = [];
  while (simulation.nowSeconds < toSeconds) {
    live(simulation, ++simulation.nowSeconds, unseen);
    unseen.length = 0;
  }
  happenUntil(simulation, toSeconds, []);
}

/** One second of every vehicle's life. */
function live(simulation: Simulation, now: number, visits: ServedStop[]): void {
  if (now >= simulation.planAtSeconds) planNextDay(simulation, now);
  while (simulation.waiting.length > 0 && simulation.waiting[0]!.wakeSeconds <= now) {
    begin(simulation, simulation.waiting.shift()!, now);
  }
  const { city, trackers } = simulation;
  let kept = 0;
  for (const tracker of trackers) {
    advanceVehicle(city, tracker.vehicle, now, visits);
    if (tracker.vehicle.activity === Activity.OFF) flushKept(simulation, tracker, now);
    else trackers[kept++] = tracker;
  }
  trackers.length = kept;
}

function report(simulation: Simulation, now: number): void {
  const { city, trackers } = simulation;
  if (isSilent(city, now)) return;
  const lag = fleetLagSeconds(city, now);
  for (const tracker of trackers) reportVehicle(simulation, tracker, lag, now);
  reportGhosts(simulation, now);
}

function happenUntil({ coming }: Simulation, now: number, events: ServiceEvent[]): void {
  while (coming.length > 0 && coming[0]!.atSeconds <= now) events.push(coming.shift()!);
}

/** Plans the next service day (and those due with it). */
function planNextDay(simulation: Simulation, now: number): void {
  const { city, waiting, coming } = simulation;
  city.hours.forgetBefore(now - KEEP_HOURS_SECONDS);
  while (now >= simulation.planAtSeconds) {
    const date: ServiceDate = addDays(simulation.plannedDate, 1);
    const { duties, events } = planDay(city, date, simulation.keep);
    waiting.push(...duties);
    coming.push(...events);
    simulation.plannedDate = date;
    simulation.planAtSeconds = city.days.startSeconds(addDays(date, 1)) - PLAN_AHEAD_SECONDS;
  }
  waiting.sort((a, b) => a.wakeSeconds - b.wakeSeconds);
  coming.sort((a, b) => a.atSeconds - b.atSeconds);
}

function begin(simulation: Simulation, duty: Duty, now: number): void {
  const vehicle = new Vehicle(duty);
  if (duty.leaveSeconds < now - MIDWAY_SECONDS && !enterMidway(simulation.city, vehicle, now)) return;
  const others = simulation.trackers;
  const decoy = others[mix(vehicle.duty.vehicle.hash, 8) % Math.max(1, others.length)];
  simulation.trackers.push(new Tracker(vehicle, decoy?.vehicle.duty));
}
