/**
 * What an error of writing means for the batch. Data that the database will never take must not hold back all
 * that comes after it; anything else is the database's trouble, and the batch waits until it is over.
 */
export type WriteTrouble = 'refused' | 'unavailable';

/** SQLSTATE classes (PostgreSQL manual, appendix A): cardinality, data exception, integrity constraint. */
const DATA_CLASSES = new Set(['21', '22', '23']);

export function judgeWriteError(error: unknown): WriteTrouble {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.length === 5 && DATA_CLASSES.has(code.slice(0, 2))
    ? 'refused'
    : 'unavailable';
}
