import type { VehiclePosition } from '../vehicle/index.js';
import { advanceBeam, widenBeam } from './advance-beam.js';
import { type Verdict, chooseTrip, listRunOdds } from './choose-trip.js';
import {
  describeAssignment,
  instanceOf,
  publishedPhase,
  standsAtBase,
  unassignedReason,
} from './describe-assignment.js';
import { glance } from './glance.js';
import type { Fix, Hypothesis } from './hypothesis.js';
import { followTrip } from './follow-trip.js';
import { KnownBases } from './known-bases.js';
import { LearnedPunctuality } from './learned-punctuality.js';
import { RememberedVehicles, rememberRun } from './remembered-vehicles.js';
import type { Circumstances } from './score-hypothesis.js';
import { SharedRuns } from './share-runs.js';
import { StoppingHabits } from './stopping-habits.js';
import type { Timetable } from './timetable.js';
import { TRACKING_PARAMETERS, type TrackingParameters } from './tracking-parameters.js';
import {
  type NewVehicleState,
  type VehicleState,
  createVehicleState,
  moveState,
  readFix,
} from './vehicle-state.js';
import type { TripEnded, VehicleUpdate } from './vehicle-update.js';
import { accumulate } from './weigh-position.js';

/**
 * The tracker of a fleet: each vehicle is followed by a beam of hypotheses over the runs of the day, and the
 * vehicles hold runs exclusively. Deterministic: the same positions in the same order give the same updates.
 * The states are values; the fleet holds the present ones.
 */
export class Fleet {
  readonly #vehicles = new Map<string, VehicleState>();
  readonly #silent: RememberedVehicles;
  readonly #punctuality: LearnedPunctuality;
  readonly #habits = new StoppingHabits();
  readonly #bases = new KnownBases();
  #shared = new SharedRuns(new Map());
  #sharedAt = -Infinity;

  constructor(
    readonly timetable: Timetable,
    parameters: TrackingParameters = TRACKING_PARAMETERS,
  ) {
    this.#silent = new RememberedVehicles(parameters);
    this.#punctuality = new LearnedPunctuality(parameters);
  }

