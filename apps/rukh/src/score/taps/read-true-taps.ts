/**
 * Taps whose trip and stop are known: from a file of them, or made at the stop visits of a simulation as riders tap:
 * most while the vehicle stands, some in the half minute after, a few later.
 */
import { CsvTable } from '../read-csv.js';

export interface TrueTap {
  readonly vehicleId: string;
  readonly atMs: number;
  readonly tripId: string;
  readonly stopId: string;
  readonly stopSequence: number;
}

const VISIT_COLUMNS = ['vehicle_id', 'trip_id', 'stop_sequence', 'stop_id', 'arrival_ts', 'departure_ts'];
const MOST_BOARDINGS = 4;
/** Longest wait at a first stop with open doors, seconds. */
const OPEN_BEFORE_SECONDS = 180;

export async function makeTrueTaps(visitsFile: string, seed: number): Promise<TrueTap[]> {
  const random = createRandom(seed);
  const taps: TrueTap[] = [];
  await eachRow(visitsFile, VISIT_COLUMNS, (row) => {
    const departure = Number(row('departure_ts'));
    // Nobody gets in at a last stop.
    if (departure === 0) return;
    const arrival = Number(row('arrival_ts')) || departure - OPEN_BEFORE_SECONDS;
    const boardings = Math.floor(random() * (MOST_BOARDINGS + 1));
    for (let i = 0; i < boardings; i += 1) {
      const habit = random();
      const after = habit < 0.75 ? 0 : habit < 0.95 ? random() * 30 : random() * 90;
      const at = after > 0 ? departure + after : arrival + random() * (departure - arrival);
      taps.push({
        vehicleId: row('vehicle_id'),
        atMs: at * 1000,
        tripId: row('trip_id'),
        stopId: row('stop_id'),
        stopSequence: Number(row('stop_sequence')),
      });
    }
  });
  return taps;
}

const TAP_COLUMNS = ['vehicle_id', 'tapped_ts', 'trip_id', 'stop_id', 'stop_sequence'];

/** taps-truth.csv of a simulation of validators; `tapped_ts` is epoch seconds. */
export async function readTrueTaps(file: string): Promise<TrueTap[]> {
  const taps: TrueTap[] = [];
  await eachRow(file, TAP_COLUMNS, (row) => {
    taps.push({
      vehicleId: row('vehicle_id'),
      atMs: Number(row('tapped_ts')) * 1000,
      tripId: row('trip_id'),
      stopId: row('stop_id'),
      stopSequence: Number(row('stop_sequence')),
    });
  });
  return taps;
}

async function eachRow(
  file: string,
  columns: readonly string[],
  take: (row: (column: string) => string) => void,
): Promise<void> {
  const table = await CsvTable.open(file);
  if (!table.has(columns)) throw new Error(`${file} lacks one of the columns ${columns.join(', ')}.`);
  const places = new Map(columns.map((column) => [column, table.indexOf(column)]));
  for await (const rows of table.read()) {
    for (const row of rows) take((column) => row[places.get(column)!] ?? '');
  }
}

/** Chance that can be repeated (mulberry32): from 0 up to, not including, 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let h = Math.imul(state ^ (state >>> 15), 1 | state);
    h = (h + Math.imul(h ^ (h >>> 7), 61 | h)) ^ h;
    return ((h ^ (h >>> 14)) >>> 0) / 4_294_967_296;
  };
}
