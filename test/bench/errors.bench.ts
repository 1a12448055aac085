/**
 * What the errors of prediction are of: the recordings, predicted with trips, routes and stops hidden, and each error put
 * down to the vehicle taken for another, to the wait before a trip, or to the way along it. Beside it what would be
 * left if a part were known beforehand: the trip of each vehicle, when it comes to its next stop, or how much slower or
 * quicker than expected all ran within a quarter of an hour. After a build:
 *
 *     node test/bench/errors.bench.ts [--small]
 *
 * The recordings are looked for as in tracking.bench.ts. Small is one of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { PREDICTION_PARAMETERS } from '@rukh/domain/prediction';
import { HORIZONS, type ObservedArrivals } from '@rukh/domain/scoring';
import { parse } from 'csv-parse/sync';
import { Figures } from './figures.ts';
import { RECORDINGS, findRecording } from './replay-accuracy.ts';
import { type Judged, predictTracked, readTruth, trackHidden } from './replay-predictions.ts';

const QUARTER_SECONDS = 900;

/** Of one prediction, seconds and what they are put down to. */
interface Row {
  readonly horizon: string;
  readonly error: number;
  /** That of the next stop in the same prediction. */
  readonly nextStopError: number;
  readonly cause: string;
  readonly quarter: number;
}

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const figures = new Figures('errors');
for (const name of values.small ? RECORDINGS.slice(0, 1) : RECORDINGS) {
  const folder = findRecording(name);
  if (folder === undefined) console.log(`${name}: the recording is not there; left out`);
  else await analyse(name, folder);
}

async function analyse(name: string, folder: string): Promise<void> {
  const truth = readTruth(join(folder, 'arrivals_truth.csv.gz'));
  const hidden = await listRows(folder, truth, false);
  const named = await listRows(folder, truth, true);
  for (const horizon of HORIZONS.map((one) => one.name)) {
    const rows = hidden.filter((row) => row.horizon === horizon);
    if (rows.length === 0) continue;
    const subject = `${name}, ${horizon} min`;
    figures.add(
      subject,
      'mean error',
      meanOf(rows, ({ error }) => error),
      's',
      1,
    );
    for (const [cause, group] of groupBy(rows, (row) => row.cause)) {
      figures.add(subject, `share of predictions: ${cause}`, (100 * group.length) / rows.length, '%', 1);
      figures.add(
        subject,
        `mean error: ${cause}`,
        meanOf(group, ({ error }) => error),
        's',
        1,
      );
    }
    const told = named.filter((row) => row.horizon === horizon);
    figures.add(
      subject,
      'if trips were told',
      meanOf(told, ({ error }) => error),
      's',
      1,
    );
    figures.add(
      subject,
      'if the next stop were known',
      meanOf(rows, ({ error, nextStopError }) => error - nextStopError),
      's',
      1,
    );
    figures.add(subject, 'if the quarter of an hour were known', meanRoundMedians(rows), 's', 1);
  }
}

async function listRows(folder: string, truth: ObservedArrivals, named: boolean): Promise<Row[]> {
  const recording = join(folder, 'vehicle_positions.csv.gz');
  const tracked = await trackHidden(join(folder, 'gtfs.zip'), recording, named);
  const vehicles = readVehicles(recording);
  const rows: Row[] = [];
  let [of, nextStopError] = ['', 0];
  predictTracked(tracked, truth, PREDICTION_PARAMETERS, (judged) => {
    const { tripId } = truth.trips[truth.tripOf[judged.visit]!]!;
    const prediction = `${judged.madeAtSeconds} ${tripId}`;
    if (prediction !== of) [of, nextStopError] = [prediction, judged.errorSeconds];
    rows.push({
      horizon: HORIZONS[judged.horizon]!.name,
      error: judged.errorSeconds,
      nextStopError,
      cause: findCause(judged, vehicles.get(tripId)),
      quarter: Math.floor(judged.madeAtSeconds / QUARTER_SECONDS),
    });
  });
  return rows;
}

function findCause({ prediction, stopIndex }: Judged, vehicleId: string | undefined): string {
  if (prediction.vehicleId !== vehicleId) return 'by another vehicle';
  if (stopIndex === 0) return 'first stop';
  if (prediction.ahead > 0) return 'a later trip';
  // What is waited for has its first stop ahead.
  return prediction.stops[0]?.stopIndex === 0 && !prediction.stops[0].observed ? 'waited for' : 'under way';
}

/** The vehicle that reported a trip most often. */
function readVehicles(recording: string): Map<string, string> {
  const rows = parse<Record<string, string>>(gunzipSync(readFileSync(recording)), {
    columns: true,
    bom: true,
  });
  const vehicles = new Map<string, string>();
  for (const [tripId, reports] of groupBy(rows, (row) => row['trip_id']!)) {
    const byVehicle = [...groupBy(reports, (row) => row['vehicle_id']!)];
    vehicles.set(tripId, byVehicle.reduce((a, b) => (b[1].length > a[1].length ? b : a))[0]);
  }
  return vehicles;
}

function meanOf(rows: readonly Row[], errorOf: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + Math.abs(errorOf(row)), 0) / rows.length;
}

/** What is left of errors when each quarter of an hour is centred on its own median. */
function meanRoundMedians(rows: readonly Row[]): number {
  let sum = 0;
  for (const group of groupBy(rows, ({ quarter }) => quarter).values()) {
    const sorted = group.map(({ error }) => error).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1]!;
    for (const error of sorted) sum += Math.abs(error - median);
  }
  return sum / rows.length;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
