// Runs after npm install: makes the protobuf code and builds the libraries, so that `npx nest build APP` works
// from a fresh checkout. `npx rukh` in one has npm run this with nothing installed yet: then the command itself
// installs and builds.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
if (existsSync(tsc)) {
  await import('./generate-protobuf.mjs');
  execFileSync(process.execPath, [tsc, '-b', 'libs/domain', 'libs/adapters', 'libs/service'], {
    stdio: 'inherit',
  });
}
