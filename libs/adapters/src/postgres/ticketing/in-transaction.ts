import type pg from 'pg';

/** Runs `work` in one transaction. Where it throws, nothing of it is done and its connection is not used again. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // What became of the transaction is not known: the connection goes with it.
    client.release(true);
    throw error;
  }
}
