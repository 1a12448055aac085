import type { Schedule } from '../gtfs/index.js';
import {
  type Assignment,
  Fleet,
  type IntervalRoutes,
  Timetable,
  type VehicleCheckpoint,
  type VehicleUpdate,
  createCheckpoint,
  readCheckpoint,
} from '../tracking/index.js';
import type { VehiclePosition } from '../vehicle/index.js';
import { keepAhead } from './keep-ahead.js';
import type { KeptProgress } from './keep-progress.js';
import { pickPerTrip } from './pick-per-trip.js';
import { Predictor } from './predictor.js';
import type { TripPrediction } from './trip-prediction.js';

/** Unchanged predictions are sent again after this, for readers that came late. */
const RESEND_SECONDS = 60;
/** A vehicle that reports each second is not looked at for news each second. */
const LOOK_AGAIN_SECONDS = 8;

export interface TrackedItem {
  readonly update: VehicleUpdate;
  readonly predictions?: readonly TripPrediction[];
}

/** Who got in on the trip of a vehicle, by their taps: persons by stop index, null where not known. */
export interface TripBoardings {
  readonly vehicleId: string;
  readonly tripId: string;
  readonly boarded: readonly (number | null)[];
}

/** What was said of a vehicle. */
interface Sent {
  update: VehicleUpdate;
  /** Of when it was last looked for news; undefined where that was of another schedule. */
  assignment: Assignment | undefined;
  lookedAt: number;
  predictions: readonly TripPrediction[];
  sentAt: number;
}

/**
 * Tracking and prediction of one fleet against one schedule at a time: positions in, updates out. Owns no
 * connection and no timer.
 */
export class TrackedFleet {
  #timetable: Timetable;
  #fleet: Fleet;
  #predictor: Predictor;
  readonly #sent = new Map<string, Sent>();
  readonly #changed = new Set<string>();

  /** `intervalRoutes` are those that run by interval though they have a timetable: named, or learned. */
  constructor(
    schedule: Schedule,
    private readonly intervalRoutes: IntervalRoutes = 'learned',
  ) {
    this.#timetable = new Timetable(schedule);
    this.#fleet = new Fleet(this.#timetable, undefined, intervalRoutes);
    this.#predictor = new Predictor(this.#timetable);
  }

  get schedule(): Schedule {
    return this.#timetable.schedule;
  }

  get vehicleCount(): number {
    return this.#sent.size;
  }

  get sectionCount(): number {
    return this.#predictor.sections.size;
  }

