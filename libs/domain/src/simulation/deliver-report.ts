import type { City } from './city.js';
import { inSpell } from './episodes.js';
import { FAULT_BITS, type Pathology, cityRate, rateFor } from './pathologies.js';
import { mix } from './random.js';
import type { ReportTruth, SimulatedReport } from './simulated-report.js';
import type { Simulation } from './simulation.js';
import type { VehicleReport } from '../vehicle/index.js';
import { count } from './tally.js';
import { KEPT_REPORTS, type Tracker } from './tracker.js';

/** How reports travel: at once, late, twice, in a heap after a silence, or never. */
const SHORTEST_TRAVEL_SECONDS = 0.12;
const MEAN_TRAVEL_SECONDS = 0.25;
const LONGEST_TRAVEL_SECONDS = 6;
const OFFLINE_SLOT_SECONDS = 240;
const SILENCE_SLOT_SECONDS = 15;

/** Whether nothing of the whole fleet gets through at an instant. */
export function isSilent(city: City, atSeconds: number): boolean {
  const rate = cityRate(city.rates, 'fleet_silence');
  return count(
    city.tallies.fleet_silence,
    inSpell(mix(city.seed, 61), atSeconds, SILENCE_SLOT_SECONDS, rate),
  );
}

/** Sends a report made now; while its vehicle is offline the tracker keeps it. */
export function deliverReport(
  simulation: Simulation,
  tracker: Tracker,
  report: VehicleReport,
  truth: ReportTruth,
): void {
  const { city, mailbox } = simulation;
  const { atSeconds } = truth;
  if (isOffline(city, tracker, atSeconds)) {
    keep(tracker, report, truth);
    return;
  }
  if (tracker.kept.length > 0) flushKept(simulation, tracker, atSeconds);
  const travel = SHORTEST_TRAVEL_SECONDS + tracker.random.exponential(MEAN_TRAVEL_SECONDS);
  const late = occurs(city, tracker, 'out_of_order');
  const twice = occurs(city, tracker, 'duplicate');
  const faults = truth.faults | (late ? FAULT_BITS.out_of_order : 0) | (twice ? FAULT_BITS.duplicate : 0);
  let arrivesAtSeconds = atSeconds + Math.min(LONGEST_TRAVEL_SECONDS, travel);
  if (late) {
    arrivesAtSeconds += 8 + 32 * tracker.random.next();
  } else {
    arrivesAtSeconds = Math.max(arrivesAtSeconds, tracker.lastArrivalSeconds + 0.001);
    tracker.lastArrivalSeconds = arrivesAtSeconds;
  }
  const sent = { report, arrivesAtSeconds, truth: faults === truth.faults ? truth : { ...truth, faults } };
  mailbox.post(sent);
  if (twice) mailbox.post({ ...sent, arrivesAtSeconds: arrivesAtSeconds + 0.2 + 4 * tracker.random.next() });
}

/** Sends what the tracker still keeps, all in one message; for when coverage is back, or the duty over. */
export function flushKept({ mailbox }: Simulation, tracker: Tracker, atSeconds: number): void {
  const arrivesAtSeconds = Math.max(atSeconds + SHORTEST_TRAVEL_SECONDS, tracker.lastArrivalSeconds + 0.001);
  tracker.lastArrivalSeconds = arrivesAtSeconds;
  for (const kept of tracker.kept) mailbox.post({ ...kept, arrivesAtSeconds });
  tracker.kept.length = 0;
}

function isOffline(city: City, tracker: Tracker, atSeconds: number): boolean {
  const rate = rateFor(city.rates, 'offline', tracker.vehicle.duty.mode);
  const owner = mix(tracker.hash, FAULT_BITS.offline);
  return count(city.tallies.offline, inSpell(owner, atSeconds, OFFLINE_SLOT_SECONDS, rate));
}

function keep(tracker: Tracker, report: VehicleReport, truth: ReportTruth): void {
  if (tracker.kept.length >= KEPT_REPORTS) tracker.kept.shift();
  const kept: SimulatedReport = {
    report,
    arrivesAtSeconds: Infinity,
    truth: { ...truth, faults: truth.faults | FAULT_BITS.offline },
  };
  tracker.kept.push(kept);
}

function occurs(city: City, tracker: Tracker, pathology: Pathology): boolean {
  const rate = rateFor(city.rates, pathology, tracker.vehicle.duty.mode);
  return count(city.tallies[pathology], rate > 0 && tracker.random.next() < rate);
}
