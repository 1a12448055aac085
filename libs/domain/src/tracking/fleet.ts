import type { VehiclePosition } from '../vehicle/index.js';
import { advanceBeam } from './advance-beam.js';
import { type Verdict, chooseTrip } from './choose-trip.js';
import { describeAssignment, publishedPhase, standsAtBase, unassignedReason } from './describe-assignment.js';
import { type LearnedTracking, dumpTracking, restoreTracking } from './dump-tracking.js';
import { glance } from './glance.js';
import { isNameKnown, namesAnotherTrip, sameHints } from './hints.js';
import { type Fix, type Hypothesis, createFix } from './hypothesis.js';
import { LEARNED, learnDeparture, learnFromVehicle } from './learn-from-vehicle.js';
import { followTrip } from './follow-trip.js';
import { FleetHeadways, type IntervalRoutes } from './fleet-headways.js';
import { KnownBases } from './known-bases.js';
import { LearnedPunctuality } from './learned-punctuality.js';
import { NamingHabits } from './naming-habits.js';
import { PassedStops } from './passed-stops.js';
import { RememberedVehicles } from './remembered-vehicles.js';
import type { Circumstances } from './score-hypothesis.js';
import { SURE, seedingInterval } from './seeding-interval.js';
import type { RunTrip } from './service-day-runs.js';
import { noteBegun, settleVerdict } from './settle-verdict.js';
import { SharedRuns } from './share-runs.js';
import { StoppingHabits } from './stopping-habits.js';
import type { Timetable } from './timetable.js';
import { TRACKING_PARAMETERS, type TrackingParameters } from './tracking-parameters.js';
import {
  type NewVehicleState,
  UNWATCHED_SECONDS,
  type VehicleState,
  createVehicleState,
  moveState,
  readFix,
} from './vehicle-state.js';
import type { Assignment, TripEnded, VehicleUpdate } from './vehicle-update.js';
import { recentWait } from './weigh-departure.js';
import { accumulate } from './weigh-position.js';
import { isOver, widenBeam } from './widen-beam.js';

/**
 * The tracker of a fleet: each vehicle is followed by a beam of hypotheses over the runs of the day, and the
 * vehicles hold runs exclusively. Deterministic: the same positions in the same order give the same updates.
 * The fleet holds the present states, and moves them on in place.
 */
export class Fleet {
  readonly #vehicles = new Map<string, NewVehicleState>();
  readonly #silent: RememberedVehicles;
  readonly #punctuality: LearnedPunctuality;
  readonly #headways: FleetHeadways;
  readonly #habits = new StoppingHabits();
  readonly #passed = new PassedStops();
  readonly #naming = new NamingHabits();
  readonly #bases = new KnownBases();
  readonly #fix = createFix();
  #shared = new SharedRuns([]);
  #sharedAt = -Infinity;
  /** When any vehicle was heard last, and since when without a break. */
  #heardAt = -Infinity;
  #heardSince = -Infinity;

  constructor(
    readonly timetable: Timetable,
    parameters: TrackingParameters = TRACKING_PARAMETERS,
    intervalRoutes: IntervalRoutes = 'learned',
  ) {
    this.#silent = new RememberedVehicles(parameters);
    this.#punctuality = new LearnedPunctuality(parameters);
    this.#headways = new FleetHeadways(parameters, timetable, intervalRoutes);
  }

