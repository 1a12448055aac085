import type { TripInstance } from '../gtfs/index.js';
import type {
  Assignment,
  RunTrip,
  StopVisit,
  Timetable,
  VehicleState,
  VehicleUpdate,
} from '../tracking/index.js';
import type { VehicleBoardings } from './crowding.js';
import { dumpLearned, restoreLearned } from './dump-learned.js';
import { type Piece, type Progress, advanceProgress, awaitTrip, beginProgress } from './follow-progress.js';
import { type KeptProgress, keepProgress, resumeProgress } from './keep-progress.js';
import { createLearnedTimes, learnPiece } from './learned-times.js';
import { PREDICTION_PARAMETERS, type PredictionParameters } from './prediction-parameters.js';
import { hasMoved } from './has-moved.js';
import { type VehicleProgress, expectNext, isWaiting, kindOf, predictVehicle } from './predict-vehicle.js';
import type { TripStart } from './predict-trip.js';
import { Promises } from './remember-promises.js';
import type { SectionTimes } from './section-times.js';
import type { StopDwell } from './stop-dwell.js';
import type { TripPrediction } from './trip-prediction.js';

/** What is remembered of the trip a vehicle is on: its way, and its stops passed. */
interface TripMemory {
  readonly trip: RunTrip;
  readonly visits: StopVisit[];
  progress: Progress | undefined;
  /** Since when it had been waiting before a restart. */
  readonly readyAt: number | undefined;
  /** What was predicted last, and from where. */
  told: Told | undefined;
}

/** The same as a checkpoint has it. */
export interface RememberedTrip {
  readonly visits: readonly StopVisit[];
  /** Since when it has been waiting for the trip. */
  readonly readyAt?: number | undefined;
  readonly way?: KeptProgress | undefined;
}

interface Told {
  readonly at: number;
  readonly phase: Assignment['phase'];
  readonly start: TripStart;
  readonly predictions: readonly TripPrediction[];
}

/**
 * Turns what tracking says into predictions, and learns from it. Deterministic; holds what was learned and, for
 * each vehicle, its way along its trip.
 */
export class Predictor {
  readonly #trips = new Map<string, TripMemory>();
  readonly #learned;
  readonly #promises: Promises;

  constructor(
    private readonly timetable: Timetable,
    private readonly p: PredictionParameters = PREDICTION_PARAMETERS,
  ) {
    this.#learned = createLearnedTimes(p, timetable);
    this.#promises = new Promises(p, this.#learned.widths);
  }

  get sections(): SectionTimes {
    return this.#learned.sections;
  }

  /** Learns from an update and predicts for its vehicle; nothing where it has no trip. */
  predict(update: VehicleUpdate, state: VehicleState): readonly TripPrediction[] {
    return this.predictNews(update, state, true)!;
  }

