#!/usr/bin/env node
// The command `rukh`, from whatever folder: prepares the workspace where needed and runs on the pinned Node.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitWith, prepareWorkspace, ROOT, run } from './workspace.mjs';

await exitWith(async () => {
  const node = await prepareWorkspace((line) => console.error(`rukh: ${line} ...`));
  const dist = join(ROOT, 'apps', 'rukh', 'dist');
  const { YOUNG_GENERATION } = await import(pathToFileURL(join(dist, 'young-generation.js')));
  const flags = [...YOUNG_GENERATION, join(dist, 'main.js')];
  return run(node, [...flags, ...process.argv.slice(2)], { cwd: process.cwd() });
});
