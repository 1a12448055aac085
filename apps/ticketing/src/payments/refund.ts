/** Asking for a refund, granting one, and what a granted one moves. */
import {
  type Database,
  type DatabaseClient,
  type Refund,
  addItems,
  findRefund,
  findRefundable,
  inTransaction,
  insertRefund,
  loadFunding,
  loadShares,
  lockAccount,
  payRefund,
  postTransactions,
  saveRefundDecision,
} from '@rukh/adapters/postgres';
import {
  type RefundRefusal,
  attributeDelta,
  decideRefund,
  openRefund,
  postRefund,
} from '@rukh/domain/ledger';

/** As whom a rider asks, by his own page. */
export const RIDER = 'rider';

export interface RefundWish {
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly reason: string;
  readonly requestedBy: string;
}

export interface RefundVerdict {
  readonly by: string;
  readonly isApproved: boolean;
  /** What is given back; all that was asked for where it is not said. */
  readonly amountMinor: number | undefined;
  /** For the rider. */
  readonly note: string | undefined;
}

export type RefundAnswer = Refund | { readonly refused: RefundRefusal } | undefined;

/** Undefined where there is no such charge. */
export function requestRefund(
  pool: Database,
  wish: RefundWish,
  fourEyesAboveMinor: number,
): Promise<RefundAnswer> {
  return inTransaction(pool, async (client) => {
    const known = await findRefundable(client, wish.chargeId);
    if (!known) return undefined;
    await lockAccount(client, known.accountId);
    // Looked at again: others may have asked meanwhile.
    const ride = (await findRefundable(client, wish.chargeId))!;
    const { refundableMinor, refundedMinor } = ride;
    const state = openRefund({ ...wish, fourEyesAboveMinor, refundableMinor, refundedMinor });
    if (typeof state !== 'string') return state;
    const refund = await insertRefund(client, ride, { ...wish, state });
    return state === 'APPROVED' ? grant(client, refund, ride.payer) : refund;
  });
}

/** A second person's decision. Undefined where there is no such refund. */
export function decideOnRefund(
  pool: Database,
  refundId: string,
  { by, isApproved, amountMinor, note }: RefundVerdict,
): Promise<RefundAnswer> {
  return inTransaction(pool, async (client) => {
    const refund = await findRefund(client, refundId);
    if (!refund) return undefined;
    await lockAccount(client, refund.accountId);
    const { payer, refundableMinor } = (await findRefundable(client, refund.chargeId))!;
    const grantedMinor = amountMinor ?? refund.amountMinor;
    const state = decideRefund(refund, { by, isApproved, grantedMinor }, refundableMinor);
    if (typeof state !== 'string') return state;
    const decided = await saveRefundDecision(client, refundId, {
      state,
      // What is refused was asked for whole.
      amountMinor: isApproved ? grantedMinor : refund.amountMinor,
      decidedBy: by,
      decisionNote: note ?? null,
    });
    return state === 'REJECTED' ? decided : grant(client, decided, payer);
  });
}

/** Into the rider's account; for one who pays by card, out of the pay windows that took it, and so back to the card. */
async function grant(client: DatabaseClient, refund: Refund, payer: string): Promise<Refund> {
  const { refundId, chargeId, rideRef, accountId, amountMinor, currency } = refund;
  await postTransactions(client, [
    { ...postRefund({ key: `refund:${refundId}`, currency, amountMinor }, payer), chargeId, refundId },
  ]);
  const funding = await loadFunding(client, [accountId]);
  const shares = (await loadShares(client, [rideRef])).get(rideRef)!;
  if (!payer.startsWith('rider:') || funding.get(accountId) !== 'GATEWAY' || shares.length === 0) {
    return payRefund(client, refundId);
  }
  const parts = attributeDelta(-amountMinor, shares).flatMap(({ payWindowId, deltaMinor }) =>
    payWindowId === undefined ? [] : [{ payWindowId, rideRef, chargeId, refundId, deltaMinor }],
  );
  await addItems(client, parts);
  return refund;
}
