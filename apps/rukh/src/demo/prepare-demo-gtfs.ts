import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_LIMITS, openZip, packFolder } from '@rukh/adapters/gtfs-files';
import { findServiceDate } from '@rukh/domain/time';
import { type DemoShift, chooseShift } from './choose-shift.js';
import { readRecords, splitRecord } from './csv-records.js';
import { describeShift } from './describe-shift.js';
import { shiftGtfs } from './shift-gtfs.js';

/**
 * Prepares the GTFS of the demonstration: the bundled city's weekday, shifted so that its morning peak is now, at
 * whatever hour and on whatever day. What was chosen is noted beside it, so that a restart within two hours finds
 * the same archive.
 */
export interface DemoGtfs {
  /** The zip to import and to simulate. */
  readonly path: string;
  readonly shiftSeconds: number;
  /** What was done to the timetable, one sentence a language. */
  readonly sentence: { readonly uk: string; readonly en: string };
}

interface Note extends DemoShift {
  /** Size and time of the archive it was made from. */
  readonly source: string;
}

const BUNDLED = fileURLToPath(new URL('../../../../data/lviv/gtfs.zip', import.meta.url));

/**
 * `home` is the folder for what Rukh keeps, `now` epoch seconds. Takes a second or two, or next to nothing where
 * the archive is there already. Throws an Error where the bundled GTFS cannot be read or the folder not written.
 */
export async function prepareDemoGtfs(home: string, now: number, source = BUNDLED): Promise<DemoGtfs> {
  const folder = join(home, 'demo');
  const path = join(folder, 'gtfs.zip');
  const { size, mtimeMs } = await stat(source);
  const stamp = `${size} ${mtimeMs}`;
  const note = await findNote(folder, stamp);
  const zip = await openZip(source, DEFAULT_LIMITS);
  try {
    const timeZone = await readTimeZone(await zip.read('agency.txt'));
    const shift = chooseShift(now, timeZone, note);
    const demo = { path, shiftSeconds: shift.shiftSeconds, sentence: describeShift(shift, timeZone) };
    if (shift === note) return demo;
    const draft = join(folder, `draft-${process.pid}`);
    const files = await shiftGtfs(zip, draft, shift);
    await writeFile(`${path}.new`, await packFolder(draft, files));
    await rename(`${path}.new`, path);
    await rm(draft, { recursive: true });
    await writeFile(join(folder, 'demo.json'), `${JSON.stringify({ ...shift, source: stamp })}\n`);
    return demo;
  } finally {
    await zip.close();
  }
}

/** What the last start noted, where it is of the same source and its archive is there. */
async function findNote(folder: string, stamp: string): Promise<DemoShift | undefined> {
  await mkdir(folder, { recursive: true });
  try {
    await stat(join(folder, 'gtfs.zip'));
    const note = JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as Partial<Note>;
    const { shiftSeconds, chosenAtSeconds, serviceDate = '', source } = note;
    const date = findServiceDate(serviceDate);
    if (source !== stamp || date === undefined || !isNumber(shiftSeconds) || !isNumber(chosenAtSeconds)) {
      return undefined;
    }
    return { shiftSeconds, chosenAtSeconds, serviceDate: date };
  } catch {
    // None yet, or one that nobody can read: it is made anew.
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

async function readTimeZone(agencies: Parameters<typeof readRecords>[0]): Promise<string> {
  for await (const [header, first] of readRecords(agencies)) {
    const zone = splitRecord(first ?? '')[splitRecord(header ?? '').indexOf('agency_timezone')];
    if (zone !== undefined && zone !== '') return zone;
  }
  throw new Error('agency.txt names no agency_timezone');
}
