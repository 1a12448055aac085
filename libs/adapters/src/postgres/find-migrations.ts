/**
 * Where the migrations lie and which of them a database has. They are plain SQL, numbered, in db/migrations at
 * the root of the repository, so that a reader and another tool can use them without this code.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The same number of folders up from src and from dist. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../../db/migrations', import.meta.url));

/** Table in which node-pg-migrate keeps the names of the migrations that have run. */
export const MIGRATIONS_TABLE = 'rukh_migrations';

const NAME = /^(\d{3}_[a-z0-9_]+)\.sql$/;

/** Names of the migrations in `directory`, in order, without `.sql`. Throws where two share a number. */
export async function listMigrations(directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const names: string[] = [];
  for (const file of (await readdir(directory)).sort()) {
    const name = NAME.exec(file)?.[1];
    if (name === undefined) continue;
    const before = names.at(-1);
    if (before?.slice(0, 3) === name.slice(0, 3)) {
      throw new Error(`Migrations ${before} and ${name} have the same number.`);
    }
    names.push(name);
  }
  return names;
}
