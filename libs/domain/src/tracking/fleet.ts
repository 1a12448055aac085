import type { VehiclePosition } from '../vehicle/index.js';
import { advanceBeam, widenBeam } from './advance-beam.js';
import { type Verdict, chooseTrip, listRunOdds } from './choose-trip.js';
import { describeAssignment, instanceOf, publishedPhase, unassignedReason } from './describe-assignment.js';
import type { Fix } from './hypothesis.js';
import { followTrip } from './follow-trip.js';
import { RememberedVehicles } from './remembered-vehicles.js';
import type { Circumstances } from './score-hypothesis.js';
import { SharedRuns } from './share-runs.js';
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
  readonly #silent: RememberedVehicles;
  #shared = new SharedRuns(new Map());
  #sharedAt = -Infinity;

  constructor(
    readonly timetable: Timetable,
    private readonly p: TrackingParameters = TRACKING_PARAMETERS,
  ) {
    this.#silent = new RememberedVehicles(p);
  }

  /** Takes a vehicle's next position; positions of one vehicle must come in order of time. */
  track(position: VehiclePosition): VehicleUpdate {
    const { p, timetable } = this;
    const ended: TripEnded[] = [];
    const last = this.#vehicles.get(position.vehicleId);
    if (last && position.atSeconds - last.at > p.silenceSeconds) ended.push(...this.#drop(last, 'lost'));
    const present = this.#vehicles.get(position.vehicleId);
    const known = present
      ? { state: present }
      : this.#silent.takeBack(position.vehicleId, position.atSeconds);
    const before = known.state;
    this.#share(position.atSeconds);
    const fix = readFix(p, timetable.schedule.projection, before, position);
    const moved = before
      ? moveState(p, before, fix)
      : createVehicleState(p, position.vehicleId, fix, known.former);
    const { state, verdict } = this.#think(moved, fix);
    const followed = followTrip(timetable, moved, verdict, fix);
    const after = { ...state, ...followed.now };
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
    this.#silent.forgetLost(silentSince);
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
    this.#vehicles.set(state.vehicleId, state);
  }

  #think(moved: VehicleState, fix: Fix): { state: VehicleState; verdict: Verdict } {
    const { p, timetable } = this;
    const around: Circumstances = {
      vehicleId: moved.vehicleId,
      shared: this.#shared,
      run: moved.trip?.run,
      loyalty: moved.loyalty,
      former: moved.former,
    };
    let beam = advanceBeam(p, timetable, moved.beam, fix, around);
    // Only what was published with some confidence is worth holding on to.
    const published = moved.confidence > 0.34 ? moved.trip : undefined;
    let verdict = chooseTrip(p, beam, published, moved.noneScore);
    let { seededAt } = moved;
    const sure = verdict.chosen !== undefined && verdict.confidence > 0.9;
    if (fix.at - seededAt >= (sure ? p.seedSureSeconds : p.seedUnsureSeconds)) {
      beam = widenBeam(p, timetable, beam, fix, around, fix.at - moved.firstAt);
      verdict = chooseTrip(p, beam, published, moved.noneScore);
      seededAt = fix.at;
    }
    return {
      verdict,
      state: {
        ...moved,
        beam,
        seededAt,
        trip: verdict.chosen?.trip,
        confidence: verdict.confidence,
        loyalty: nextLoyalty(p, moved, verdict, fix),
      },
    };
  }

  /** Shares the runs anew among all vehicles, each so often in the fleet's own time. */
  #share(now: number): void {
    if (now - this.#sharedAt < this.p.shareSeconds) return;
    this.#sharedAt = now;
    this.#shared = new SharedRuns(
      new Map(
        [...this.#vehicles].map(([vehicleId, { beam, noneScore }]) => [
          vehicleId,
          listRunOdds(beam, noneScore),
        ]),
      ),
    );
  }

  #drop(state: VehicleState, how: TripEnded['how']): TripEnded[] {
    this.#vehicles.delete(state.vehicleId);
    this.#silent.keep(state);
    if (!state.progress) return [];
    return [
      { vehicleId: state.vehicleId, instance: instanceOf(state.progress.trip), atSeconds: state.at, how },
    ];
  }
}

/** Follows the confidence slowly while the run stays the same; a new run begins from nothing. */
function nextLoyalty(p: TrackingParameters, before: VehicleState, verdict: Verdict, fix: Fix): number {
  const same = verdict.chosen !== undefined && verdict.chosen.trip.run === before.trip?.run;
  const since = same ? before.loyalty : 0;
  return since + (verdict.confidence - since) * Math.min(1, fix.elapsed / p.loyaltySeconds);
}
