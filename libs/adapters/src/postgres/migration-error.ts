/** Migrations that could not be run, with a sentence for the operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
