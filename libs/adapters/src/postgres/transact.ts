import type pg from 'pg';

/** All that happens in `work` or nothing, on one connection, tried once. */
export async function transact<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    const isClean = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    // What became of the transaction is not known where even that failed, and its locks may be held: the connection goes too.
    client.release(!isClean);
    throw error;
  }
}
