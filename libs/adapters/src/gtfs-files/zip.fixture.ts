/** Zips for tests: honest ones, and ones made to do harm by changing the bytes of honest ones. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { type ImportedGtfs, type ImportOptions, importGtfs } from './import-gtfs.js';

export type Files = Readonly<Record<string, string | Buffer>>;

export const GOOD_FILES: Files = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,Agency,https://a.example,Europe/Kyiv\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n' +
    'D,1,1,1,1,1,1,1,20260101,20261231\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,A,1,3\n',
  'stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon\nS1,Опера,49.844,24.026\nS2,"Ринок, площа",49.8419,24.0315\n',
  'trips.txt': 'route_id,service_id,trip_id\nR,D,T1\n',
  'stop_times.txt':
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time\nT1,S1,1,08:00:00,08:00:00\nT1,S2,2,08:05:00,08:05:00\n',
};

/** A zip of the files, in memory. */
export async function zipOf(files: Files, options: { mode?: number } = {}): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  return buffer(zip.outputStream);
}

/** The zip with every occurrence of a name replaced by one of the same length, which no zip writer would take. */
export function renamed(zip: Buffer, from: string, to: string): Buffer {
  const bytes = Buffer.from(zip);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  return bytes;
}

/** Changes the entries of a zip's directory: `change` gets each entry at its offset. */
export function withDirectory(zip: Buffer, change: (bytes: Buffer, at: number) => void): Buffer {
  const bytes = Buffer.from(zip);
  const signature = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 4)) change(bytes, at);
  return bytes;
}

/** Imports bytes as if they were a file. */
export async function importBytes(bytes: Uint8Array, options?: ImportOptions): Promise<ImportedGtfs> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-test-'));
  try {
    const path = join(folder, 'gtfs.zip');
    await writeFile(path, bytes);
    return await importGtfs(path, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Imports a zip of the good files with some changed; undefined leaves one out. */
export async function importFiles(
  changes: Readonly<Record<string, string | Buffer | undefined>> = {},
  options?: ImportOptions,
): Promise<ImportedGtfs> {
  const files = Object.entries({ ...GOOD_FILES, ...changes }).filter(
    (entry): entry is [string, string | Buffer] => entry[1] !== undefined,
  );
  return importBytes(await zipOf(Object.fromEntries(files)), options);
}

/** `file:line rule` of each finding. */
export function placesOf({ report }: ImportedGtfs): string[] {
  return report.findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}
