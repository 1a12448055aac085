import { type FleetClock, startFleetClock, turnFleetClock } from './fleet-clock.js';
import { judgeForm } from './judge-form.js';
import { judgeReport } from './judge-report.js';
import { type JudgedVehicle, createJudgedVehicle } from './judged-vehicle.js';
import type { JudgingLimits } from './judging-limits.js';
import type { ReportRejection, VehiclePosition, VehicleReport } from './vehicle-report.js';

/** What became of one report. */
export type ReportOutcome =
  | { readonly report: VehicleReport; readonly position: VehiclePosition; readonly rejection?: never }
  | { readonly report: VehicleReport; readonly rejection: ReportRejection; readonly position?: never };

/** A vehicle, and when it was heard last, in reports. */
interface Heard {
  readonly vehicle: JudgedVehicle;
  heardIn: number;
}

/** Of vehicles too many, this share is forgotten at once: finding who was heard least recently takes a while. */
const FORGOTTEN_SHARE = 0.01;

/**
 * The judging state of all vehicles, kept between messages and bounded: past `maxVehicles` the vehicle heard
 * least recently is forgotten. It holds state and decides nothing; the same messages at the same times give the
 * same outcomes, live or replayed.
 *
 * Where several processes share the messages, a vehicle's come to any of them, and each judges by the part it
 * saw: what is repeated or late across processes is caught by whoever owns the vehicle's state (tracking), which
 * reads all of them from one stream in one order and takes nothing that is not newer than what it has.
 */
export class FleetJudge {
  readonly #vehicles = new Map<string, Heard>();
  #reports = 0;
  readonly #fleets = new Map<string, FleetClock>();

  constructor(
    public limits: JudgingLimits,
    readonly maxVehicles = 100_000,
  ) {}

  /**
   * Judges the reports of one message, oldest first within each vehicle whatever their order in it, and answers
   * in their order. `source` names the way they came by: vehicles of one source share a fleet clock.
   */
  judge(source: string, reports: readonly VehicleReport[], receivedAtSeconds: number): ReportOutcome[] {
    const [only] = reports;
    if (only && reports.length === 1) return [this.#judgeOne(source, only, receivedAtSeconds)];
    const newest = newestByVehicle(reports, receivedAtSeconds + this.limits.maxClockErrorSeconds);
    const outcomes = new Array<ReportOutcome>(reports.length);
    const order = reports.map((_, index) => index);
    order.sort((a, b) => byTime(reports[a]!, reports[b]!));
    for (const index of order) {
      const report = reports[index]!;
      outcomes[index] = this.#judgeOne(source, report, receivedAtSeconds, newest.get(report.vehicleId));
    }
    return outcomes;
  }

  /** Seconds that the clocks of a source are behind ours; undefined until enough vehicles were heard. */
  findLagSeconds(source: string): number | undefined {
    return this.#fleets.get(source)?.lagSeconds;
  }

  /** Vehicles remembered. */
  get vehicleCount(): number {
    return this.#vehicles.size;
  }

  #judgeOne(
    source: string,
    report: VehicleReport,
    receivedAtSeconds: number,
    newestSeconds?: number,
  ): ReportOutcome {
    const fleet = this.#turnClock(source, receivedAtSeconds);
    // Nothing is remembered of a vehicle that never said anything of use.
    const fault = judgeForm(report, this.limits);
    if (fault) return { report, rejection: fault };
    const vehicle = this.#hear(report.vehicleId);
    const judged = judgeReport(fleet, vehicle, report, receivedAtSeconds, this.limits, newestSeconds);
    return typeof judged === 'string' ? { report, rejection: judged } : { report, position: judged };
  }

  #turnClock(source: string, receivedAtSeconds: number): FleetClock {
    const known = this.#fleets.get(source);
    const clock = turnFleetClock(
      known ?? startFleetClock(receivedAtSeconds),
      receivedAtSeconds,
      this.limits.maxClockErrorSeconds,
    );
    if (clock !== known) this.#fleets.set(source, clock);
    return clock;
  }

  #hear(vehicleId: string): JudgedVehicle {
    const heardIn = ++this.#reports;
    const heard = this.#vehicles.get(vehicleId);
    if (heard) {
      heard.heardIn = heardIn;
      return heard.vehicle;
    }
    const vehicle = createJudgedVehicle();
    this.#vehicles.set(vehicleId, { vehicle, heardIn });
    if (this.#vehicles.size > this.maxVehicles) this.#forgetLongestUnheard();
    return vehicle;
  }

  #forgetLongestUnheard(): void {
    const byHearing = [...this.#vehicles].sort(([, a], [, b]) => a.heardIn - b.heardIn);
    const count = Math.max(1, Math.floor(FORGOTTEN_SHARE * this.maxVehicles));
    for (const [vehicleId] of byHearing.slice(0, count)) this.#vehicles.delete(vehicleId);
  }
}

function newestByVehicle(reports: readonly VehicleReport[], latestSeconds: number): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { vehicleId, timestampSeconds } of reports) {
    if (!(timestampSeconds <= latestSeconds)) continue;
    newest.set(vehicleId, Math.max(timestampSeconds, newest.get(vehicleId) ?? -Infinity));
  }
  return newest;
}

/** By timestamp; those that are no number first, where they do no harm. */
function byTime(a: VehicleReport, b: VehicleReport): number {
  const left = Number.isFinite(a.timestampSeconds) ? a.timestampSeconds : -Infinity;
  const right = Number.isFinite(b.timestampSeconds) ? b.timestampSeconds : -Infinity;
  return left === right ? 0 : left - right;
}
