import type { FixLabel, PublishedFix } from '@rukh/domain/scoring';
import type { Phase } from '@rukh/domain/tracking';
import { findRecordedTime } from '../replay/recorded-time.js';
import { CsvTable, findNumber } from './read-csv.js';
import { readServiceDate } from './tides-names.js';

/**
 * Reads labels of fixes (truth.csv of a simulation, or a recording of positions whose vehicles say their trips) and
 * the assignments that `rukh replay` writes, a row for each row of the recording.
 */
export const LABEL_FORM = ['ts', 'vehicle_id', 'trip_id'] as const;
const ASSIGNMENT_FORM = ['ts', 'vehicle_id', 'trip_id', 'phase'] as const;

/** A row of either table. `ts` is as written: the two are paired by it. */
export interface FixRow {
  readonly vehicleId: string;
  readonly ts: string;
  readonly trip: PublishedFix;
}

const PHASES: readonly string[] = [
  'IN_PROGRESS',
  'LAYOVER',
  'DEADHEAD',
  'AT_BASE',
  'OFF_ROUTE',
] satisfies Phase[];

/** Opens a table of labels or assignments. Throws an Error naming the file where it lacks a column. */
export async function openFixes(path: string, what: 'labels' | 'assignments'): Promise<CsvTable> {
  const table = await CsvTable.open(path);
  const form = what === 'labels' ? LABEL_FORM : ASSIGNMENT_FORM;
  if (table.has(form)) return table;
  await table.close();
  throw new Error(`${path} cannot be read: it must have the columns ${form.join(', ')}`);
}

/**
 * Rows by whole pieces; one without a vehicle or a time, with a phase that is none of ours or a confidence that is no share, is
 * counted and passed over.
 */
export async function* readFixes(
  table: CsvTable,
  counts: { rows: number; malformed: number },
): AsyncGenerator<readonly FixRow[]> {
  const read = fixReader(table);
  for await (const rows of table.read()) {
    const fixes: FixRow[] = [];
    for (const row of rows) {
      counts.rows++;
      const fix = read(row);
      if (fix) fixes.push(fix);
      else counts.malformed++;
    }
    yield fixes;
  }
}

export function toLabel({ vehicleId, ts, trip }: FixRow): FixLabel {
  return { ...trip, vehicleId, atSeconds: findRecordedTime(ts)! };
}

function fixReader(table: CsvTable): (row: readonly string[]) => FixRow | undefined {
  const [vehicle, ts, phase] = [table.indexOf('vehicle_id'), table.indexOf('ts'), table.indexOf('phase')];
  const readTrip = tripReader(table);
  return (row) => {
    const vehicleId = row[vehicle] ?? '';
    if (vehicleId === '' || findRecordedTime(row[ts]) === undefined) return undefined;
    const trip = readTrip(row);
    const { confidence = 0 } = trip;
    const isOdd = confidence < 0 || confidence > 1 || (Boolean(row[phase]) && trip.phase === undefined);
    return isOdd ? undefined : { vehicleId, ts: row[ts]!, trip };
  };
}

function tripReader(table: CsvTable): (row: readonly string[]) => PublishedFix {
  const [trip, date, route, direction, phase, confidence] = [
    'trip_id',
    'start_date',
    'route_id',
    'direction_id',
    'phase',
    'confidence',
  ].map((column) => table.indexOf(column)) as [number, number, number, number, number, number];
  const performed = table.indexOf('trip_id_performed');
  return (row) => {
    const directionId = findNumber(row[direction]);
    const sure = findNumber(row[confidence]);
    const tripId = row[trip] || row[performed];
    const startDate = readServiceDate(row[date]);
    return {
      ...(tripId && { tripId }),
      ...(startDate && { startDate }),
      ...(row[route] && { routeId: row[route] }),
      ...(directionId !== undefined && { directionId }),
      ...(isPhase(row[phase]) && { phase: row[phase] }),
      ...(sure !== undefined && { confidence: sure }),
    };
  };
}

function isPhase(text: string | undefined): text is Phase {
  return text !== undefined && PHASES.includes(text);
}
