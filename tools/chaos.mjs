// npm run chaos: prepares like npm test, then breaks everything that the e-ticket runs on while validators tap.
import { join } from 'node:path';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ROOT, exitWith, prepareWorkspace, run } from './workspace.mjs';

await exitWith(async () => {
  const node = await prepareWorkspace((line) => console.log(`rukh: ${line} ...`));
  const { findRedisServer } = await import('../libs/adapters/dist/embedded/index.js');
  const home = process.env.RUKH_HOME ?? join(ROOT, '.rukh');
  const redis = await findRedisServer(home, (line) => console.log(`rukh: ${line} ...`));
  const folder = mkdtempSync(join(tmpdir(), 'rukh-chaos-'));
  chmodSync(folder, 0o755);
  try {
    const env = { ...process.env, RUKH_REDIS_SERVER: redis, TMPDIR: folder };
    return await run(
      node,
      ['--no-warnings', join(ROOT, 'test/chaos/taps/run.ts'), ...process.argv.slice(2)],
      { env },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