  /**
   * Learns from an update, and predicts where that says something new: another trip, a stop passed, or a next stop
   * that is reached at another time than was told. All that comes after depends on that, and on what is learned, for
   * which it is predicted anew each so often (`mustTell`). Undefined where what was told still holds.
   */
  predictNews(
    update: VehicleUpdate,
    state: VehicleState,
    mustTell: boolean,
  ): readonly TripPrediction[] | undefined {
    const { vehicleId, atSeconds: at, speedMetresPerSecond } = update.position;
    const { assignment } = update;
    const { trip } = state;
    if (!assignment || !trip) return this.#trips.delete(vehicleId) || mustTell ? [] : undefined;
    const memory = this.#remember(vehicleId, trip, update.visits);
    const progress = this.#follow(memory, update, state);
    const { visits } = memory;
    const vehicle = { vehicleId, trip, assignment, at, speedMetresPerSecond, progress, visits };
    const start = expectNext(this.#learned, vehicle);
    const kind = kindOf(assignment);
    if (!mustTell && memory.told && !isNews(memory.told, vehicle, start)) {
      // What still holds is on show as well, and is held against what comes.
      this.#promises.remember(vehicleId, at, memory.told.predictions, kind);
      return undefined;
    }
    const before = memory.told?.predictions ?? [];
    const predictions = predictVehicle(this.#learned, vehicle, start, before);
    memory.told = { at, phase: assignment.phase, start, predictions };
    this.#promises.remember(vehicleId, at, predictions, kind);
    return predictions;
  }

  /** Takes what taps tell of who got in on the trips of vehicles, as of `at`; only of trips that they are on. */
  takeBoardings(all: readonly VehicleBoardings[], at: number): void {
    const { sections, crowding } = this.#learned;
    const { patterns, trips } = this.timetable.schedule;
    for (const boardings of all) {
      if (this.#trips.get(boardings.vehicleId)?.trip.trip !== boardings.trip) continue;
      const pattern = trips.pattern[boardings.trip]!;
      crowding.take(boardings, sections.of(pattern, patterns[pattern]!), at);
    }
  }

  /** Stops passed on the trip under way, for a checkpoint. */
  listVisits(vehicleId: string): readonly StopVisit[] {
    return this.#trips.get(vehicleId)?.visits ?? [];
  }

  /** Since when a vehicle has been waiting for its trip, for a checkpoint; undefined where it is not. */
  findReadyAt(vehicleId: string): number | undefined {
    const memory = this.#trips.get(vehicleId);
    return memory?.progress ? memory.progress.readyAt : memory?.readyAt;
  }

  /** How far a vehicle is on its trip, for a checkpoint; undefined where it is off its line. */
  findWay(vehicleId: string): KeptProgress | undefined {
    const progress = this.#trips.get(vehicleId)?.progress;
    return progress && keepProgress(progress);
  }

  /** Puts back what is remembered of a vehicle on its trip, as after a restart. */
  restore(vehicleId: string, trip: RunTrip, { visits, readyAt, way }: RememberedTrip): void {
    const { stopMetres } = this.timetable.schedule.patterns[trip.pattern]!;
    const progress = way && resumeProgress(this.p, trip, stopMetres, way, readyAt);
    this.#trips.set(vehicleId, { trip, visits: [...visits], progress, readyAt, told: undefined });
  }

  /** All that was learned, by stop ids, so that it outlives this version of the schedule. */
  dumpSections(): (string | number)[][] {
    return dumpLearned(this.#learned);
  }

  /** Takes over what was learned; stops that the schedule does not have are left out. */
  restoreSections(rows: readonly (readonly (string | number)[])[]): void {
    restoreLearned(this.#learned, rows);
  }

  forget(vehicleId: string): void {
    this.#trips.delete(vehicleId);
    this.#promises.forget(vehicleId);
    this.#learned.headways.forget(vehicleId);
    this.#learned.crowding.forget(vehicleId);
  }

  #remember(vehicleId: string, trip: RunTrip, visits: readonly StopVisit[]): TripMemory {
    let memory = this.#trips.get(vehicleId);
    if (memory?.trip !== trip) {
      // The end of a trip is told together with the beginning of the next.
      for (const { instance, stopIndex, arrivalSeconds } of visits) {
        if (arrivalSeconds !== undefined && instance.trip === memory?.trip.trip) {
          this.#promises.settle(vehicleId, instance.trip, stopIndex, arrivalSeconds);
        }
      }
      memory = { trip, visits: [], progress: undefined, readyAt: undefined, told: undefined };
      this.#trips.set(vehicleId, memory);
    }
    for (const visit of visits) if (isOf(trip, visit.instance)) memory.visits.push(visit);
    return memory;
  }

  /** Moves the vehicle's way on to where it is, and learns from it. */
  #follow(
    memory: TripMemory,
    { assignment, position: { vehicleId, atSeconds: at } }: VehicleUpdate,
    { trip }: VehicleState,
  ): Progress {
    const { p, timetable } = this;
    const { stopMetres } = timetable.schedule.patterns[trip!.pattern]!;
    const { progress } = memory;
    if (isWaiting(assignment!)) {
      // One that was there and moves up to another place to wait is ready all the same.
      const known = progress ? progress.readyAt : memory.readyAt;
      const readyAt = known ?? (assignment!.phase === 'LAYOVER' ? at : undefined);
      return (memory.progress = awaitTrip(trip!, stopMetres, assignment!.shapeMetres, at, readyAt));
    }
    if (assignment!.phase === 'OFF_ROUTE') {
      // The way round is nobody's section; the trip is taken up anew where it comes back.
      memory.progress = undefined;
      return progress ?? beginProgress(p, trip!, stopMetres, assignment!.shapeMetres, at);
    }
    if (!progress && trip!.headway) this.#learned.headways.noteUnderWay(trip!);
    if (!progress || at - progress.at > p.gapSeconds) {
      return (memory.progress = beginProgress(p, trip!, stopMetres, assignment!.shapeMetres, at));
    }
    const intervalSeconds = at - progress.at;
    for (const piece of advanceProgress(p, progress, stopMetres, assignment!.shapeMetres, at)) {
      learnPiece(this.#learned, vehicleId, progress, piece, intervalSeconds);
      const { passedAt, stopIndex } = piece;
      if (passedAt === undefined) continue;
      const isLast = stopIndex === stopMetres.length - 1;
      const arrivedAt = isLast
        ? passedAt
        : findArrival(p, this.#learned.dwell, piece, passedAt, intervalSeconds);
      if (arrivedAt !== undefined) this.#promises.settle(vehicleId, trip!.trip, stopIndex, arrivedAt);
    }
    return progress;
  }
}

/**
 * When a vehicle came to an ordinary stop, as seen where it reports often enough. Where others are seen and this one is not,
 * nothing: how long it stood there is a guess, and would count as an error of the prediction.
 */
function findArrival(
  { dwellIntervalSeconds }: PredictionParameters,
  dwell: StopDwell,
  { arrivedAt }: Piece,
  passedAt: number,
  intervalSeconds: number,
): number | undefined {
  if (arrivedAt !== undefined && intervalSeconds <= dwellIntervalSeconds) return arrivedAt;
  return dwell.isKnown ? undefined : passedAt - dwell.seconds;
}

function isNews(
  { phase, start: told }: Told,
  { assignment, at }: VehicleProgress,
  start: TripStart,
): boolean {
  return (
    phase !== assignment.phase ||
    told.stopIndex !== start.stopIndex ||
    hasMoved(told.arrivalSeconds, start.arrivalSeconds, at) ||
    hasMoved(told.leaveSeconds, start.leaveSeconds, at)
  );
}

/** By headway, a ring's vehicle runs one trip again and again: its start tells which. */
function isOf({ trip, startOfDaySeconds, run }: RunTrip, instance: TripInstance): boolean {
  return (
    instance.trip === trip &&
    instance.startSeconds === startOfDaySeconds &&
    instance.serviceDate === run.serviceDate
  );
}
