import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeSchedule } from '@rukh/domain/gtfs';
import { compileArchive } from './compile-archive.js';
import { importInChild } from './import-in-child.js';
import { GOOD_FILES, zipOf } from './zip.fixture.js';

// A child runs what was built, for it has no Jest around it to read TypeScript.
const program = resolve(import.meta.dirname, '../../dist/gtfs-files/import-child.js');
const LVIV = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');

if (existsSync(program)) {
  describe('an import in a process of its own', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rukh-child-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('gives the compiled schedule and the report, and tells its steps', async () => {
      const steps: string[] = [];
      const path = join(folder, 'gtfs.zip');
      await writeFile(path, await zipOf(GOOD_FILES));
      const { compiled, report, packed } = await importInChild(path, {
        onStep: (step) => steps.push(step),
      });
      expect(report.accepted).toBe(true);
      expect(decodeSchedule(compiled!).trips.ids).toEqual(['T1']);
      expect(packed).toBeUndefined();
      expect([steps[0], steps.at(-1)]).toEqual(['agency.txt', 'schedule']);
    });

    it('packs a folder, and what it packed compiles', async () => {
      for (const [name, text] of Object.entries(GOOD_FILES)) await writeFile(join(folder, name), text);
      const { packed } = await importInChild(folder);
      expect(decodeSchedule(await compileArchive(packed!)).trips.ids).toEqual(['T1']);
    });

    it('gives only the report where the feed is refused', async () => {
      const path = join(folder, 'gtfs.zip');
      await writeFile(path, 'no zip');
      const { compiled, report } = await importInChild(path);
      expect(compiled).toBeUndefined();
      expect(report.counts).toEqual({ archive_unreadable: 1 });
      await expect(compileArchive(Buffer.from('no zip'))).rejects.toThrow(/no longer imports/);
    });

    it('is ended when its time is up', async () => {
      const { report } = await importInChild(LVIV, { timeoutSeconds: 0.1 });
      expect(report.counts).toEqual({ import_exhausted: 1 });
      expect(report.findings[0]?.message).toBe('the import took longer than 0.1 s');
    });

    it('is ended when its memory is used up, and takes nobody with it', async () => {
      const { report } = await importInChild(LVIV, { heapMegabytes: 8 });
      expect(report.findings[0]?.message).toBe('the import needed more than 8 MiB');
    });

    it('fails for its caller where there is no such path', async () => {
      await expect(importInChild(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
    });
  });
} else {
  console.log('Imports in a process of their own are not tried: build first (npm run build).');
}
