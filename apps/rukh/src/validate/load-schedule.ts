import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadGtfs, importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';

/** The schedule in a GTFS file, folder or address. Throws with what is wrong where it has none. */
export async function loadSchedule(source: string): Promise<Schedule> {
  if (!/^https?:\/\//i.test(source)) return importSchedule(source, source);
  const folder = await mkdtemp(join(tmpdir(), 'rukh-validate-'));
  try {
    const target = join(folder, 'gtfs.zip');
    // The address is the user's own, on the user's own machine.
    await downloadGtfs(source, { target, privateHosts: [new URL(source).hostname] });
    return await importSchedule(target, source);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importSchedule(path: string, name: string): Promise<Schedule> {
  const { schedule, report } = await importGtfs(path);
  if (schedule) return schedule;
  const reasons = report.findings.slice(0, 3).map(({ message }) => message);
  throw new Error(`The GTFS ${name} cannot be used: ${reasons.join('; ')}`);
}
