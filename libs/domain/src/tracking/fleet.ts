import type { VehiclePosition } from '../vehicle/index.js';
import { advanceBeam, widenBeam } from './advance-beam.js';
import { type Verdict, chooseTrip } from './choose-trip.js';
import { describeAssignment, instanceOf, publishedPhase, unassignedReason } from './describe-assignment.js';
import type { Fix } from './hypothesis.js';
import { followTrip } from './follow-trip.js';
import { RunClaims } from './run-claims.js';
import type { Circumstances } from './score-hypothesis.js';
import type { Timetable } from './timetable.js';
import { TRACKING_PARAMETERS, type TrackingParameters } from './tracking-parameters.js';
import { type VehicleState, createVehicleState, moveState, readFix } from './vehicle-state.js';
import type { TripEnded, VehicleUpdate } from './vehicle-update.js';

/**
 * The tracker of a fleet: each vehicle is followed by a beam of hypotheses over the runs of the day, and the
 * vehicles hold runs exclusively. Deterministic: the same positions in the same order give the same updates.
 * The states are values; the fleet holds the present ones.
 */
export class Fleet {
  readonly #vehicles = new Map<string, VehicleState>();
  readonly #claims = new RunClaims();

  constructor(
    readonly timetable: Timetable,
    private readonly p: TrackingParameters = TRACKING_PARAMETERS,
  ) {}

  /** Takes a vehicle's next position; positions of one vehicle must come in order of time. */
  track(position: VehiclePosition): VehicleUpdate {
    const { p, timetable } = this;
    let before = this.#vehicles.get(position.vehicleId);
    const ended: TripEnded[] = [];
    if (before && position.atSeconds - before.at > p.silenceSeconds) {
      ended.push(...this.#drop(before, 'lost'));
      before = undefined;
    }
    const fix = readFix(p, timetable.schedule.projection, before, position);
    const moved = before ? moveState(before, fix) : createVehicleState(position.vehicleId, fix);
    const { state, verdict } = this.#think(moved, fix);
    const followed = followTrip(timetable, moved, verdict, fix);
    const after = { ...state, ...followed.now };
    this.#claims.set(position.vehicleId, moved.claims, verdict.runs);
    this.#vehicles.set(position.vehicleId, after);
    const { chosen, confidence } = verdict;
    return {
      position,
      ...(chosen
        ? { assignment: describeAssignment(timetable, chosen, confidence, after.progress, fix) }
        : { phase: publishedPhase(p, fix), reason: unassignedReason(p, timetable, state, fix) }),
      visits: followed.visits,
      ended: [...ended, ...followed.ended],
    };
  }

  /** Forgets vehicles silent since before `silentSince` (epoch seconds), and says which trips that ends. */
  dropSilent(silentSince: number): TripEnded[] {
    return [...this.#vehicles.values()]
      .filter(({ at }) => at < silentSince)
      .flatMap((state) => this.#drop(state, 'lost'));
  }

  /** The present state of a vehicle. */
  findState(vehicleId: string): VehicleState | undefined {
    return this.#vehicles.get(vehicleId);
  }

  listStates(): readonly VehicleState[] {
    return [...this.#vehicles.values()];
  }

  /** Puts a remembered vehicle back, as after a restart. */
  restore(state: VehicleState): void {
    this.#claims.set(state.vehicleId, this.#vehicles.get(state.vehicleId)?.claims ?? new Map(), state.claims);
    this.#vehicles.set(state.vehicleId, state);
  }

  #think(moved: VehicleState, fix: Fix): { state: VehicleState; verdict: Verdict } {
    const { p, timetable } = this;
    const around: Circumstances = {
      vehicleId: moved.vehicleId,
      claims: this.#claims,
      run: moved.trip?.run,
      loyalty: moved.loyalty,
    };
    let beam = advanceBeam(p, timetable, moved.beam, fix, around);
    let verdict = chooseTrip(p, beam, moved.trip);
    let { seededAt } = moved;
    const sure = verdict.chosen !== undefined && verdict.confidence > 0.9;
    if (fix.at - seededAt >= (sure ? p.seedSureSeconds : p.seedUnsureSeconds)) {
      beam = widenBeam(p, timetable, beam, fix, around);
      verdict = chooseTrip(p, beam, moved.trip);
      seededAt = fix.at;
    }
    const run = verdict.chosen?.trip.run;
    const held = run === undefined ? 0 : (verdict.runs.get(run) ?? 0);
    const since = run === moved.trip?.run ? moved.loyalty : 0;
    const loyalty = since + (held - since) * Math.min(1, fix.elapsed / p.evidenceMemorySeconds);
    return {
      verdict,
      state: {
        ...moved,
        beam,
        seededAt,
        trip: verdict.chosen?.trip,
        confidence: verdict.confidence,
        loyalty,
        claims: verdict.runs,
      },
    };
  }

  #drop(state: VehicleState, how: TripEnded['how']): TripEnded[] {
    this.#vehicles.delete(state.vehicleId);
    this.#claims.set(state.vehicleId, state.claims, new Map());
    if (!state.progress) return [];
    return [
      { vehicleId: state.vehicleId, instance: instanceOf(state.progress.trip), atSeconds: state.at, how },
    ];
  }
}
