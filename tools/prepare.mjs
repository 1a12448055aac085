// Runs after npm install: makes the protobuf code and builds the libraries, so that `npx nest build APP` works
// from a fresh checkout.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

await import('./generate-protobuf.mjs');
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
execFileSync(process.execPath, [tsc, '-b', 'libs/domain', 'libs/adapters', 'libs/service'], {
  stdio: 'inherit',
});
