/** The child of `importInChild`: compiles one GTFS, leaves the bytes in the folder it was given, and ends. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSchedule } from '@rukh/domain/gtfs';
import { importGtfs } from './import-gtfs.js';
import type { ImportMessage, ImportRequest } from './import-in-child.js';
import { packFolder } from './pack-folder.js';

async function answer({ path, folder, limits }: ImportRequest): Promise<ImportMessage> {
  const onFile = (step: string): void => tell({ step });
  const imported = await importGtfs(path, limits ? { limits, onFile } : { onFile });
  const { schedule, report, sha256 } = imported;
  const files: string[] = [];
  if (schedule) {
    tell({ step: 'schedule' });
    await writeFile(join(folder, 'compiled'), encodeSchedule(schedule));
    files.push('compiled');
    if ((await stat(path)).isDirectory()) {
      await writeFile(join(folder, 'packed'), await packFolder(path, imported.files));
      files.push('packed');
    }
  }
  return { report, sha256, files };
}

function tell(message: ImportMessage): void {
  process.send?.(message);
}

process.once('message', (request: ImportRequest) => {
  answer(request)
    .catch((error: unknown): ImportMessage => ({ failure: (error as Error).message }))
    .then((message) => process.send?.(message, () => process.disconnect()))
    .catch(() => process.exit(1));
});
// A parent that is gone will read nothing.
process.once('disconnect', () => process.exit());
