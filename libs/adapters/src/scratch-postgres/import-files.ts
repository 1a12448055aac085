import { createHash } from 'node:crypto';
import { compileReported } from '@rukh/domain/fixtures';
import { type Schedule, encodeSchedule } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import { GtfsVersions, type createPool } from '../postgres/index.js';

/** Puts GTFS files written as text in force from a day on, for specs. Throws with the report where they are refused. */
export async function importFiles(
  pool: ReturnType<typeof createPool>,
  files: Readonly<Record<string, string>>,
  fromDay: string,
): Promise<Schedule> {
  const { schedule, report } = compileReported(files);
  const archive = Buffer.from('a zip');
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const versions = new GtfsVersions(pool);
  const compiled = encodeSchedule(schedule);
  const { versionId } = await versions.add({ sha256, source: 'spec.zip', report, archive, compiled });
  await versions.activate(versionId, getServiceDate(fromDay));
  return schedule;
}
