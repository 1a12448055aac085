// The browser of the console's tests: RUKH_CHROMIUM, else one on the PATH, else Debian's own package where this
// machine lets us install it. Without one these tests are skipped, and say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @returns path of the browser, undefined where there is none and none can be had */
export function findChromium(onProgress) {
  const known = process.env.RUKH_CHROMIUM ?? findOnPath();
  if (known !== undefined || process.getuid?.() !== 0 || findProgram('apt-get') === undefined) return known;
  onProgress('installing chromium with apt-get for the tests of the console');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: 300_000 });
    if (status !== 0) break;
  }
  return findOnPath();
}

function findOnPath() {
  return NAMES.map(findProgram).find((path) => path !== undefined);
}

function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
