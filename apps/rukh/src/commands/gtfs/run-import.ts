import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { downloadGtfs, importInChild, withoutCredentials } from '@rukh/adapters/gtfs-files';
import { type ImportedVersion, gtfsImportConfig, importVersion } from '@rukh/archive';
import { type ImportReport, formatReport, takeoverDateAt } from '@rukh/domain/gtfs';
import type { ServiceDate } from '@rukh/domain/time';
import { loadConfig } from '@rukh/service';
import { type DatabaseFlags, withVersions } from './with-versions.js';

export interface ImportFlags extends DatabaseFlags {
  readonly from?: ServiceDate;
  readonly dryRun?: boolean;
  readonly activate: boolean;
  readonly ifNone?: boolean;
  readonly report?: string;
  readonly privateHost?: readonly string[];
}

const EXIT_REFUSED = 1;
const privateHostsConfig = gtfsImportConfig.pick({ RUKH_GTFS_PRIVATE_HOSTS: true });

/** Checks a GTFS without a database. Answers the exit code. */
export async function dryRun(source: string, flags: ImportFlags): Promise<number> {
  return withArchive(source, flags, async (path) => {
    const { report } = await importInChild(path, { onStep: tellStep });
    await show(report, flags);
    if (report.summary) tellPast(report, takeoverDateAt(Date.now() / 1000, report.summary.timeZone));
    return report.accepted ? 0 : EXIT_REFUSED;
  });
}

/** Imports a GTFS and puts it in force. Answers the exit code. */
export async function runImport(source: string, flags: ImportFlags): Promise<number> {
  return withVersions(flags, async (versions) => {
    if (flags.ifNone === true && (await versions.listActivations()).length > 0) {
      tell('a GTFS is in force already; nothing to do');
      return 0;
    }
    return withArchive(source, flags, async (path) => {
      const imported = await importVersion(path, {
        versions,
        source: isAddress(source) ? withoutCredentials(source) : basename(resolve(source)),
        activate: flags.activate,
        ...(flags.from === undefined ? {} : { fromDate: flags.from }),
        now: Date.now() / 1000,
        child: { onStep: tellStep },
      });
      await show(imported.report, flags);
      tellOutcome(imported);
      return imported.version ? 0 : EXIT_REFUSED;
    });
  });
}

function tellOutcome({ version, fromDate, report }: ImportedVersion): void {
  if (!version) return;
  tell(version.isNew ? `kept as version ${version.versionId}` : `it is version ${version.versionId} already`);
  if (fromDate === undefined) return;
  tell(`in force from ${formatDate(fromDate)}`);
  tellPast(report, fromDate);
}

/** A timetable of days that are past is no fault of its, but nobody would see a vehicle. */
function tellPast(report: ImportReport, fromDate: ServiceDate): void {
  const lastDate = report.summary?.lastDate ?? '';
  if (lastDate < fromDate) {
    tell(`beware: its last day of service is ${lastDate === '' ? 'none' : formatDate(lastDate)}`);
  }
}

/** Works on the source itself, or on a copy of what is at an address. */
async function withArchive(
  source: string,
  { privateHost }: ImportFlags,
  work: (path: string) => Promise<number>,
): Promise<number> {
  if (!isAddress(source)) return work(source);
  const folder = await mkdtemp(join(tmpdir(), 'rukh-download-'));
  try {
    const target = join(folder, 'gtfs.zip');
    tell(`fetching ${withoutCredentials(source)}`);
    const { RUKH_GTFS_PRIVATE_HOSTS: known } = loadConfig(privateHostsConfig);
    const { bytes } = await downloadGtfs(source, {
      target,
      privateHosts: [...known, ...(privateHost ?? [])],
    });
    tell(`fetched ${bytes ?? 0} bytes`);
    return await work(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isAddress(source: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
}

async function show(report: ImportReport, flags: ImportFlags): Promise<void> {
  process.stdout.write(`${formatReport(report)}\n`);
  if (flags.report !== undefined) await writeFile(flags.report, `${JSON.stringify(report, undefined, 2)}\n`);
}

function tellStep(step: string): void {
  tell(step === 'schedule' ? 'writing the schedule' : `reading ${step}`);
}

export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** YYYY-MM-DD of YYYYMMDD. */
export function formatDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}
