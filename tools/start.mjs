// npm start: everything from a fresh clone to a running demonstration city. Runs on the machine's own Node.
import { join } from 'node:path';
import { exitWith, prepareWorkspace, ROOT, run } from './workspace.mjs';

await exitWith(async () => {
  const node = await prepareWorkspace((line) => console.log(`rukh: ${line} ...`));
  return run(node, [join(ROOT, 'apps', 'rukh', 'dist', 'main.js'), 'up', '--demo', ...process.argv.slice(2)]);
});
