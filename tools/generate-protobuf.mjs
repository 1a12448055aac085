// Makes libs/adapters/generated/rukh.{js,d.ts} from proto/rukh.proto, unless they are newer.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const source = at('proto/rukh.proto');
const folder = at('libs/adapters/generated');
const js = `${folder}/rukh.js`;
const types = `${folder}/rukh.d.ts`;

if (!existsSync(types) || statSync(types).mtimeMs < statSync(source).mtimeMs) {
  mkdirSync(folder, { recursive: true });
  const run = (tool, args) =>
    execFileSync(process.execPath, [at(`node_modules/protobufjs-cli/bin/${tool}`), ...args], {
      stdio: 'inherit',
    });
  run('pbjs', [
    '-t',
    'static-module',
    '-w',
    'es6',
    '--es6',
    '--force-number',
    '--no-verify',
    '--no-delimited',
    '--no-service',
    '--alt-comment',
    '-o',
    js,
    source,
  ]);
  run('pbts', ['-o', types, js]);
}
