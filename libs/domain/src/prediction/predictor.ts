import { type StopVisit, type Timetable, type VehicleState, type VehicleUpdate } from '../tracking/index.js';
import type { RunTrip } from '../tracking/index.js';
import { predictVehicle } from './predict-vehicle.js';
import { SectionTimes } from './section-times.js';
import type { TripPrediction } from './trip-prediction.js';

/** What is remembered of the trip a vehicle is on: its stops passed. */
interface TripMemory {
  readonly trip: RunTrip;
  readonly visits: StopVisit[];
}

/**
 * Turns what tracking says into predictions, and learns from it. Deterministic; holds the learned sections and,
 * for each vehicle, the stops it has passed on its trip.
 */
export class Predictor {
  readonly #trips = new Map<string, TripMemory>();

  constructor(
    private readonly timetable: Timetable,
    readonly sections = new SectionTimes(),
  ) {}

  /** Learns from an update and predicts for its vehicle; nothing where it has no trip. */
  predict(update: VehicleUpdate, state: VehicleState): TripPrediction[] {
    const { vehicleId } = update.position;
    this.#learn(vehicleId, update.visits);
    const { assignment } = update;
    if (!assignment || !state.trip) {
      this.#trips.delete(vehicleId);
      return [];
    }
    const memory = this.#remember(vehicleId, state.trip, update.visits);
    const { progress } = state;
    return predictVehicle(this.timetable, this.sections, {
      vehicleId,
      trip: state.trip,
      assignment,
      at: update.position.atSeconds,
      arrivedAt: progress?.trip === state.trip ? progress.arrivedAt : undefined,
      visits: memory.visits,
    });
  }

  /** Stops passed on the trip under way, for a checkpoint. */
  listVisits(vehicleId: string): readonly StopVisit[] {
    return this.#trips.get(vehicleId)?.visits ?? [];
  }

  /** Puts remembered visits back, as after a restart. */
  restore(vehicleId: string, trip: RunTrip, visits: readonly StopVisit[]): void {
    this.#trips.set(vehicleId, { trip, visits: [...visits] });
  }

  /** What was learned of sections, by stop ids, so that it outlives this version of the schedule. */
  dumpSections(): (string | number)[][] {
    const { ids } = this.timetable.schedule.stops;
    return this.sections
      .dump()
      .map(([from = -1, to = 0, ...numbers]) => [
        from < 0 ? '' : ids[from]!,
        from < 0 ? '' : ids[to]!,
        ...numbers,
      ]);
  }

  /** Takes over learned sections; stops that the schedule does not have are left out. */
  restoreSections(rows: readonly (readonly (string | number)[])[]): void {
    const { indexOf } = this.timetable.schedule.stops;
    const known = rows.flatMap(([from = '', to = '', ...numbers]) => {
      if (from === '') return [[-1, 0, ...numbers.map(Number)]];
      const pair = [indexOf.get(String(from)), indexOf.get(String(to))];
      return pair.every((stop) => stop !== undefined) ? [[...pair, ...numbers.map(Number)]] : [];
    });
    this.sections.restore(known);
  }

  forget(vehicleId: string): void {
    this.#trips.delete(vehicleId);
  }

  #remember(vehicleId: string, trip: RunTrip, visits: readonly StopVisit[]): TripMemory {
    let memory = this.#trips.get(vehicleId);
    if (memory?.trip !== trip) {
      memory = { trip, visits: [] };
      this.#trips.set(vehicleId, memory);
    }
    for (const visit of visits) if (visit.instance.trip === trip.trip) memory.visits.push(visit);
    return memory;
  }

  /** Consecutive visits of one trip are a crossing of the section between them. */
  #learn(vehicleId: string, visits: readonly StopVisit[]): void {
    const known = this.#trips.get(vehicleId);
    let before = known?.visits.at(-1);
    for (const visit of visits) {
      if (
        before &&
        visit.stopIndex === before.stopIndex + 1 &&
        visit.instance.trip === before.instance.trip
      ) {
        this.#learnCrossing(before, visit);
      }
      before = visit;
    }
  }

  #learnCrossing(from: StopVisit, to: StopVisit): void {
    const left = from.arrivalSeconds ?? from.departureSeconds;
    if (left === undefined || to.arrivalSeconds === undefined) return;
    const { trips, patterns, stopTimes } = this.timetable.schedule;
    const { stops } = patterns[trips.pattern[to.instance.trip]!]!;
    const row = trips.firstStopTime[to.instance.trip]! + to.stopIndex;
    const scheduled = stopTimes.arrivalSeconds[row]! - stopTimes.arrivalSeconds[row - 1]!;
    const seconds = to.arrivalSeconds - left;
    this.sections.learn(stops[from.stopIndex]!, stops[to.stopIndex]!, seconds, scheduled, to.arrivalSeconds);
  }
}
