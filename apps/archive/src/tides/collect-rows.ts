/**
 * Turns a stream of updates into batches of rows, remembering of each vehicle only what spares rows: which trip
 * was told already, and which predictions still hold. Forgetting all of it costs some rows written again, which
 * merging absorbs, so nothing of it is kept over a restart.
 */
import type {
  HistoryBatch,
  PredictionSampleRow,
  StopVisitRow,
  TripPerformedRow,
  VehicleLocationRow,
} from '@rukh/adapters/postgres';
import type { UpdateItem } from '@rukh/adapters/protobuf';
import type { VehicleUpdate } from '@rukh/domain/tracking';
import { type HeldPredictions, type SamplingRules, sampleDue } from './sample-predictions.js';
import { toStopVisit } from './to-stop-visit.js';
import { findTripEdge, joinTrips, toTripEnd, toTripSeen } from './to-trip-performed.js';
import { isUnderWay, toVehicleLocation } from './to-vehicle-location.js';
import { TripClaims } from './trip-claims.js';
import { type TripContext, nameInstance, performedTripId } from './trip-context.js';

interface KnownVehicle {
  /** Trip and day told to be under way. */
  readonly toldTrip: string | undefined;
  readonly held: HeldPredictions | undefined;
  readonly atSeconds: number;
}

/** Vehicles not heard of for so long are forgotten. */
const FORGET_AFTER_SECONDS = 3_600;

export class RowCollector {
  readonly #sampling: SamplingRules;
  readonly #vehicles = new Map<string, KnownVehicle>();
  readonly #claims: TripClaims;
  #locations: VehicleLocationRow[] = [];
  #samples: PredictionSampleRow[] = [];
  #visits = new Map<string, StopVisitRow>();
  #trips = new Map<string, TripPerformedRow>();
  #newestSeconds = 0;

  constructor(sampling: SamplingRules) {
    this.#sampling = sampling;
    this.#claims = new TripClaims(sampling.minConfidence);
  }

  /** Rows waiting to be taken. */
  get rowCount(): number {
    return this.#locations.length + this.#samples.length + this.#visits.size + this.#trips.size;
  }

  /** Answers how many stop visits had to be left out, since the schedule has no such stop. */
  add(context: TripContext, { update, predictions }: UpdateItem): number {
    const { vehicleId, atSeconds } = update.position;
    const known = this.#vehicles.get(vehicleId);
    this.#locations.push(toVehicleLocation(context, update));
    const toldTrip = this.#addTripSeen(context, update, known?.toldTrip);
    const leftOut = this.#addVisits(context, update);
    for (const ended of update.ended) this.#addTrip(toTripEnd(context, ended));
    if (known?.held) {
      const countTold = (instant: number): number => this.#claims.countTold(vehicleId, instant);
      this.#samples.push(...sampleDue(known.held, atSeconds, this.#sampling, countTold));
    }
    const trips = predictions?.map(({ instance }) => nameInstance(context, instance));
    this.#claims.note(vehicleId, atSeconds, update.assignment?.confidence ?? 0, trips);
    const now = { heldAtSeconds: atSeconds };
    const held = predictions ? { context, predictions, ...now } : known?.held && { ...known.held, ...now };
    this.#vehicles.set(vehicleId, { toldTrip, held, atSeconds });
    this.#newestSeconds = Math.max(this.#newestSeconds, atSeconds);
    return leftOut;
  }

  /** The rows collected since it was last asked, at most one of each trip and visit. */
  take(): HistoryBatch {
    const batch = {
      vehicle_locations: this.#locations,
      stop_visits: [...this.#visits.values()],
      trips_performed: [...this.#trips.values()],
      prediction_samples: this.#samples,
    };
    this.#locations = [];
    this.#samples = [];
    this.#visits = new Map();
    this.#trips = new Map();
    return batch;
  }

  /** Forgets vehicles long silent, by the time of the positions themselves: a recording may be played. */
  forgetSilent(): void {
    for (const [vehicleId, { atSeconds }] of this.#vehicles) {
      if (atSeconds >= this.#newestSeconds - FORGET_AFTER_SECONDS) continue;
      this.#vehicles.delete(vehicleId);
      this.#claims.forget(vehicleId);
    }
  }

  #addTripSeen(
    context: TripContext,
    { position, assignment }: VehicleUpdate,
    toldTrip: string | undefined,
  ): string | undefined {
    if (!assignment || !isUnderWay(assignment.phase)) return toldTrip;
    const { instance } = assignment;
    const trip = `${instance.serviceDate} ${performedTripId(context, instance, position.vehicleId)}`;
    if (trip === toldTrip) return toldTrip;
    this.#addTrip(toTripSeen(context, instance, position.vehicleId, position.atSeconds));
    return trip;
  }

  #addVisits(context: TripContext, { visits }: VehicleUpdate): number {
    let leftOut = 0;
    for (const visit of visits) {
      const row = toStopVisit(context, visit);
      if (!row) {
        leftOut += 1;
        continue;
      }
      const key = `${row.service_date} ${row.trip_id_performed} ${row.trip_stop_sequence}`;
      const known = this.#visits.get(key);
      this.#visits.set(key, known ? joinVisits(known, row) : row);
      const edge = findTripEdge(context, visit);
      if (edge) this.#addTrip(edge);
    }
    return leftOut;
  }

  #addTrip(row: TripPerformedRow): void {
    const key = `${row.service_date} ${row.trip_id_performed}`;
    const known = this.#trips.get(key);
    this.#trips.set(key, known ? joinTrips(known, row) : row);
  }
}

function joinVisits(a: StopVisitRow, b: StopVisitRow): StopVisitRow {
  return {
    ...a,
    actual_arrival_time: a.actual_arrival_time ?? b.actual_arrival_time,
    actual_departure_time: a.actual_departure_time ?? b.actual_departure_time,
  };
}
