/** Waits until pricing has followed all taps and nothing is queued. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const TIMEOUT_MS = 10 * 60_000;

/** Accounts queued for pricing, and taps that pricing has not come to yet. */
export const UNPRICED_SQL = `(SELECT count(*) FROM ticketing.repricing) + (
   SELECT count(*) FROM ticketing.taps AS tap, ticketing.pricing_cursor AS cursor
   WHERE tap.accepted_xid >= cursor.accepted_xid
     AND (tap.accepted_xid, tap.device_id, tap.seq) > (cursor.accepted_xid, cursor.device_id, cursor.seq)
 )`;

export async function untilPriced(stage: Stage): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const [row] = await stage.query<{ left: string }>(`SELECT ${UNPRICED_SQL} AS left`);
    if (row?.left === '0') return;
    if (Date.now() > deadline) {
      console.log(`pricing did not come to its end: ${row?.left} left`);
      return;
    }
    await delay(500);
  }
}
