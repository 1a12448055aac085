import type pg from 'pg';

/** Some tens of milliseconds of work: other services live in the same process. */
const FETCH_ROWS = 1_000;

/** A row by the places of its columns, which costs less than by their names. */
export type PlainRow = readonly (string | number | boolean | null)[];

/**
 * Reads a long answer by a cursor, some thousand rows at a time; resolves at the end. A cursor takes no parameters that a
 * later FETCH could be planned by: values in `select` are literals of checked form.
 */
export async function streamRows(
  pool: pg.Pool,
  select: string,
  take: (rows: readonly PlainRow[]) => void,
  fetchRows = FETCH_ROWS,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`DECLARE long_answer NO SCROLL CURSOR FOR ${select}`);
    for (;;) {
      const fetch = { text: `FETCH ${fetchRows} FROM long_answer`, rowMode: 'array' } as const;
      const { rows } = await client.query<(string | number | boolean | null)[]>(fetch);
      if (rows.length > 0) take(rows);
      if (rows.length < fetchRows) break;
    }
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // What became of the transaction is not known: the connection goes with it.
    client.release(true);
    throw error;
  }
}
