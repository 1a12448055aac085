import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { type ReadTariffs, type TariffFinding, readTariffs } from '@rukh/domain/fares';

/**
 * Reads tariffs from folders: each a tariff itself, or a folder of several. Several are versions in time. Throws an
 * Error where a folder holds none.
 */
export async function loadTariffs(paths: readonly string[]): Promise<ReadTariffs> {
  const folders: string[] = [];
  for (const path of paths) {
    const found = await listTariffFolders(path);
    if (found.length === 0) {
      throw new Error(
        `${path} holds no tariff: there is no tariff_info.txt in it or in a folder of it. ` +
          'It says what the tariff is called, from when it holds, its time zone and its currency (docs/tariffs.md).',
      );
    }
    folders.push(...found);
  }
  return readTariffs(await Promise.all(folders.map(readTariffFolder)));
}

/** Reads tariffs for pricing; throws an Error that lists what is wrong with them. */
export async function loadSoundTariffs(paths: readonly string[]): Promise<ReadTariffs> {
  const read = await loadTariffs(paths);
  const errors = read.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return read;
  throw new Error(`The tariff has errors:\n${errors.slice(0, 20).map(formatFinding).join('\n')}`);
}

/** `error lviv/fare_caps.txt:3 limit: "x" is no amount such as 12.50 [bad_value]`. */
export function formatFinding({ severity, folder, file, line, field, message, code }: TariffFinding): string {
  const place = `${folder}/${file}${line > 0 ? `:${line}` : ''}`;
  return `${severity.padEnd(7)} ${place}${field === '' ? '' : ` ${field}`}: ${message} [${code}]`;
}
