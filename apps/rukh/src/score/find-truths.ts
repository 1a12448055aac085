import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ARRIVAL_FORM } from './read-arrivals.js';
import { CsvTable } from './read-csv.js';
import { LABEL_FORM } from './read-fixes.js';

/**
 * Which truth is which, by its columns: observed arrivals for predictions, labels of fixes for assignments. A folder
 * stands for the files in it that `rukh simulate --truth` and recordings have.
 */
export interface Truths {
  readonly arrivals: readonly string[];
  readonly labels: readonly string[];
}

/** What nobody writes of something that happened. */
const PREDICTION_MARK = ['made_at'];
const IN_FOLDER = ['arrivals_truth.csv', 'truth.csv', 'vehicle_positions.csv'];
const AGENCY_FILE = 'agency_trip_updates.csv';

/** Throws an Error where a file is neither, or a folder has none. */
export async function findTruths(paths: readonly string[]): Promise<Truths> {
  const arrivals: string[] = [];
  const labels: string[] = [];
  for (const path of paths.flatMap(filesOf)) {
    const table = await CsvTable.open(path);
    await table.close();
    if (table.has(PREDICTION_MARK)) throw new Error(`${path} has predictions (made_at), and no truth.`);
    if (table.has(ARRIVAL_FORM)) arrivals.push(path);
    else if (table.has(LABEL_FORM)) labels.push(path);
    else {
      const forms = `${ARRIVAL_FORM.join(', ')} (arrivals); or ${LABEL_FORM.join(', ')} (labels)`;
      throw new Error(`${path} cannot be read: it must have the columns ${forms}`);
    }
  }
  return { arrivals, labels };
}

/** The agency's own predictions, where they were recorded beside the arrivals. */
export function findAgencyFile(truth: string): string | undefined {
  const base = join(dirname(truth), AGENCY_FILE);
  return [base, `${base}.gz`].find((path) => existsSync(path));
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  if (!statSync(path).isDirectory()) return [path];
  const found = IN_FOLDER.map((name) => join(path, name)).flatMap(
    (base) => [base, `${base}.gz`].find((file) => existsSync(file)) ?? [],
  );
  if (found.length === 0) throw new Error(`${path} has none of ${IN_FOLDER.join(', ')}, plain or .gz.`);
  // A simulation's recording says what trackers said; its truth is told apart.
  return found.length > 2 ? found.slice(0, 2) : found;
}
