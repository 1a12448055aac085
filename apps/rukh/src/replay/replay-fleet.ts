import type { Schedule } from '@rukh/domain/gtfs';
import { type TripPrediction, Predictor, keepAhead, pickPerTrip } from '@rukh/domain/prediction';
import { Fleet, Timetable, type VehicleUpdate } from '@rukh/domain/tracking';
import type { VehiclePosition } from '@rukh/domain/vehicle';

/** A vehicle silent for longer is lost, and its predictions end. */
const LOST_AFTER_SECONDS = 300;

/** The fleet of a replay: tracking and prediction as the service runs them, on recorded time. */
export class ReplayFleet {
  readonly timetable: Timetable;
  readonly #fleet: Fleet;
  readonly #predictor: Predictor;
  readonly #latest = new Map<string, { update: VehicleUpdate; predictions: readonly TripPrediction[] }>();

  constructor(schedule: Schedule) {
    this.timetable = new Timetable(schedule);
    this.#fleet = new Fleet(this.timetable);
    this.#predictor = new Predictor(this.timetable);
  }

  take(position: VehiclePosition): { update: VehicleUpdate; predictions: readonly TripPrediction[] } {
    const update = this.#fleet.track(position);
    const state = this.#fleet.findState(position.vehicleId);
    const predictions = state ? this.#predictor.predict(update, state) : [];
    const taken = { update, predictions };
    this.#latest.set(position.vehicleId, taken);
    return taken;
  }

  /** What tracking said last of a vehicle. */
  findLatest(vehicleId: string): VehicleUpdate | undefined {
    return this.#latest.get(vehicleId)?.update;
  }

  /** Predictions as they read at an instant, one a trip, as a feed would have them; lost vehicles are let go. */
  listPredictions(now: number): TripPrediction[] {
    for (const ended of this.#fleet.dropSilent(now - LOST_AFTER_SECONDS)) {
      this.#predictor.forget(ended.vehicleId);
    }
    const claims = [...this.#latest].flatMap(([vehicleId, { update, predictions }]) => {
      if (update.position.atSeconds < now - LOST_AFTER_SECONDS) {
        this.#latest.delete(vehicleId);
        return [];
      }
      const confidence = update.assignment?.confidence ?? 0;
      return predictions.map((prediction) => ({ prediction: keepAhead(prediction, now), confidence }));
    });
    return pickPerTrip(claims);
  }
}
