import type { ObservedArrival, PredictedArrival, StopVisitKey } from '@rukh/domain/scoring';
import { findRecordedTime } from '../replay/recorded-time.js';
import type { PredictionCounts, TruthCounts } from './read-counts.js';
import { CsvTable, findNumber } from './read-csv.js';
import { isFolder, readTripUpdates } from './read-trip-updates.js';
import { readServiceDate } from './tides-names.js';

/**
 * Reads what predictions are scored by. Observed arrivals: trip_id,start_date,stop_sequence,stop_id,arrival_ts,
 * scheduled_ts; of stop_sequence and stop_id one may be absent, and scheduled_ts where no timetable is known. Where trips
 * run by headway, start_time and vehicle_id as well, in both.
 * Predictions as `rukh replay` writes them (made_at, ..., arrival_ts, low_ts, high_ts) or as agencies' feeds are
 * recorded (feed_ts, ..., predicted_arrival_ts or predicted_ts), or a folder of TripUpdates. Arrivals may be stop_visits of TIDES as
 * well. A row without a trip or without a number where one must be is counted and passed over.
 */
/** Half a million is a big city's day. */
const MOST_ARRIVALS = 10_000_000;

export const ARRIVAL_FORM = ['trip_id', 'start_date', 'arrival_ts'] as const;
const PREDICTION_FORMS: readonly (readonly [madeAt: string, arrival: string])[] = [
  ['made_at', 'arrival_ts'],
  ['feed_ts', 'predicted_arrival_ts'],
  ['feed_ts', 'predicted_ts'],
];

/** Throws an Error naming the file where it breaks off or has more rows than there is room for. */
export async function readObservedArrivals(table: CsvTable, counts: TruthCounts): Promise<ObservedArrival[]> {
  const visit = visitReader(table);
  const [arrival, scheduled] = [table.indexOf('arrival_ts'), table.indexOf('scheduled_ts')];
  const arrivals: ObservedArrival[] = [];
  for await (const rows of table.read()) {
    for (const row of rows) {
      counts.rows++;
      const key = visit(row);
      const arrivalSeconds = findRecordedTime(row[arrival]);
      const scheduledSeconds = findRecordedTime(row[scheduled]);
      if (key && row[arrival] === '') counts.withoutArrival++;
      else if (!key || arrivalSeconds === undefined) counts.malformed++;
      else {
        arrivals.push({
          ...key,
          arrivalSeconds,
          ...(scheduledSeconds !== undefined && { scheduledSeconds }),
        });
      }
    }
    if (arrivals.length > MOST_ARRIVALS) {
      throw new Error(`${table.path} has more than ${MOST_ARRIVALS} arrivals: score it in parts`);
    }
  }
  return arrivals;
}

/** Predictions by whole pieces of a file. Throws an Error naming the file where it is in none of the forms. */
export async function* readPredictedArrivals(
  path: string,
  counts: PredictionCounts,
): AsyncGenerator<readonly PredictedArrival[]> {
  if (await isFolder(path)) {
    yield* readTripUpdates(path, counts);
    return;
  }
  const table = await CsvTable.open(path);
  const form = PREDICTION_FORMS.find((columns) => table.has(['trip_id', 'start_date', ...columns]));
  if (!form) {
    const forms = PREDICTION_FORMS.map((columns) => `trip_id, start_date, ${columns.join(', ')}`).join(
      '; or ',
    );
    throw new Error(`${path} cannot be read: it must have the columns ${forms}`);
  }
  const visit = visitReader(table);
  const [madeAt, arrival] = form.map((column) => table.indexOf(column));
  const [low, high] = [table.indexOf('low_ts'), table.indexOf('high_ts')];
  for await (const rows of table.read()) {
    const predictions: PredictedArrival[] = [];
    for (const row of rows) {
      counts.rows++;
      const key = visit(row);
      const madeAtSeconds = findNumber(row[madeAt!]);
      const arrivalSeconds = findNumber(row[arrival!]);
      const lowSeconds = findNumber(row[low]);
      const highSeconds = findNumber(row[high]);
      if (!key || madeAtSeconds === undefined || arrivalSeconds === undefined) {
        counts.malformed++;
        continue;
      }
      const hasInterval = lowSeconds !== undefined && highSeconds !== undefined;
      predictions.push({
        ...key,
        madeAtSeconds,
        arrivalSeconds,
        ...(hasInterval && { lowSeconds, highSeconds }),
      });
    }
    yield predictions;
  }
}

/** Takes the visit out of a row; undefined where it names no trip or no stop. */
function visitReader(table: CsvTable): (row: readonly string[]) => StopVisitKey | undefined {
  const trip = table.indexOf('trip_id');
  const date = table.indexOf('start_date');
  const sequence = table.indexOf('stop_sequence');
  const stop = table.indexOf('stop_id');
  const performed = table.indexOf('trip_id_performed');
  const [start, vehicle] = [table.indexOf('start_time'), table.indexOf('vehicle_id')];
  return (row) => {
    const tripId = row[trip] || (row[performed] ?? '');
    const stopId = row[stop] ?? '';
    const stopSequence = findNumber(row[sequence]);
    if (tripId === '' || (stopSequence === undefined && stopId === '')) return undefined;
    return {
      tripId,
      startDate: readServiceDate(row[date]),
      stopId,
      ...(stopSequence !== undefined && { stopSequence }),
      startTime: row[start] || undefined,
      vehicleId: row[vehicle] || undefined,
    };
  };
}