  get #learned(): LearnedTracking {
    return {
      punctuality: this.#punctuality,
      habits: this.#habits,
      passed: this.#passed,
      naming: this.#naming,
      bases: this.#bases,
      headways: this.#headways,
    };
  }

  private get p(): TrackingParameters {
    return this.#punctuality.parameters;
  }

  /** Takes a vehicle's next position; undefined where the vehicle was already seen at that time or later. */
  track(position: VehiclePosition): VehicleUpdate | undefined {
    const last = this.#vehicles.get(position.vehicleId);
    if (last && last.at >= position.atSeconds) return undefined;
    const isLost = last !== undefined && position.atSeconds - last.at > this.p.silenceSeconds;
    const lost = isLost ? this.#drop(last, 'lost') : [];
    const present = isLost ? undefined : last;
    const known = present ? undefined : this.#silent.takeBack(position.vehicleId, position.atSeconds);
    const before = present ?? known?.state;
    this.#hear(position.atSeconds);
    this.#share(position.atSeconds);
    const { p, timetable } = this;
    const fix = readFix(this.#fix, p, timetable.schedule.projection, before, position, this.#bases);
    const now = before ?? createVehicleState(p, position.vehicleId, fix, known?.former, this.#heardSince);
    if (before) moveState(p, before, fix);
    if (!present) this.#vehicles.set(position.vehicleId, now);
    const update = this.#follow(now, position, fix);
    return lost.length > 0 ? { ...update, ended: [...lost, ...update.ended] } : update;
  }

  #follow(now: NewVehicleState, position: VehiclePosition, fix: Fix): VehicleUpdate {
    const { p, timetable } = this;
    const { beam, progress } = now;
    now.halts.note(fix);
    const wasSure = now.confidence > LEARNED;
    this.#consider(now, fix);
    const { visits, ended } = followTrip(p, timetable, now, beam, fix);
    if (progress && wasSure && ended.some(({ how }) => how === 'finished')) now.finished = progress.trip;
    if (visits.length > 0) this.#headways.observe(visits);
    const { believed } = now;
    this.#noteStay(believed, fix);
    if (believed && !standsAtBase(p, believed, fix)) {
      return { position, assignment: this.#describe(believed, now, fix), visits, ended };
    }
    const reason = unassignedReason(p, timetable, now, fix);
    return { position, phase: publishedPhase(p, fix), reason, visits, ended };
  }

  /** Forgets vehicles silent since before `silentSince` (epoch seconds), and says which trips that ends. */
  dropSilent(silentSince: number): TripEnded[] {
    this.#silent.forgetLost(silentSince);
    return [...this.#vehicles.values()]
      .filter(({ at }) => at < silentSince)
      .flatMap((state) => this.#drop(state, 'lost'));
  }

  /** What was learned of the network, as rows that outlive a version of the schedule. */
  dumpLearned(): (string | number)[][] {
    return dumpTracking(this.#learned, this.timetable.schedule);
  }

  restoreLearned(rows: readonly (readonly (string | number)[])[]): void {
    restoreTracking(this.#learned, this.timetable.schedule, rows);
  }

  /** Routes and directions that run by interval though they have a timetable. */
  get intervalRouteCount(): number {
    return this.#headways.intervalRouteCount;
  }

  /** The present state of a vehicle. */
  findState(vehicleId: string): VehicleState | undefined {
    return this.#vehicles.get(vehicleId);
  }

  listStates(): readonly VehicleState[] {
    return [...this.#vehicles.values()];
  }

  /** Puts a remembered vehicle back, as after a restart. */
  restore(state: NewVehicleState): void {
    this.#vehicles.set(state.vehicleId, state);
  }

  /** Weighs the beam, or only glances where the last time was a moment ago and nothing can have changed. */
  #consider(now: NewVehicleState, fix: Fix): void {
    const { believed } = now;
    const elapsed = fix.at - now.thoughtAt;
    const { p } = this;
    if (elapsed < thinkingPause(p, now, fix) && sameHints(now.hints, fix) && isKnown(p, now, fix)) {
      if (!believed || glance(p, this.timetable, believed, fix) || elapsed < p.thinkLeastSeconds) return;
    }
    this.#think(now, { ...fix, elapsed, moved: now.movedMetres });
  }

  #think(now: NewVehicleState, fix: Fix): void {
    const { p, timetable } = this;
    const isNamedAnew = namesAnotherTrip(now.hints, fix);
    const around = this.#lookAround(now, fix, isNamedAnew);
    // Beams move on in place.
    const metresBefore = now.beam.find(
      (idea) => idea.trip === now.trip && idea.phase === 'IN_PROGRESS',
    )?.metres;
    const { beam, doneScore } = advanceBeam(p, timetable, now.beam, fix, around);
    now.beam = beam;
    now.noneScore = Math.max(doneScore, accumulate(p, now.noneScore, p.noneEmission, fix));
    const done = doneScore === now.noneScore;
    const verdict = this.#judge(now, fix, around, isNamedAnew, done);
    const begunBefore = now.begun;
    noteBegun(p, timetable, now, verdict);
    learnDeparture(this.#punctuality, timetable, now, begunBefore);
    learnFromVehicle(this.#learned, timetable, now, verdict, metresBefore, fix);
    settleVerdict(p, now, verdict, done, fix);
  }

  #lookAround(now: NewVehicleState, fix: Fix, isNamedAnew: boolean): Circumstances {
    const { schedule, namedRoutes } = this.timetable;
    const reportedTrip = fix.tripId === undefined ? undefined : schedule.trips.indexOf.get(fix.tripId);
    if (isNamedAnew && tripsOver(now.finished).some(({ trip }) => trip === reportedTrip)) {
      now.finished = undefined;
    }
    return {
      shared: this.#shared,
      vehicle: this.#shared.findVehicle(now.vehicleId),
      habits: this.#habits,
      passed: this.#passed,
      halts: now.halts,
      punctuality: this.#punctuality,
      run: now.trip?.run,
      loyalty: now.loyalty,
      reportedTrip,
      reportedRoutes: fix.routeId === undefined ? undefined : namedRoutes.find(fix.routeId),
      unnamedWeight: isNameKnown(schedule, fix) ? this.#naming.weighUnnamed(now.naming, fix.at) : 0,
      progress: now.progress,
      finished: now.finished,
      begun: now.begun,
      former: now.former,
      waited: recentWait(now.waited, fix.at),
    };
  }

  /** Chooses a trip; from a wider beam where it is time for one, or the vehicle names another trip. */
  #judge(
    now: NewVehicleState,
    fix: Fix,
    around: Circumstances,
    isNamedAnew: boolean,
    done: boolean,
  ): Verdict {
    const { p, timetable } = this;
    // Only what was published with some confidence is worth holding on to.
    const published = now.confidence > 0.34 ? now.trip : undefined;
    const watched = Math.min(1, (fix.at - now.watchedSince) / p.loyaltySeconds);
    const isSaidEmpty = now.believed === undefined || now.believed.phase === 'DEADHEAD';
    const emptyMargin = done ? 0 : marginOfEmpty(p, watched) * (isSaidEmpty ? 1 - now.emptiness : 1);
    const choose = (): Verdict =>
      chooseTrip(p, timetable.schedule.trips, now.beam, published, now.noneScore, emptyMargin);
    const verdict = choose();
    if (!isNamedAnew && fix.at - now.seededAt < seedingInterval(p, verdict, now.beam)) return verdict;
    now.beam = widenBeam(p, timetable, now.beam, fix, around, watched);
    now.seededAt = fix.at;
    return choose();
  }

  #describe(chosen: Hypothesis, now: VehicleState, fix: Fix): Assignment {
    const assignment = describeAssignment(this.timetable, chosen, now, fix);
    const headway = this.#headways.find(now.vehicleId, chosen.trip, fix.at);
    return headway ? { ...assignment, headway } : assignment;
  }

  /** Learns from a vehicle that has just stood long enough, once a stay. */
  #noteStay(chosen: Hypothesis | undefined, { x, y, standing, elapsed }: Fix): void {
    const { atBaseSeconds } = this.p;
    if (standing < atBaseSeconds || standing - elapsed >= atBaseSeconds) return;
    if (!chosen || chosen.phase === 'DEADHEAD') this.#bases.noteStay(x, y, false);
    else if (chosen.phase === 'LAYOVER') this.#bases.noteStay(x, y, true);
  }

  #hear(at: number): void {
    if (at - this.#heardAt > UNWATCHED_SECONDS) this.#heardSince = at;
    this.#heardAt = Math.max(this.#heardAt, at);
  }

  /** Shares the runs anew among all vehicles, each so often in the fleet's own time. */
  #share(now: number): void {
    if (now - this.#sharedAt < this.p.shareSeconds) return;
    this.#sharedAt = now;
    this.#punctuality.learn(now);
    this.#habits.learn(now);
    this.#passed.learn(now);
    this.#naming.learn(now);
    this.#shared = new SharedRuns([...this.#vehicles.values()]);
  }

  #drop(state: VehicleState, how: TripEnded['how']): TripEnded[] {
    this.#vehicles.delete(state.vehicleId);
    this.#headways.forget(state.vehicleId);
    this.#silent.keep(state);
    if (!state.progress) return [];
    return [{ vehicleId: state.vehicleId, instance: state.progress.trip.instance, atSeconds: state.at, how }];
  }
}

/**
 * How long to go on with what was believed: the longer, the less the next position can change it. Positions that do not
 * share their error are all weighed.
 */
function thinkingPause(p: TrackingParameters, { confidence, firstAt }: VehicleState, fix: Fix): number {
  if (fix.elapsed >= p.correlationSeconds) return 0;
  if (confidence > SURE) return p.thinkSureSeconds;
  return fix.at - firstAt < p.evidenceMemorySeconds ? p.thinkNewSeconds : p.thinkSeconds;
}

/** By how much driving empty must be likelier, nats: most vehicles that report are in service, and one just met may well be. */
function marginOfEmpty(p: TrackingParameters, watchedShare: number): number {
  return p.emptyMarginNew + watchedShare * (p.emptyMargin - p.emptyMarginNew);
}

/** Whether it was made up what the vehicle does: one just met is thought about at each position. */
function isKnown(p: TrackingParameters, { believed, trip, firstAt }: VehicleState, fix: Fix): boolean {
  return believed ? true : trip === undefined && fix.at - firstAt > p.seedLostSeconds;
}

/** The trip that was surely finished, and those before it in its run. */
function tripsOver(finished: RunTrip | undefined): readonly RunTrip[] {
  return finished ? finished.run.trips.filter((one) => isOver(one, finished)) : [];
}
