// Makes the files of a new PostgreSQL cluster, once: with a password, a database of our own, UTF-8 and sorting
// that depends on nothing installed. All is done beside the final place and renamed at the end, so that an
// interrupted first start leaves nothing half made.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPrograms } from './postgres-programs.js';
import type { ServerAccount } from './server-account.js';

export interface ClusterOptions {
  readonly dataFolder: string;
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount | undefined;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Major version that the embedded programs are of. */
const MAJOR_VERSION = '18';
const run = promisify(execFile);

/** @throws Error, for a person to read, when there is a cluster of another version */
export async function makeCluster(options: ClusterOptions): Promise<void> {
  const { dataFolder, account } = options;
  if (existsSync(join(dataFolder, 'PG_VERSION'))) {
    await checkVersion(dataFolder);
    return;
  }
  const partial = `${dataFolder}.partial`;
  await mkdir(dirname(dataFolder), { recursive: true });
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  // Made with the caller's umask: the server's account must be able to pass through.
  if (account !== undefined) {
    await chmod(dirname(dataFolder), 0o755);
    await chown(partial, account.uid, account.gid);
  }
  await initialise(partial, options);
  await rename(partial, dataFolder);
}

async function initialise(folder: string, options: ClusterOptions): Promise<void> {
  const { programs, account, user, password, database } = options;
  const passwordFile = `${folder}.password`;
  const context = { cwd: dirname(folder), ...account };
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C', '--builtin-locale=C.UTF-8'];
    const access = [`--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await run(
      programs.initdb,
      ['-D', folder, '--no-sync', '--no-instructions', ...locale, ...access],
      context,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  // The one-user mode needs no connection and no password.
  const oneUser = run(programs.postgres, ['--single', '-D', folder, 'postgres'], context);
  oneUser.child.stdin?.end(`CREATE DATABASE "${database}"\n`);
  await oneUser;
}

async function checkVersion(dataFolder: string): Promise<void> {
  const version = (await readFile(join(dataFolder, 'PG_VERSION'), 'utf8')).trim();
  if (version === MAJOR_VERSION) return;
  throw new Error(
    `${dataFolder} was made by PostgreSQL ${version} and this is ${MAJOR_VERSION}: move it away or delete it`,
  );
}
