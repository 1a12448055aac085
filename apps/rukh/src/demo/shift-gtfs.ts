import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GtfsSource } from '@rukh/adapters/gtfs-files';
import { type ServiceDate, addDays, findGtfsTime, formatGtfsTime } from '@rukh/domain/time';
import { formatShift } from './choose-shift.js';
import { joinFields, readRecords, splitRecord } from './csv-records.js';

/**
 * Writes a GTFS in which an ordinary weekday runs every day and every time is later by a constant. Trips that run
 * on weekends only are left out; ids, stops, shapes and routes stay.
 */
export interface ShiftPlan {
  readonly shiftSeconds: number;
  readonly serviceDate: ServiceDate;
}

/** Days before and after the service date on which the demonstration's trips run. */
const DAYS_BEFORE = 7;
const DAYS_AFTER = 90;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** The day that stands for all: nothing special ever happens on a Wednesday. */
const ORDINARY_DAY = 'wednesday';
/** In the order in which they are read: services before trips before times. */
const CHANGED = ['calendar.txt', 'trips.txt', 'stop_times.txt', 'frequencies.txt', 'feed_info.txt'];
const LEFT_OUT = ['calendar_dates.txt'];

type Row = Record<string, string>;
/** Changes a row in place; false leaves it out. */
type RowChange = (row: Row) => boolean;

/** Writes the shifted files into a folder and returns their names. Throws where no weekday service is there. */
export async function shiftGtfs(source: GtfsSource, folder: string, plan: ShiftPlan): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const services = new Set<string>();
  const trips = new Set<string>();
  const changes: Readonly<Record<string, RowChange>> = {
    'calendar.txt': (row) => row[ORDINARY_DAY] === '1' && runEveryDay(row, plan, services),
    'trips.txt': (row) => services.has(row['service_id'] ?? '') && Boolean(trips.add(row['trip_id'] ?? '')),
    'stop_times.txt': (row) =>
      trips.has(row['trip_id'] ?? '') && later(row, ['arrival_time', 'departure_time'], plan),
    'frequencies.txt': (row) =>
      trips.has(row['trip_id'] ?? '') && later(row, ['start_time', 'end_time'], plan),
    'feed_info.txt': (row) => sign(row, plan),
  };
  const files = CHANGED.filter((file) => source.files.includes(file));
  for (const file of files) {
    await write(join(folder, file), changeRows(await source.read(file), changes[file]!));
    if (file === 'calendar.txt' && services.size === 0) {
      throw new Error('no service of the GTFS runs on a Wednesday');
    }
  }
  if (!files.includes('calendar.txt')) throw new Error('the GTFS has no calendar.txt');
  for (const file of source.files) {
    if (CHANGED.includes(file) || LEFT_OUT.includes(file)) continue;
    await pipeline(await source.read(file), createWriteStream(join(folder, file)));
    files.push(file);
  }
  return files;
}

async function write(path: string, texts: AsyncGenerator<string>): Promise<void> {
  await pipeline(ReadableStream.from(texts), createWriteStream(path));
}

async function* changeRows(stream: Readable, change: RowChange): AsyncGenerator<string> {
  let columns: string[] | undefined;
  for await (const records of readRecords(stream)) {
    const kept: string[] = [];
    for (const record of records) {
      const fields = splitRecord(record);
      if (columns === undefined) {
        columns = fields.map((field) => field.trim());
        kept.push(record);
        continue;
      }
      const row: Row = {};
      columns.forEach((column, i) => (row[column] = fields[i] ?? ''));
      if (change(row)) kept.push(joinFields(columns.map((column) => row[column]!)));
    }
    if (kept.length > 0) yield `${kept.join('\n')}\n`;
  }
}

function runEveryDay(row: Row, { serviceDate }: ShiftPlan, services: Set<string>): boolean {
  for (const day of WEEKDAYS) row[day] = '1';
  row['start_date'] = addDays(serviceDate, -DAYS_BEFORE);
  row['end_date'] = addDays(serviceDate, DAYS_AFTER);
  services.add(row['service_id'] ?? '');
  return true;
}

function later(row: Row, columns: readonly string[], { shiftSeconds }: ShiftPlan): boolean {
  for (const column of columns) {
    const seconds = findGtfsTime(row[column] ?? '');
    if (seconds !== undefined) row[column] = formatGtfsTime(seconds + shiftSeconds);
  }
  return true;
}

function sign(row: Row, { shiftSeconds, serviceDate }: ShiftPlan): boolean {
  const shift = formatShift(shiftSeconds);
  row['feed_version'] = `${row['feed_version'] ?? ''}-demo+${shift}`;
  row['feed_publisher_name'] =
    `${row['feed_publisher_name'] ?? ''} (Rukh demo: timetable shifted by ${shift})`;
  row['feed_start_date'] = addDays(serviceDate, -DAYS_BEFORE);
  row['feed_end_date'] = addDays(serviceDate, DAYS_AFTER);
  return true;
}
