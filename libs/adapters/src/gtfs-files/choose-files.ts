import { isGtfsFile } from '@rukh/domain/gtfs';

export interface ChosenFiles {
  /** GTFS file name to the name in the archive. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly ignored: readonly string[];
}

/**
 * The files of GTFS among an archive's names: at its top, or in the one folder that many tools put around them.
 * Everything else is ignored, never opened.
 */
export function chooseFiles(names: readonly string[]): ChosenFiles {
  const visible = names.filter((name) => !name.startsWith('__MACOSX/'));
  const folder = visible.some(isGtfsFile) ? '' : findFolder(visible);
  const chosen = new Map<string, string>();
  const ignored: string[] = [];
  for (const name of visible) {
    const file = name.slice(folder.length);
    if (name.startsWith(folder) && isGtfsFile(file)) chosen.set(file, name);
    else ignored.push(name);
  }
  return { chosen, ignored };
}

function findFolder(names: readonly string[]): string {
  const folders = new Set<string>();
  for (const name of names) {
    const slash = name.indexOf('/');
    if (slash > 0 && isGtfsFile(name.slice(slash + 1))) folders.add(name.slice(0, slash + 1));
  }
  const [only] = folders;
  return folders.size === 1 && only !== undefined ? only : '';
}
