// npm test: installs and builds what is missing, runs every spec, leaves nothing behind. Arguments go to Jest.
// Runs on the machine's own Node; the rest runs on the pinned one.
import { exitWith, prepareWorkspace, run } from './workspace.mjs';

await exitWith(async () => {
  try {
    const tell = (line) => console.log(`rukh: ${line} ...`);
    // Tests say more about a broken build than its first error; it counts as one failure.
    const node = await prepareWorkspace(tell, (failure) => {
      console.error(failure);
      process.env.RUKH_BUILD_FAILED = 'true';
    });
    return await run(node, ['tools/run-tests.mjs', ...process.argv.slice(2)]);
  } catch (error) {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    return 1;
  }
});
