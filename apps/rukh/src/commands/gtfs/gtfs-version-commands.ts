import type { GtfsActivation, GtfsVersion } from '@rukh/adapters/postgres';
import { activateVersion } from '@rukh/archive';
import { findActivationInForce, listActivationsToCome, takeoverDateAt } from '@rukh/domain/gtfs';
import type { ServiceDate } from '@rukh/domain/time';
import { formatDate, tell } from './run-import.js';
import { type DatabaseFlags, withVersions } from './with-versions.js';

interface RollbackFlags extends DatabaseFlags {
  readonly from?: ServiceDate;
}

/** Prints the versions, newest first, and marks those in force now or to come. Answers the exit code. */
export async function listVersions(flags: DatabaseFlags): Promise<number> {
  return withVersions(flags, async (versions) => {
    const [list, activations] = await Promise.all([versions.list(), versions.listActivations()]);
    if (list.length === 0) tell('no GTFS was imported yet');
    for (const version of list) process.stdout.write(`${describeVersion(version, activations)}\n`);
    return 0;
  });
}

/** Puts an older version in force again. Answers the exit code. */
export async function rollBack(versionId: number, flags: RollbackFlags): Promise<number> {
  return withVersions(flags, async (versions) => {
    const version = await versions.find(versionId);
    if (!version) {
      tell(`there is no version ${versionId}; see rukh import --list`);
      return 2;
    }
    const now = Date.now() / 1000;
    const { timeZone } = version.report.summary!;
    const fromDate = flags.from ?? takeoverDateAt(now, timeZone);
    await activateVersion(versions, versionId, fromDate, timeZone);
    tell(`version ${versionId} (${version.feedVersion}) is in force from ${formatDate(fromDate)}`);
    for (const next of listActivationsToCome(await versions.listActivations(), now)) {
      if (next.fromDate <= fromDate) continue;
      tell(`version ${next.versionId} (${next.feedVersion}) takes over from ${formatDate(next.fromDate)}`);
    }
    return 0;
  });
}

function describeVersion(version: GtfsVersion, activations: readonly GtfsActivation[]): string {
  const now = Date.now() / 1000;
  const { versionId, feedVersion, importedAt, source, report } = version;
  const marks: string[] = [];
  if (findActivationInForce(activations, now)?.versionId === versionId) marks.push('in force');
  for (const next of listActivationsToCome(activations, now)) {
    if (next.versionId === versionId) marks.push(`from ${formatDate(next.fromDate)}`);
  }
  const size = `${report.summary?.routes ?? 0} routes, ${report.summary?.trips ?? 0} trips`;
  const columns = [String(versionId).padStart(4), feedVersion, importedAt, size, source, marks.join(', ')];
  return columns.join('  ').trimEnd();
}
