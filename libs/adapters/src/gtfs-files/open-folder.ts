import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseFiles } from './choose-files.js';
import type { GtfsSource } from './gtfs-source.js';
import type { ImportLimits } from './import-limits.js';
import { ImportRefusal } from './import-refusal.js';

/** Opens a folder of GTFS files. */
export async function openFolder(path: string, limits: ImportLimits): Promise<GtfsSource> {
  const names = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const { chosen, ignored } = chooseFiles(names);
  const hash = createHash('sha256');
  for (const file of chosen.keys()) {
    const { size } = await stat(join(path, file));
    if (size > limits.bytesPerFile) {
      throw new ImportRefusal('archive_too_large', file, `${file} has ${size} bytes`);
    }
    hash.update(`${file}\0${size}\0`);
    for await (const chunk of createReadStream(join(path, file))) hash.update(chunk as Buffer);
  }
  return {
    files: [...chosen.keys()],
    ignored,
    sha256: hash.digest('hex'),
    read: async (file) => Promise.resolve(createReadStream(join(path, file))),
    close: async () => Promise.resolve(),
  };
}
