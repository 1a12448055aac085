// npm run docs: writes the generated pages of docs/ anew, by the spec that otherwise compares them.
import { run } from './workspace.mjs';

process.env.RUKH_WRITE_DOCS = '1';
process.exitCode = await run(process.execPath, ['tools/test.mjs', 'test/generated-docs.scenario.ts']);
