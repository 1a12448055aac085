import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { ObservedArrival, PredictedArrival } from '@rukh/domain/scoring';
import { parse } from 'csv-parse';

/**
 * Reads what is scored, plain or gzipped, row by row. Observed arrivals: trip_id,start_date,stop_sequence,stop_id,
 * arrival_ts,scheduled_ts. Predictions as `rukh replay` writes them (made_at, ..., arrival_ts, low_ts, high_ts) or
 * as agencies' feeds are recorded (feed_ts, ..., predicted_arrival_ts). A row without a trip or without a number
 * where one must be is counted and passed over.
 */
export class ReadCounts {
  rows = 0;
  malformed = 0;
}

type Row = Readonly<Record<string, string | undefined>>;

/** Throws an Error naming the file where it cannot be read or lacks a column. */
export async function* readObservedArrivals(
  path: string,
  counts: ReadCounts,
): AsyncGenerator<ObservedArrival> {
  const needed = [['trip_id', 'start_date', 'arrival_ts', 'scheduled_ts']];
  for await (const row of readRows(path, needed, counts)) {
    const arrivalSeconds = findNumber(row.arrival_ts);
    const scheduledSeconds = findNumber(row.scheduled_ts);
    const visit = readVisit(row);
    if (!visit || arrivalSeconds === undefined) counts.malformed++;
    else yield { ...visit, arrivalSeconds, ...(scheduledSeconds === undefined ? {} : { scheduledSeconds }) };
  }
}

/** Throws an Error naming the file where it cannot be read or is in neither form. */
export async function* readPredictedArrivals(
  path: string,
  counts: ReadCounts,
): AsyncGenerator<PredictedArrival> {
  const forms = [
    ['made_at', 'trip_id', 'start_date', 'arrival_ts'],
    ['feed_ts', 'trip_id', 'start_date', 'predicted_arrival_ts'],
  ];
  for await (const row of readRows(path, forms, counts)) {
    const madeAtSeconds = findNumber(row.made_at ?? row.feed_ts);
    const arrivalSeconds = findNumber(row.predicted_arrival_ts ?? row.arrival_ts);
    const visit = readVisit(row);
    if (!visit || madeAtSeconds === undefined || arrivalSeconds === undefined) counts.malformed++;
    else yield { ...visit, madeAtSeconds, arrivalSeconds, ...readInterval(row) };
  }
}

function readVisit(
  row: Row,
): Pick<ObservedArrival, 'tripId' | 'startDate' | 'stopSequence' | 'stopId'> | undefined {
  const { trip_id: tripId = '', start_date: startDate = '', stop_id: stopId = '' } = row;
  const stopSequence = findNumber(row.stop_sequence);
  if (tripId === '' || (stopSequence === undefined && stopId === '')) return undefined;
  return { tripId, startDate, stopId, ...(stopSequence === undefined ? {} : { stopSequence }) };
}

function readInterval(row: Row): { lowSeconds?: number; highSeconds?: number } {
  const lowSeconds = findNumber(row.low_ts);
  const highSeconds = findNumber(row.high_ts);
  return lowSeconds === undefined || highSeconds === undefined ? {} : { lowSeconds, highSeconds };
}

async function* readRows(
  path: string,
  forms: readonly (readonly string[])[],
  counts: ReadCounts,
): AsyncGenerator<Row> {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const rows = text.pipe(
    parse({ columns: checkColumns(forms), bom: true, relax_column_count: true, max_record_size: 65_536 }),
  );
  const fail = (error: Error): unknown => rows.destroy(error);
  file.on('error', fail);
  text.on('error', fail);
  try {
    for await (const row of rows as AsyncIterable<Row>) {
      counts.rows++;
      yield row;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`There is no file ${path}.`, { cause: error });
    throw new Error(`${path} cannot be read: ${message}`, { cause: error });
  }
}

function checkColumns(forms: readonly (readonly string[])[]): (header: string[]) => string[] {
  return (header) => {
    const fits = forms.some((form) => form.every((column) => header.includes(column)));
    if (!fits) {
      throw new Error(`it must have the columns ${forms.map((form) => form.join(', ')).join('; or ')}`);
    }
    return header;
  };
}

function findNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
