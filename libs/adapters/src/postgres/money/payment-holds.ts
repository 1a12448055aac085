/** Whether the gateway may be asked: not after a restore, until somebody says that its statement was looked at. */
import type pg from 'pg';

/** What a hold is told from cannot say which of these it was. */
export const WHY_HELD = 'the database was restored, moved, or taken over by a standby';
export const RELEASE_PAYMENTS = 'rukh payments release --by NAME --reason TEXT';

/** Since when payments are held. Looks whether the database was restored as well: whoever asks first holds all. */
export async function findPaymentHold(pool: pg.Pool): Promise<Date | undefined> {
  const { rows } = await pool.query<{ isNew: boolean; heldAt: Date | null; now: Date }>(
    `SELECT ticketing.hold_if_restored() AS "isNew", clock_timestamp() AS now,
       (SELECT held_at FROM ticketing.payment_holds WHERE released_at IS NULL) AS "heldAt"`,
  );
  const { isNew, heldAt, now } = rows[0]!;
  return heldAt ?? (isNew ? now : undefined);
}

/** False where nothing was held. Looks whether the database was restored first, else the next who asks would hold anew. */
export async function releasePayments(
  pool: pg.Pool,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<boolean> {
  await findPaymentHold(pool);
  const { rowCount } = await pool.query(
    `UPDATE ticketing.payment_holds SET released_at = clock_timestamp(), released_by = $1, reason = $2
     WHERE released_at IS NULL`,
    [by, reason],
  );
  return rowCount === 1;
}
