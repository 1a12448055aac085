// Builds the console's page (apps/console) into its dist, where its sources have changed since. What the page takes
// of the domain must be built before.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CONSOLE = join(ROOT, 'apps', 'console');
const STAMP = join(CONSOLE, 'dist', '.sources');

const sources = fingerprint();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== sources) {
  const { build } = await import('vite');
  await build({ configFile: join(CONSOLE, 'vite.config.mjs') });
  writeFileSync(STAMP, sources);
}

function fingerprint() {
  const hash = createHash('sha256');
  const files = [
    join(ROOT, 'package-lock.json'),
    join(CONSOLE, 'index.html'),
    join(CONSOLE, 'vite.config.mjs'),
    ...list(join(CONSOLE, 'src'), /(?<!\.spec)\.(ts|tsx|css|svg)$/),
    ...list(join(ROOT, 'libs', 'domain', 'dist'), /\.js$/),
  ];
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function list(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
