import { join } from 'node:path';
import { type Schedule, patternOf } from '@rukh/domain/gtfs';
import { formatGtfsTime } from '@rukh/domain/time';
import type { TrackedFleet, TripPrediction } from '@rukh/domain/prediction';
import type { Assignment, VehicleUpdate } from '@rukh/domain/tracking';
import { CsvFile } from './csv-file.js';
import type { RecordedRow } from './recorded-row.js';

/** Predictions are written for stops expected within this. */
const WITHIN_SECONDS = 3600;

const ASSIGNMENT_COLUMNS = [
  'ts',
  'vehicle_id',
  'trip_id',
  'start_date',
  'route_id',
  'direction_id',
  'phase',
  'confidence',
  'shape_dist_m',
  'reason',
];
const PREDICTION_COLUMNS = [
  'made_at',
  'trip_id',
  'start_date',
  'stop_sequence',
  'stop_id',
  'arrival_ts',
  'low_ts',
  'high_ts',
  'vehicle_id',
  'start_time',
];

/** The tables of a replay. Their names and columns are fixed: tools outside the repository read them. */
export class ReplayTables {
  readonly #assignments: CsvFile | undefined;
  readonly #predictions: CsvFile | undefined;
  predictionRows = 0;

  /** Only those tables are written that are `wanted`; predictions, of trips as sure as `minConfidence`. */
  constructor(
    folder: string,
    private readonly schedule: Schedule,
    wanted: ReadonlySet<string>,
    private readonly minConfidence: number,
  ) {
    const open = (name: string, columns: readonly string[]): CsvFile | undefined =>
      wanted.has(name) ? new CsvFile(join(folder, `${name}.csv`), columns) : undefined;
    this.#assignments = open('assignments', ASSIGNMENT_COLUMNS);
    this.#predictions = open('predictions', PREDICTION_COLUMNS);
  }

  /** One row for an input row: what is known of the vehicle after it, and why where that is nothing. */
  writeAssignment(row: RecordedRow, update: VehicleUpdate | undefined, rejection: string | undefined): void {
    const file = this.#assignments;
    if (!file) return;
    const { assignment, phase, reason } = update ?? {};
    file.text(row.ts);
    file.text(row.vehicleId);
    if (assignment) {
      this.#writeTrip(file, assignment);
    } else {
      for (const value of ['', '', '', '', phase ?? '', '', '']) file.text(value);
    }
    file.text(rejection ?? (assignment ? '' : (reason ?? '')));
    file.endRow();
  }

  #writeTrip(file: CsvFile, { instance, phase, confidence, shapeMetres }: Assignment): void {
    const { trips, routes } = this.schedule;
    const { trip, serviceDate } = instance;
    const direction = trips.directionId[trip]!;
    file.text(trips.ids[trip]!);
    file.text(serviceDate);
    file.text(routes[trips.route[trip]!]!.routeId);
    file.text(direction < 0 ? '' : String(direction));
    file.text(phase);
    file.decimal(confidence, 3);
    file.decimal(shapeMetres, 1);
  }

  /** The predictions of a fleet as they read at an instant. */
  writePredictions(madeAt: number, fleet: TrackedFleet): void {
    const file = this.#predictions;
    if (!file) return;
    for (const prediction of fleet.listPredictions(madeAt, this.minConfidence)) {
      this.#writePrediction(file, madeAt, prediction);
    }
  }

  #writePrediction(file: CsvFile, madeAt: number, prediction: TripPrediction): void {
    const { trips, stops, stopTimes } = this.schedule;
    const { trip, serviceDate, startSeconds } = prediction.instance;
    const startTime = formatGtfsTime(startSeconds);
    const tripId = trips.ids[trip]!;
    const first = trips.firstStopTime[trip]!;
    const pattern = patternOf(this.schedule, trip);
    for (const { stopIndex, arrivalSeconds, uncertaintySeconds, observed } of prediction.stops) {
      if (observed || arrivalSeconds < madeAt || arrivalSeconds > madeAt + WITHIN_SECONDS) continue;
      this.predictionRows++;
      file.integer(madeAt);
      file.text(tripId);
      file.text(serviceDate);
      file.integer(stopTimes.stopSequence[first + stopIndex]!);
      file.text(stops.ids[pattern.stops[stopIndex]!]!);
      file.integer(Math.round(arrivalSeconds));
      file.integer(Math.round(Math.max(madeAt, arrivalSeconds - uncertaintySeconds)));
      file.integer(Math.round(arrivalSeconds + uncertaintySeconds));
      file.text(prediction.vehicleId);
      file.text(startTime);
      file.endRow();
    }
  }

  async flush(): Promise<void> {
    await this.#assignments?.flush();
    await this.#predictions?.flush();
  }

  async close(): Promise<void> {
    await this.#assignments?.close();
    await this.#predictions?.close();
  }
}