  private get p(): TrackingParameters {
    return this.#punctuality.parameters;
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
    const fix = readFix(p, timetable.schedule.projection, before, position, this.#bases);
    const after = before
      ? moveState(before, fix)
      : createVehicleState(p, position.vehicleId, fix, known.former);
    const past = before ?? { ...after };
    const verdict = this.#consider(after, fix);
    const followed = followTrip(timetable, past, verdict, fix);
    after.progress = followed.now.progress;
    this.#vehicles.set(position.vehicleId, after);
    this.#noteStay(verdict.chosen, fix);
    const { chosen, confidence } = verdict;
    return {
      position,
      ...(chosen && !standsAtBase(p, chosen, fix)
        ? { assignment: describeAssignment(timetable, chosen, confidence, after.progress, fix) }
        : { phase: publishedPhase(p, fix), reason: unassignedReason(p, timetable, after, fix) }),
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

  /** Weighs the beam, or only glances where the last time was a moment ago and nothing can have changed. */
  #consider(now: NewVehicleState, fix: Fix): Verdict {
    const { believed, confidence } = now;
    const elapsed = fix.at - now.thoughtAt;
    if (believed && elapsed < this.p.thinkSeconds && now.hints === hintsOf(fix)) {
      const chosen = glance(this.p, this.timetable, believed, fix);
      if (chosen) {
        now.believed = chosen;
        return { chosen, confidence };
      }
    }
    return this.#think(now, { ...fix, elapsed, moved: now.movedMetres });
  }

  #think(now: NewVehicleState, fix: Fix): Verdict {
    const { p, timetable } = this;
    const around: Circumstances = {
      vehicleId: now.vehicleId,
      shared: this.#shared,
      habits: this.#habits,
      punctuality: this.#punctuality,
      run: now.trip?.run,
      loyalty: now.loyalty,
      former: now.former,
    };
    const { beam, doneScore } = advanceBeam(p, timetable, now.beam, fix, around);
    now.beam = beam;
    now.noneScore = Math.max(doneScore, accumulate(p, now.noneScore, p.noneEmission, fix));
    // Only what was published with some confidence is worth holding on to.
    const published = now.confidence > 0.34 ? now.trip : undefined;
    const done = doneScore === now.noneScore;
    const emptyMargin = done ? 0 : p.emptyMargin * (now.trip ? 1 : 1 - now.loyalty);
    let verdict = chooseTrip(p, now.beam, published, now.noneScore, emptyMargin);
    if (fix.at - now.seededAt >= seedingInterval(p, verdict, now.beam.length)) {
      now.beam = widenBeam(p, timetable, now.beam, fix, around, fix.at - now.firstAt);
      verdict = chooseTrip(p, now.beam, published, now.noneScore, emptyMargin);
      now.seededAt = fix.at;
    }
    const { chosen, confidence } = verdict;
    if (chosen?.phase === 'IN_PROGRESS' && confidence > 0.6) {
      this.#punctuality.observe(
        timetable.schedule.trips.route[chosen.trip.trip]!,
        chosen.deviationSeconds,
        fix.elapsed,
        confidence,
      );
      if (confidence > 0.9 && fix.standing < 60) {
        this.#habits.observe(timetable.schedule.patterns[chosen.trip.pattern]!, chosen.metres, fix.speed);
      }
    }
    now.loyalty = nextLoyalty(p, now, verdict, done, fix);
    now.former = rememberRun(p, now.former, verdict.chosen?.trip.run, now.loyalty, fix.at);
    now.thoughtAt = fix.at;
    now.movedMetres = 0;
    now.hints = hintsOf(fix);
    now.believed = verdict.chosen;
    now.trip = verdict.chosen?.trip;
    now.confidence = verdict.confidence;
    return verdict;
  }

  /** Learns from a vehicle that has just stood long enough, once a stay. */
  #noteStay(chosen: Hypothesis | undefined, { x, y, standing, elapsed }: Fix): void {
    const { atBaseSeconds } = this.p;
    if (standing < atBaseSeconds || standing - elapsed >= atBaseSeconds) return;
    if (!chosen || chosen.phase === 'DEADHEAD') this.#bases.noteStay(x, y, false);
    else if (chosen.phase === 'LAYOVER') this.#bases.noteStay(x, y, true);
  }

  /** Shares the runs anew among all vehicles, each so often in the fleet's own time. */
  #share(now: number): void {
    if (now - this.#sharedAt < this.p.shareSeconds) return;
    this.#sharedAt = now;
    this.#punctuality.learn(now);
    this.#habits.learn(now);
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

/** How long to go on without seeking new hypotheses. */
function seedingInterval(p: TrackingParameters, { chosen, confidence }: Verdict, hypotheses: number): number {
  if (hypotheses === 0) return p.seedLostSeconds;
  return chosen !== undefined && confidence > 0.9 ? p.seedSureSeconds : p.seedUnsureSeconds;
}

function hintsOf({ tripId, routeId, directionId }: Fix): string {
  return `${tripId ?? ''}|${routeId ?? ''}|${directionId ?? ''}`;
}

/**
 * Follows the confidence slowly while the run, or being on none, stays the same; a new run begins from nothing. A run
 * that comes to its end leaves the vehicle on none as surely as it was followed.
 */
function nextLoyalty(
  p: TrackingParameters,
  before: VehicleState,
  verdict: Verdict,
  done: boolean,
  fix: Fix,
): number {
  const same = verdict.chosen?.trip.run === before.trip?.run || (done && !verdict.chosen);
  const since = same ? before.loyalty : 0;
  return since + (verdict.confidence - since) * Math.min(1, fix.elapsed / p.loyaltySeconds);
}
