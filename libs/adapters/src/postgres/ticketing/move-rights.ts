import type pg from 'pg';

/**
 * What an account may goes on in another from a moment on, where no medium is left to use it: its concessions, its
 * passes for a time, and passes not yet begun. A pass by number of rides stays, because its rides are counted there.
 */
export async function moveRights(
  client: pg.ClientBase,
  from: number,
  to: number,
  since: Date,
): Promise<void> {
  const left = await client.query(
    'SELECT FROM ticketing.media_accounts WHERE account_id = $1 AND valid_until > $2 LIMIT 1',
    [from, since],
  );
  if (left.rowCount !== 0) return;
  await client.query(
    `INSERT INTO ticketing.entitlements
       (account_id, rider_category_id, funding_body_id, valid_from, valid_until, revoked_at)
     SELECT $2, rider_category_id, funding_body_id, greatest(valid_from, $3), valid_until, revoked_at
     FROM ticketing.entitlements WHERE account_id = $1 AND least(valid_until, revoked_at) > $3`,
    [from, to, since],
  );
  await client.query(
    `UPDATE ticketing.entitlements SET revoked_at = greatest(valid_from, $2)
     WHERE account_id = $1 AND least(valid_until, revoked_at) > $2`,
    [from, since],
  );
  await client.query(
    `WITH ended AS (
       UPDATE ticketing.held_products AS held SET valid_until = greatest($3, held.valid_from + interval '1 microsecond')
       FROM ticketing.held_products AS was
       WHERE held.account_id = $1 AND held.rides IS NULL AND held.state = 'ACTIVE' AND held.valid_until > $3
         AND was.held_product_id = held.held_product_id
       RETURNING held.held_product_id, held.fare_product_id, was.valid_from, was.valid_until
     ), begun AS (
       INSERT INTO ticketing.held_products (account_id, fare_product_id, valid_from, valid_until, price_minor)
       SELECT $2, fare_product_id, greatest(valid_from, $3), valid_until, 0 FROM ended
     )
     UPDATE ticketing.travel_rights SET account_id = $2 WHERE account_id = $1 AND state = 'UNUSED'`,
    [from, to, since],
  );
}
