/** Of Node's sockets. */
const SOCKET_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'],
]);
/**
 * SQLSTATE classes and codes (PostgreSQL, appendix A): connection exception, insufficient resources; a transaction that
 * stood too long, a lock that was not had in time, a statement that took too long, a server that shuts down, crashed or
 * starts. All three waits are bounded by ourselves: a busy machine is no fault of the request. Nor is that somebody else was
 * at the same rows, again and again: a deadlock, or a serialization failure.
 */
const SQL_STATES = /^(08...|25P03|40001|40P01|53...|55P03|57014|57P0[1-3])$/;
/**
 * `pg` and its pool say these without a code. The last is of a connection that was cut off between two statements, as the
 * server does with a transaction that stood too long: only the next statement hears of it.
 */
const SENTENCES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable)/;
const DEEPEST = 3;

/**
 * Whether what failed is a neighbour that cannot be asked now, such as the database, and not the request or our code: the
 * same request may well be answered in a moment.
 */
export function isAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return false;
  const { code, syscall, message, cause } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string') {
    // A file that is missing is our own fault; a socket that is missing is a server that is away.
    if (SOCKET_CODES.has(code)) return code !== 'ENOENT' || syscall === 'connect';
    if (SQL_STATES.test(code)) return true;
  }
  return SENTENCES.test(String(message)) || isAway(cause, depth + 1);
}
