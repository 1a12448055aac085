/** What PostgreSQL calls a row that may not be, by SQLSTATE (appendix A). */
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Whether there is such a row already. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === UNIQUE_VIOLATION;
}

/** Whether a row names another that is not there. */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === FOREIGN_KEY_VIOLATION;
}

/** Whether the database refuses what it was given: the same again would be refused again. Classes 22 and 23. */
export function isRefusedRow(error: unknown): boolean {
  return /^2[23]/.test(String(codeOf(error)));
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}
