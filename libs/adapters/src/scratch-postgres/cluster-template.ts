// The files of a PostgreSQL cluster, made once a run of the tests and copied for each server after that: to make
// them takes two seconds of a processor, and to migrate a database one more, while a copy takes a twentieth of one.
// Only `npm test` has a folder for templates (tools/run-tests.mjs), which it deletes in the end; without it each
// server makes its own.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ServerAccount } from '../embedded/index.js';

const run = promisify(execFile);
/** Another worker that makes the same template has this long; then it counts as dead. */
const PATIENCE_MS = 120_000;

/** Where templates are kept; undefined where no run of the tests keeps any. */
export function findTemplateFolder(): string | undefined {
  return process.env['RUKH_SCRATCH_TEMPLATES'];
}

/** Puts the files of the template `name` at `target`, and makes the template by `make` where it is missing. */
export async function copyTemplate(
  name: string,
  target: string,
  account: ServerAccount | undefined,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = findTemplateFolder();
  if (folder === undefined) return make(target);
  const template = join(folder, name);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  if (!existsSync(template)) await makeOnce(template, make);
  // As the server's account, so that the copy is its own; it may have no right to make the folder itself.
  await mkdir(dirname(target), { recursive: true });
  if (account !== undefined) await run('chown', [`${account.uid}:${account.gid}`, dirname(target)]);
  await run('cp', ['-R', '-p', template, target], { ...account });
}

/** Several workers may want it at once: one makes it, the others wait. */
async function makeOnce(template: string, make: (folder: string) => Promise<void>): Promise<void> {
  const lock = `${template}.lock`;
  const isMine = await mkdir(lock).then(
    () => true,
    () => false,
  );
  const deadline = Date.now() + PATIENCE_MS;
  while (!isMine && !existsSync(template)) {
    if (Date.now() > deadline) throw new Error(`${template} was not made by another worker`);
    await delay(50);
  }
  if (!isMine) return;
  const partial = `${template}.partial`;
  try {
    await make(partial);
    await rename(partial, template);
  } finally {
    await rm(lock, { recursive: true, force: true });
    await rm(partial, { recursive: true, force: true });
  }
}
