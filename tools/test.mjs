// npm test: installs and builds what is missing, runs every spec, leaves nothing behind. Arguments go to Jest.
// Runs on the machine's own Node; the rest runs on the pinned one.
import { exitWith, prepareWorkspace, run } from './workspace.mjs';

await exitWith(async () => {
  try {
    const node = await prepareWorkspace((line) => console.log(`rukh: ${line} ...`));
    return await run(node, ['tools/run-tests.mjs', ...process.argv.slice(2)]);
  } catch (error) {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    return 1;
  }
});