  /** What the position means; undefined where the vehicle was already seen at that time or later. */
  take(position: VehiclePosition): TrackedItem | undefined {
    const { vehicleId, atSeconds } = position;
    const update = this.#fleet.track(position);
    if (!update) return undefined;
    const before = this.#sent.get(vehicleId);
    this.#changed.add(vehicleId);
    if (before && isAsBefore(before, update)) {
      before.update = update;
      return { update };
    }
    const mustTell = !before || atSeconds - before.sentAt >= RESEND_SECONDS;
    const news = this.#predictor.predictNews(update, this.#fleet.findState(vehicleId)!, mustTell);
    this.#sent.set(vehicleId, {
      update,
      assignment: update.assignment,
      lookedAt: atSeconds,
      predictions: news ?? before?.predictions ?? [],
      sentAt: news || !before ? atSeconds : before.sentAt,
    });
    return news ? { update, predictions: news } : { update };
  }

  /** Takes what taps tell of who got in, as of `at`; trips that the schedule does not have are left out. */
  takeBoardings(all: readonly TripBoardings[], at: number): void {
    const { indexOf } = this.schedule.trips;
    const known = all.flatMap(({ tripId, ...rest }) => {
      const trip = indexOf.get(tripId);
      return trip === undefined ? [] : [{ ...rest, trip }];
    });
    this.#predictor.takeBoardings(known, at);
  }

  /** What was said last of a vehicle. */
  findLatest(vehicleId: string): VehicleUpdate | undefined {
    return this.#sent.get(vehicleId)?.update;
  }

  /**
   * Predictions as they read at an instant, epoch seconds; one a trip, as a feed would have them. A feed leaves out trips less sure
   * than its `minConfidence`.
   */
  listPredictions(now: number, minConfidence = 0): TripPrediction[] {
    return pickPerTrip(
      [...this.#sent.values()].flatMap(({ update, predictions }) => {
        const confidence = update.assignment?.confidence ?? 0;
        if (confidence < minConfidence) return [];
        return predictions.map((prediction) => ({ prediction: keepAhead(prediction, now), confidence }));
      }),
    );
  }

  /** Lets go of vehicles silent since before `silentSince`, with a last word on each that was on a trip. */
  dropSilent(silentSince: number): { items: TrackedItem[]; vehicleIds: string[] } {
    const items: TrackedItem[] = [];
    // Also of those that were restored and not heard of since.
    for (const { vehicleId, at } of this.#fleet.listStates()) {
      if (at < silentSince) this.#predictor.forget(vehicleId);
    }
    for (const ended of this.#fleet.dropSilent(silentSince)) {
      const position = this.#sent.get(ended.vehicleId)?.update.position;
      if (position) {
        items.push({ update: { position, reason: 'silent', visits: [], ended: [ended] }, predictions: [] });
      }
    }
    const vehicleIds = [...this.#sent.keys()].filter((vehicleId) => !this.#fleet.findState(vehicleId));
    for (const vehicleId of vehicleIds) {
      this.#sent.delete(vehicleId);
      this.#predictor.forget(vehicleId);
      this.#changed.delete(vehicleId);
    }
    return { items, vehicleIds };
  }

  /** Goes over to another schedule: vehicles keep what it has in common with the old one. */
  adopt(schedule: Schedule): void {
    const checkpoints = this.#fleet.listStates().map((state) => this.#write(state.vehicleId)!);
    const learned = this.dumpSections();
    this.#timetable = new Timetable(schedule);
    this.#fleet = new Fleet(this.#timetable, undefined, this.intervalRoutes);
    this.#predictor = new Predictor(this.#timetable);
    this.restoreSections(learned);
    for (const checkpoint of checkpoints) this.restore(checkpoint);
    // Everything said before was said of the old schedule.
    for (const sent of this.#sent.values()) {
      sent.assignment = undefined;
      sent.sentAt = -Infinity;
    }
  }

  /** Vehicles that moved since their checkpoint was taken. */
  get changedCount(): number {
    return this.#changed.size;
  }

  /** Checkpoints of vehicles that moved since theirs was taken, those that wait longest first. */
  takeCheckpoints(most = Infinity): TrackedVehicleCheckpoint[] {
    const checkpoints: TrackedVehicleCheckpoint[] = [];
    for (const vehicleId of this.#changed) {
      if (checkpoints.length >= most) break;
      this.#changed.delete(vehicleId);
      const checkpoint = this.#write(vehicleId);
      if (checkpoint) checkpoints.push(checkpoint);
    }
    return checkpoints;
  }

  restore({ visits, readyAt, way, ...checkpoint }: TrackedVehicleCheckpoint): void {
    const state = readCheckpoint(this.#timetable, checkpoint);
    this.#fleet.restore(state);
    if (!state.trip) return;
    const { instance } = state.trip;
    const passed = visits.map(([stopIndex, arrival, departure]) => ({
      vehicleId: state.vehicleId,
      instance,
      stopIndex,
      ...(arrival === null ? {} : { arrivalSeconds: arrival }),
      ...(departure === null ? {} : { departureSeconds: departure }),
    }));
    this.#predictor.restore(state.vehicleId, state.trip, { visits: passed, readyAt, way });
  }

  /** All that was learned, by GTFS ids, so that it outlives this version of the schedule. */
  dumpSections(): (string | number)[][] {
    return [...this.#predictor.dumpSections(), ...this.#fleet.dumpLearned()];
  }

  restoreSections(rows: readonly (readonly (string | number)[])[]): void {
    this.#predictor.restoreSections(rows);
    this.#fleet.restoreLearned(rows);
  }

  /** Routes and directions that run by interval though they have a timetable. */
  get intervalRouteCount(): number {
    return this.#fleet.intervalRouteCount;
  }

  #write(vehicleId: string): TrackedVehicleCheckpoint | undefined {
    const state = this.#fleet.findState(vehicleId);
    if (!state) return undefined;
    const visits = this.#predictor
      .listVisits(vehicleId)
      .map(
        ({ stopIndex, arrivalSeconds, departureSeconds }) =>
          [stopIndex, arrivalSeconds ?? null, departureSeconds ?? null] as const,
      );
    const readyAt = this.#predictor.findReadyAt(vehicleId);
    const way = this.#predictor.findWay(vehicleId);
    return {
      ...createCheckpoint(this.#timetable, state),
      visits,
      ...(readyAt !== undefined && { readyAt }),
      ...(way && { way }),
    };
  }
}

/** A vehicle's checkpoint with the stops it passed on its trip: stop index, arrival, departure. */
export interface TrackedVehicleCheckpoint extends VehicleCheckpoint {
  readonly visits: readonly (readonly [number, number | null, number | null])[];
  /** Since when it has waited for its trip, or had before it set out; absent where that was not seen, and in checkpoints of older versions. */
  readonly readyAt?: number;
  /** How far it is on its way; absent off its line, and in checkpoints of older versions. */
  readonly way?: KeptProgress;
}

/** Nothing happened since the last look that a prediction would have to tell. */
function isAsBefore(before: Sent, { position, assignment, visits, ended }: VehicleUpdate): boolean {
  return (
    position.atSeconds - before.lookedAt < LOOK_AGAIN_SECONDS &&
    visits.length + ended.length === 0 &&
    assignment !== undefined &&
    assignment.phase === before.assignment?.phase &&
    assignment.instance === before.assignment.instance &&
    assignment.stopStatus === before.assignment.stopStatus
  );
}
