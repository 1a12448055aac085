/** Migrations that could not be run, with a sentence for the operator. */
export class MigrationError extends Error {
  override readonly name: string = 'MigrationError';
}

/** Nothing was tried: the database did not answer, or let nobody in. */
export class DatabaseUnreachableError extends MigrationError {
  override readonly name = 'DatabaseUnreachableError';
}
