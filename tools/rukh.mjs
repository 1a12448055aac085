#!/usr/bin/env node
// The command `rukh`, from whatever folder: prepares the workspace where needed and runs on the pinned Node.
import { join } from 'node:path';
import { exitWith, prepareWorkspace, ROOT, run } from './workspace.mjs';

await exitWith(async () => {
  const node = await prepareWorkspace((line) => console.error(`rukh: ${line} ...`));
  const main = join(ROOT, 'apps', 'rukh', 'dist', 'main.js');
  return run(node, [main, ...process.argv.slice(2)], { cwd: process.cwd() });
});
