import { stat } from 'node:fs/promises';
import { type CompiledGtfs, ScheduleCompiler, listFilesToRead } from '@rukh/domain/gtfs';
import type { GtfsSource } from './gtfs-source.js';
import { DEFAULT_LIMITS, type ImportLimits } from './import-limits.js';
import { ImportRefusal } from './import-refusal.js';
import { openFolder } from './open-folder.js';
import { openZip } from './open-zip.js';
import { readCsv } from './read-csv.js';

export interface ImportOptions {
  readonly limits?: Partial<ImportLimits>;
  /** Told the name of each file as its reading begins. */
  readonly onFile?: (file: string) => void;
}

/** A compiled GTFS and the hash that names its bytes. */
export interface ImportedGtfs extends CompiledGtfs {
  /** Empty where the archive could not even be opened. */
  readonly sha256: string;
  /** Names of the files of GTFS in it. */
  readonly files: readonly string[];
}

/**
 * Imports a GTFS from a zip or a folder, in this thread: seconds of work for a city, so services use
 * `importInChild`. Whatever is wrong with the feed is in the report; only a path that does not exist, or a disk
 * that fails, throws.
 */
export async function importGtfs(path: string, options: ImportOptions = {}): Promise<ImportedGtfs> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const isFolder = (await stat(path)).isDirectory();
  const compiler = new ScheduleCompiler();
  let source: GtfsSource | undefined;
  let refusal: CompiledGtfs | undefined;
  try {
    source = isFolder ? await openFolder(path, limits) : await openZip(path, limits);
    refuseWrapped(source);
    for (const name of source.ignored) {
      compiler.findings.add('unknown_file', name, 0, `${name} is no file of GTFS and was ignored`);
    }
    if (compiler.reportMissing(source.files)) refusal = compiler.refuse();
    else await readFiles(source, compiler, limits, options);
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    compiler.findings.add(error.rule, error.file, error.line, error.message);
    refusal = compiler.refuse();
  } finally {
    await source?.close();
  }
  const sha256 = source?.sha256 ?? '';
  return { ...(refusal ?? compiler.finish(sha256.slice(0, 12))), sha256, files: source?.files ?? [] };
}

/** What is nothing but a cover around another archive is no GTFS without this file and that one: it is that archive. */
function refuseWrapped({ files, ignored }: GtfsSource): void {
  const inner = files.length > 0 ? undefined : ignored.find((name) => /\.zip$/i.test(name));
  if (inner === undefined) return;
  throw new ImportRefusal(
    'missing_file',
    inner,
    `no file of GTFS is here, only ${inner}: if that is it, name it`,
  );
}

async function readFiles(
  source: GtfsSource,
  compiler: ScheduleCompiler,
  limits: ImportLimits,
  { onFile }: ImportOptions,
): Promise<void> {
  for (const file of listFilesToRead()) {
    if (!source.files.includes(file)) continue;
    onFile?.(file);
    await readCsv(file, await source.read(file), compiler, limits);
  }
}
