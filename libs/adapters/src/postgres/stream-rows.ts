import type pg from 'pg';

/** Some tens of milliseconds of work: other services live in the same process. */
const FETCH_ROWS = 1_000;
/** Who reads slower than so long for the rows of one fetch keeps the connection no longer. */
const PATIENCE_MS = 60_000;

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
  const fetch = { text: fetchOf(fetchRows), rowMode: 'array' } as const;
  for await (const rows of readPages<PlainRow>(pool, select, fetch, fetchRows)) take(rows);
}

/** The same, by the names of columns and as fast as they are taken. Who stops early gives the connection back too. */
export function streamPages(
  pool: pg.Pool,
  select: string,
): AsyncGenerator<readonly Readonly<Record<string, unknown>>[], void, undefined> {
  return readPages(pool, select, { text: fetchOf(FETCH_ROWS) }, FETCH_ROWS);
}

async function* readPages<Row>(
  pool: pg.Pool,
  select: string,
  fetch: { readonly text: string },
  fetchRows: number,
): AsyncGenerator<readonly Row[], void, undefined> {
  const client = await pool.connect();
  let isOver = false;
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = ${PATIENCE_MS}`);
    await client.query(`DECLARE long_answer NO SCROLL CURSOR FOR ${select}`);
    for (let got = fetchRows; got === fetchRows;) {
      const { rows } = await client.query(fetch);
      got = rows.length;
      if (got > 0) yield rows as Row[];
    }
    await client.query('COMMIT');
    isOver = true;
  } finally {
    // What became of the transaction is not known, or nobody reads on: the connection goes with it.
    client.release(!isOver);
  }
}

function fetchOf(rows: number): string {
  return `FETCH ${rows} FROM long_answer`;
}
