/** The month's evidence of what a funding body owes: trips, their sums, counters of quotas, and hashes of it all. */
import { createHash } from 'node:crypto';
import type { EvidenceRow, EvidenceScope } from '@rukh/adapters/postgres';
import { writeCsv } from '@rukh/service';
import { type ZippedFile, writeZip } from './write-zip.js';

/** Raised whenever the same trips would make other files. */
export const EVIDENCE_VERSION = 1;

const SUM_COLUMNS = [
  'operator_id',
  'rider_category',
  'tariff_version',
  'currency',
  'trips',
  'riders',
  'paid_minor',
  'funded_minor',
];
const QUOTA_COLUMNS = ['rider', 'rider_category', 'trips', 'used', 'limit'];

/** The archive. The same trips, scope and name make the same bytes. */
export function makeEvidence(
  trips: readonly EvidenceRow[],
  { fundingBodyId, month, asOf }: EvidenceScope,
  name: string,
): Buffer {
  const files: ZippedFile[] = [
    file('trips.csv', writeCsv(trips)),
    file('sums.csv', writeCsv(sumUp(trips), SUM_COLUMNS)),
    file('quotas.csv', writeCsv(countQuotas(trips), QUOTA_COLUMNS)),
  ];
  const manifest = {
    version: EVIDENCE_VERSION,
    fundingBodyId,
    name,
    month: month.slice(0, 7),
    asOf: asOf.toISOString(),
    trips: trips.length,
    fundedMinor: sum(trips, 'funded_minor'),
    files: files.map(({ name: path, bytes }) => ({
      path,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
  return writeZip([...files, file('manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`)]);
}

/** By carrier, category and tariff: what a bill is made of. */
export function sumUp(trips: readonly EvidenceRow[]): EvidenceRow[] {
  return group(trips, ['operator_id', 'rider_category', 'tariff_version', 'currency']).map(
    ([keys, rows]) => ({
      ...keys,
      trips: rows.length,
      riders: new Set(rows.map(({ rider }) => rider)).size,
      paid_minor: sum(rows, 'paid_minor'),
      funded_minor: sum(rows, 'funded_minor'),
    }),
  );
}

/** How far riders have come with what their concession gives them in the month. */
function countQuotas(trips: readonly EvidenceRow[]): EvidenceRow[] {
  const counted = trips.filter(({ quota_limit: limit }) => limit !== null);
  return group(counted, ['rider', 'rider_category']).map(([keys, rows]) => ({
    ...keys,
    trips: rows.length,
    used: Math.max(...rows.map(({ quota_used: used }) => Number(used))),
    limit: Math.max(...rows.map(({ quota_limit: limit }) => Number(limit))),
  }));
}

function group(
  rows: readonly EvidenceRow[],
  columns: readonly string[],
): (readonly [EvidenceRow, EvidenceRow[]])[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(columns.map((column) => row[column] ?? '')));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => [
      Object.fromEntries(columns.map((column) => [column, members[0]![column]])),
      members,
    ]);
}

function sum(rows: readonly EvidenceRow[], column: string): number {
  return rows.reduce((total, row) => total + Number(row[column]), 0);
}

function file(name: string, text: string): ZippedFile {
  return { name, bytes: Buffer.from(text, 'utf8') };
}
