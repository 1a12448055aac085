import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A spec file, and the title of a test in it. */
export type Shown = readonly [file: string, title: string];

/** Something that is promised, and the tests that show it. */
export interface Promised {
  readonly says: string;
  readonly shown: readonly Shown[];
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Whether a file has a test of that title, in whichever quotes. */
export function hasTest([file, title]: Shown): boolean {
  const text = readFileSync(`${ROOT}/${file}`, 'utf8').replaceAll(/\\(['"`])/g, '$1');
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`));
}

export function missing(shown: readonly Shown[]): readonly Shown[] {
  return shown.filter((one) => !hasTest(one));
}
