import { ScheduleCompiler, listFilesToRead } from './compile/index.js';
import type { Schedule } from './schedule.js';

/** A schedule from GTFS files written as text, for specs. Throws with the report where they are refused. */
export function compileFiles(files: Readonly<Record<string, string>>): Schedule {
  const compiler = new ScheduleCompiler();
  for (const file of listFilesToRead()) {
    if (files[file] === undefined) continue;
    const [header, ...rows] = files[file].split('\n').map((line) => line.split(','));
    const sink = compiler.openFile(file, header!);
    for (const [i, row] of rows.entries()) sink(row, i + 2);
  }
  const { schedule, report } = compiler.finish('spec');
  if (!schedule) throw new Error(JSON.stringify(report));
  return schedule;
}
