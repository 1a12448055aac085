import { join } from 'node:path';
import { type Schedule, patternOf } from '@rukh/domain/gtfs';
import type { TrackedFleet } from '@rukh/domain/prediction';
import type { VehicleUpdate } from '@rukh/domain/tracking';
import { CsvFile } from './csv-file.js';
import type { RecordedRow } from './read-recording.js';

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
];

/** The tables of a replay. Their names and columns are fixed: tools outside the repository read them. */
export class ReplayTables {
  readonly #assignments: CsvFile | undefined;
  readonly #predictions: CsvFile | undefined;
  predictionRows = 0;

  /** Only those tables are written that are `wanted`. */
  constructor(
    folder: string,
    private readonly schedule: Schedule,
    wanted: ReadonlySet<string>,
  ) {
    const open = (name: string, columns: readonly string[]): CsvFile | undefined =>
      wanted.has(name) ? new CsvFile(join(folder, `${name}.csv`), columns) : undefined;
    this.#assignments = open('assignments', ASSIGNMENT_COLUMNS);
    this.#predictions = open('predictions', PREDICTION_COLUMNS);
  }

  /** One row for an input row: what is known of the vehicle after it, and why where that is nothing. */
  writeAssignment(row: RecordedRow, update: VehicleUpdate | undefined, rejection: string | undefined): void {
    if (!this.#assignments) return;
    const { assignment, phase, reason } = update ?? {};
    const { trips, routes } = this.schedule;
    if (!assignment) {
      const why = rejection ?? reason ?? '';
      this.#assignments.write([row.ts, row.vehicleId, '', '', '', '', phase ?? '', '', '', why]);
      return;
    }
    const { trip, serviceDate } = assignment.instance;
    const direction = trips.directionId[trip]!;
    this.#assignments.write([
      row.ts,
      row.vehicleId,
      trips.ids[trip]!,
      serviceDate,
      routes[trips.route[trip]!]!.routeId,
      direction < 0 ? '' : direction,
      assignment.phase,
      assignment.confidence.toFixed(3),
      assignment.shapeMetres.toFixed(1),
      rejection ?? '',
    ]);
  }

  /** The predictions of a fleet as they read at an instant. */
  writePredictions(madeAt: number, fleet: TrackedFleet): void {
    if (!this.#predictions) return;
    const { trips, stops, stopTimes } = this.schedule;
    for (const { instance, vehicleId, stops: stopPredictions } of fleet.listPredictions(madeAt)) {
      const first = trips.firstStopTime[instance.trip]!;
      const pattern = patternOf(this.schedule, instance.trip);
      for (const { stopIndex, arrivalSeconds, uncertaintySeconds, observed } of stopPredictions) {
        if (observed || arrivalSeconds < madeAt || arrivalSeconds > madeAt + WITHIN_SECONDS) continue;
        this.predictionRows++;
        this.#predictions.write([
          madeAt,
          trips.ids[instance.trip]!,
          instance.serviceDate,
          stopTimes.stopSequence[first + stopIndex]!,
          stops.ids[pattern.stops[stopIndex]!]!,
          Math.round(arrivalSeconds),
          Math.round(Math.max(madeAt, arrivalSeconds - uncertaintySeconds)),
          Math.round(arrivalSeconds + uncertaintySeconds),
          vehicleId,
        ]);
      }
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
