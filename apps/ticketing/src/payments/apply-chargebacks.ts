/**
 * What a chargeback changes: the card's bank took a payment back, which the rider owes again; or it returned it. Told once or
 * more, it is booked once, in one transaction with what follows. What was taken back is asked of the card again only where
 * the cardholder says so; it is given up when an ordinary debt would be.
 */
import {
  type Database,
  type DatabaseClient,
  type TakenPayment,
  addDispute,
  changeWindow,
  findBookedAmount,
  findTakenPayment,
  getWindow,
  inTransaction,
  judgeBalances,
  lockAccount,
  postTransactions,
  wishDenied,
} from '@rukh/adapters/postgres';
import {
  DISPUTE_REF,
  type GatewayChargeback,
  findNextState,
  judgeChargeback,
  planGivingUp,
  postChargeback,
  postChargebackReturned,
  riderAccount,
} from '@rukh/domain/ledger';
import { loseMore } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';

/** It cannot be booked, or not yet: the gateway is to tell it again, and somebody to look at it. */
export class ChargebackError extends Error {
  override readonly name = 'ChargebackError';
}

export interface ChargebackFacts {
  readonly policy: PaymentPolicy;
  readonly allowedDebtMinor: number;
  readonly nowMs: number;
}

export const chargebackKey = (disputeRef: string, isReturned: boolean): string =>
  `chargeback:${disputeRef}${isReturned ? ':returned' : ''}`;

/** False where it was booked before. @throws ChargebackError */
export function applyChargeback(
  pool: Database,
  told: GatewayChargeback,
  facts: ChargebackFacts,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!DISPUTE_REF.test(told.disputeRef)) {
      throw new ChargebackError('the dispute has no name that can be kept');
    }
    const payment = await findTakenPayment(client, told.key);
    if (payment === undefined) throw new ChargebackError(`${told.key} is not known to be taken`);
    await lockAccount(client, payment.accountId);
    const verdict = judgeChargeback(told, {
      payment,
      takenMinor: await findBookedAmount(client, chargebackKey(told.disputeRef, false)),
      returnedMinor: await findBookedAmount(client, chargebackKey(told.disputeRef, true)),
    });
    if (verdict === 'BOOKED') return false;
    if (verdict !== 'BOOK') {
      throw new ChargebackError(`${told.disputeRef} of ${told.key}: ${verdict.refused}`);
    }
    await book(client, told, payment, facts);
    return true;
  });
}

async function book(
  client: DatabaseClient,
  told: GatewayChargeback,
  { accountId, currency, settlement }: TakenPayment,
  facts: ChargebackFacts,
): Promise<void> {
  const { disputeRef, amountMinor, reason, isReturned } = told;
  const payment = { key: chargebackKey(disputeRef, isReturned), currency, amountMinor };
  const rider = riderAccount(accountId);
  const posting = isReturned ? postChargebackReturned(payment, rider) : postChargeback(payment, rider);
  if (settlement === undefined) {
    await postTransactions(client, [posting]);
    await judgeBalances(client, [accountId], facts.allowedDebtMinor);
    return;
  }
  const kind = isReturned ? 'CHARGEBACK_RETURNED' : 'CHARGEBACK';
  const settlementId = await addDispute(client, settlement, { kind, amountMinor, disputeRef, reason });
  await postTransactions(client, [{ ...posting, settlementId }]);
  const { payWindowId } = settlement;
  await changeWindow(client, payWindowId, { settledDeltaMinor: isReturned ? amountMinor : -amountMinor });
  // What is owed no more, or was taken twice, is seen by the next look at windows.
  if (!isReturned) await owe(client, payWindowId, told, facts);
}

/** The window is a debt again, and its card is refused. */
async function owe(
  client: DatabaseClient,
  payWindowId: string,
  { disputeRef, amountMinor }: GatewayChargeback,
  { policy, nowMs }: ChargebackFacts,
): Promise<void> {
  const window = await getWindow(client, payWindowId);
  await wishDenied(client, window.accountId, 'DEBT');
  const state = findNextState(window.state, { type: 'CHARGED_BACK' });
  if (state === undefined) {
    await loseMore(client, window, { key: chargebackKey(disputeRef, false), amountMinor });
    return;
  }
  await changeWindow(client, payWindowId, { state, recoverAtMs: planGivingUp(nowMs, policy.recovery) });
}
