/**
 * How right tracking and prediction are on a recorded day, with everything that names a trip hidden from them:
 * `rukh replay` and `rukh score` as anybody runs them, and their results held against the labels of the recording.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Figures } from './figures.ts';
import { SHARED_DATA, rukh } from './run-rukh.ts';

export const RECORDINGS = ['wmata', 'kingston'];
const HORIZONS = ['0-3', '3-6', '6-10', '10-15', '15-30'];

type Row = Readonly<Record<string, string>>;

/** Folder of a recording; undefined where it is not on this machine. */
export function findRecording(name: string): string | undefined {
  const folder = join(SHARED_DATA, name);
  return existsSync(join(folder, 'vehicle_positions.csv.gz')) ? folder : undefined;
}

/** Replays and scores; adds what came of it. Throws where a command fails. */
export function replayHidden(figures: Figures, name: string, folder: string): void {
  const out = mkdtempSync(join(tmpdir(), 'rukh-replay-'));
  const positions = join(folder, 'vehicle_positions.csv.gz');
  try {
    const gtfs = existsSync(join(folder, 'gtfs.zip')) ? join(folder, 'gtfs.zip') : join(folder, 'gtfs');
    const hide = ['--hide', 'trip,route,stop'];
    rukh('replay', '--gtfs', gtfs, '--positions', positions, ...hide, '--out', out);
    const truth = join(folder, 'arrivals_truth.csv.gz');
    rukh(
      'score',
      '--truth',
      truth,
      '--predictions',
      join(out, 'predictions.csv'),
      '--out',
      join(out, 'score'),
    );
    countRight(figures, name, readRows(gunzipSync(readFileSync(positions))), readAssignments(out));
    addErrors(figures, name, join(out, 'score', 'score.json'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function readAssignments(out: string): Row[] {
  return readRows(readFileSync(join(out, 'assignments.csv')));
}

function readRows(text: Buffer): Row[] {
  return parse<Row>(text, { columns: true, bom: true, relax_column_count: true });
}

/** Assignments are in the order of the recording, a row each. */
function countRight(
  figures: Figures,
  name: string,
  recorded: readonly Row[],
  assigned: readonly Row[],
): void {
  if (recorded.length !== assigned.length) {
    throw new Error(`${name}: ${recorded.length} rows went in and ${assigned.length} came out`);
  }
  const labelled = recorded.flatMap((row, i) => (row['trip_id'] ? [{ row, said: assigned[i]! }] : []));
  const share = (isSo: (pair: { row: Row; said: Row }) => boolean): number =>
    (100 * labelled.filter(isSo).length) / labelled.length;
  figures.add(name, 'fixes of vehicles in service', labelled.length, '');
  figures.add(
    name,
    'given a trip',
    share(({ said }) => Boolean(said['trip_id'])),
    '%',
    1,
  );
  figures.add(
    name,
    'on the right trip',
    share(({ row, said }) => said['trip_id'] === row['trip_id']),
    '%',
    1,
  );
  figures.add(
    name,
    'on the right route',
    share(({ row, said }) => said['route_id'] === row['route_id']),
    '%',
    1,
  );
}

interface ScoreFile {
  readonly predictions: {
    readonly sources: readonly {
      readonly scores: { readonly byHorizon: Readonly<Record<string, { readonly maeSeconds: number }>> };
      readonly completeness: { readonly share?: number };
    }[];
  };
}

function addErrors(figures: Figures, name: string, file: string): void {
  const { predictions } = JSON.parse(readFileSync(file, 'utf8')) as ScoreFile;
  const [own] = predictions.sources;
  for (const horizon of HORIZONS) {
    const { maeSeconds } = own?.scores.byHorizon[horizon] ?? { maeSeconds: NaN };
    figures.add(name, `mean error of arrivals ${horizon} min ahead`, maeSeconds, 's');
  }
  figures.add(name, 'arrivals predicted at all', 100 * (own?.completeness.share ?? NaN), '%', 1);
}
