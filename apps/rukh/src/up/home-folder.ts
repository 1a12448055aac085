import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEFAULT_HOME = fileURLToPath(new URL('../../../../.rukh', import.meta.url));

/** Folder of programs fetched once for all, with a folder a city below it. */
export function programsFolder(rukhHome: string | undefined): string {
  return resolve(rukhHome ?? DEFAULT_HOME);
}

/** Folder of a city's data, keys and logs. A made-up city and a real one never share theirs. */
export function cityFolder(rukhHome: string | undefined, city: { isDemo: boolean; agency: string }): string {
  return join(programsFolder(rukhHome), city.isDemo ? 'demo' : city.agency);
}

/** The lock of the launcher that works in a city's folder. */
export function lockFile(home: string): string {
  return join(home, 'rukh.lock');
}
