/**
 * The whole way of a GTFS into the database: compiled in a process of its own, kept as a version, put in force
 * from a service day. The old version stays in force until the last step, which is one row; whatever fails
 * before leaves everything as it was.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type ChildOptions, importInChild } from '@rukh/adapters/gtfs-files';
import type { GtfsVersions } from '@rukh/adapters/postgres';
import { type ImportReport, findActivationInForce, takeoverDateAt } from '@rukh/domain/gtfs';
import { type ServiceDate, serviceDayStartSeconds } from '@rukh/domain/time';

export interface ImportVersionOptions {
  readonly versions: GtfsVersions;
  /** Where the archive came from, for people; without passwords. */
  readonly source: string;
  /** Put the version in force. */
  readonly activate: boolean;
  /** From which service day; today in the agency's time zone where not given. */
  readonly fromDate?: ServiceDate;
  /** Epoch seconds. */
  readonly now: number;
  readonly child?: ChildOptions;
}

export interface ImportedVersion {
  readonly report: ImportReport;
  /** Absent where the import was refused. */
  readonly version?: {
    readonly versionId: number;
    /** False where the same archive had been imported before. */
    readonly isNew: boolean;
    readonly sha256: string;
  };
  /** First service day on which it is in force; absent where it was not put in force. */
  readonly fromDate?: ServiceDate;
}

/** Imports the zip or folder at `path`. Throws where the path, the disk or the database fails. */
export async function importVersion(path: string, options: ImportVersionOptions): Promise<ImportedVersion> {
  const { report, version } = (await findImported(path, options)) ?? (await importNew(path, options));
  if (!version || !options.activate) return { report, ...(version ? { version } : {}) };
  const timeZone = report.summary!.timeZone;
  const fromDate = options.fromDate ?? takeoverDateAt(options.now, timeZone);
  await activateVersion(options.versions, version.versionId, fromDate, timeZone);
  return { report, version, fromDate };
}

/**
 * Puts a version in force from a service day, unless it already is the one of that day: starting a city with its
 * bundled feed every morning must not write a row every morning. False where there is no such version.
 */
export async function activateVersion(
  versions: GtfsVersions,
  versionId: number,
  fromDate: ServiceDate,
  timeZone: string,
): Promise<boolean> {
  const noon = serviceDayStartSeconds(fromDate, timeZone) + 12 * 3600;
  const holds = findActivationInForce(await versions.listActivations(), noon);
  return holds?.versionId === versionId || versions.activate(versionId, fromDate);
}

/** The version that the same zip became before; a folder is always read. */
async function findImported(
  path: string,
  { versions }: ImportVersionOptions,
): Promise<ImportedVersion | undefined> {
  if ((await stat(path)).isDirectory()) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const known = await versions.findBySha256(hash.digest('hex'));
  if (!known) return undefined;
  const { report, versionId, sha256 } = known;
  return { report, version: { versionId, isNew: false, sha256 } };
}

async function importNew(
  path: string,
  { versions, source, child }: ImportVersionOptions,
): Promise<ImportedVersion> {
  const { report, compiled, packed, sha256 } = await importInChild(path, child);
  if (!compiled) return { report };
  const archive = packed ?? (await readFile(path));
  const added = await versions.add({ sha256, source, report, archive, compiled });
  return { report, version: { ...added, sha256 } };
}
