/** What of a revision a refund gave back before: nobody gets more back for a ride than he was asked for. */
import { type DatabaseClient, loadRefunded } from '@rukh/adapters/postgres';
import { type LedgerTransaction, excessOf, postExcess } from '@rukh/domain/ledger';
import type { Revision } from './plan-revisions.js';

/** By ride: asked for again, or below nought given back after all. Rides without a refund are not in it. */
export async function findExcess(
  client: DatabaseClient,
  revisions: readonly Revision[],
): Promise<ReadonlyMap<string, number>> {
  const revised = revisions.filter(({ charge, before }) => before?.payer === charge.payer);
  const refunded = await loadRefunded(
    client,
    revised.map(({ charge }) => charge),
  );
  const excess = new Map<string, number>();
  for (const { charge, before } of revised) {
    const refundedMinor = refunded.get(charge.rideRef);
    if (refundedMinor === undefined) continue;
    const deltaMinor =
      excessOf(refundedMinor, charge.billedMinor) - excessOf(refundedMinor, before!.billedMinor);
    if (deltaMinor !== 0) excess.set(charge.rideRef, deltaMinor);
  }
  return excess;
}

/** The transactions of it. */
export function postExcesses(
  revisions: readonly Revision[],
  excess: ReadonlyMap<string, number>,
  chargeIds: ReadonlyMap<string, string>,
): (LedgerTransaction & { readonly chargeId: string })[] {
  return revisions.flatMap(({ charge: { rideRef, revision, currency, payer } }) => {
    const amountMinor = excess.get(rideRef);
    if (amountMinor === undefined) return [];
    const key = `refund-excess:${rideRef}:${revision}`;
    return [{ ...postExcess({ key, currency, amountMinor }, payer), chargeId: chargeIds.get(rideRef)! }];
  });
}
