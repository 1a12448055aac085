import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportReport } from '@rukh/domain/gtfs';
import { type ChildOptions, importInChild } from './import-in-child.js';

/** Compiles a zip that is in memory; throws where it is refused. For archives that were imported before. */
export async function compileArchive(archive: Uint8Array, options: ChildOptions = {}): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-gtfs-'));
  try {
    const path = join(folder, 'gtfs.zip');
    await writeFile(path, archive);
    const { compiled, report } = await importInChild(path, options);
    if (!compiled) throw new Error(`The archive no longer imports: ${firstError(report)}`);
    return compiled;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstError({ findings }: ImportReport): string {
  return findings[0]?.message ?? 'no reason was given';
}
