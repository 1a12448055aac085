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
  findBookedDisputes,
  findTakenPayment,
  getWindow,
  inTransaction,
  isDisputeBooked,
  isTopUpDisputed,
  judgeBalances,
  lockAccount,
  noteByHand,
  postTransactions,
} from '@rukh/adapters/postgres';
import {
  type ChargebackRefusal,
  DISPUTE_REF,
  type GatewayChargeback,
  judgeChargeback,
  postChargeback,
  postChargebackReturned,
  riderAccount,
} from '@rukh/domain/ledger';
import { becomeDebt } from './apply-answers.js';
import { loseMore } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';

/** It cannot be booked, or not yet: the gateway is to tell it again, and somebody to look at it. */
export class ChargebackError extends Error {
  override readonly name = 'ChargebackError';

  constructor(
    message: string,
    /** Undefined where the gateway says what nobody can book. */
    readonly refusal?: ChargebackRefusal | 'NO_PAYMENT',
  ) {
    super(message);
  }
}

export interface ChargebackFacts {
  readonly policy: PaymentPolicy;
  readonly allowedDebtMinor: number;
  readonly nowMs: number;
}

/** Keys of the ledger: of a dispute of a payment, and what those of the payment begin with. */
function keysOf({ key, disputeRef }: GatewayChargeback): Record<'payment' | 'taken' | 'returned', string> {
  const payment = `chargeback:${key}:`;
  const taken = `${payment}${disputeRef}`;
  return { payment, taken, returned: `${taken}:returned` };
}

/** False where it was booked before. `by` is who books it, where the gateway does not tell it. @throws ChargebackError */
export function applyChargeback(
  pool: Database,
  told: GatewayChargeback,
  facts: ChargebackFacts,
  by?: string,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!DISPUTE_REF.test(told.disputeRef)) {
      throw new ChargebackError('the dispute has no name that can be kept');
    }
    const payment = await findTakenPayment(client, told.key);
    if (payment === undefined) {
      throw new ChargebackError(`${told.key} is not known to be taken`, 'NO_PAYMENT');
    }
    await lockAccount(client, payment.accountId);
    const verdict = judgeChargeback(told, {
      payment,
      ...(await findBookedDisputes(client, payment.accountId, keysOf(told))),
    });
    if (verdict === 'BOOKED') return false;
    if (verdict !== 'BOOK') {
      throw new ChargebackError(`${told.disputeRef} of ${told.key}: ${verdict.refused}`, verdict.refused);
    }
    const isMistaken = by !== undefined && (await isTopUpDisputed(client, told));
    if (isMistaken || (await isDisputeBooked(client, told))) {
      throw new ChargebackError(`${told.disputeRef} is a dispute of another payment`, 'DIFFERS');
    }
    // Who books it by hand stands beside what the bank says.
    const reason = by === undefined ? told.reason : `${told.reason} (${by})`;
    await book(client, { ...told, reason }, payment, facts);
    if (by !== undefined) await noteByHand(client, told, by);
    return true;
  });
}

async function book(
  client: DatabaseClient,
  told: GatewayChargeback,
  { accountId, currency, payWindowId }: TakenPayment,
  facts: ChargebackFacts,
): Promise<void> {
  const { disputeRef, amountMinor, reason, isReturned } = told;
  const keys = keysOf(told);
  const payment = { key: isReturned ? keys.returned : keys.taken, currency, amountMinor };
  const rider = riderAccount(accountId);
  const posting = isReturned ? postChargebackReturned(payment, rider) : postChargeback(payment, rider);
  if (payWindowId === undefined) {
    await postTransactions(client, [posting]);
    await judgeBalances(client, [accountId], facts.allowedDebtMinor);
    return;
  }
  const kind = isReturned ? 'CHARGEBACK_RETURNED' : 'CHARGEBACK';
  const settlementId = await addDispute(client, payWindowId, { kind, amountMinor, disputeRef, reason });
  await postTransactions(client, [{ ...posting, settlementId }]);
  await changeWindow(client, payWindowId, { settledDeltaMinor: isReturned ? amountMinor : -amountMinor });
  // What is owed no more, or was taken twice, is seen by the next look at windows.
  if (!isReturned) await owe(client, payWindowId, told, facts);
}

/** The window is a debt again, and its card is refused. */
async function owe(
  client: DatabaseClient,
  payWindowId: string,
  told: GatewayChargeback,
  facts: ChargebackFacts,
): Promise<void> {
  const window = await getWindow(client, payWindowId);
  if (await becomeDebt(client, window, { type: 'CHARGED_BACK' }, facts)) return;
  await loseMore(client, window, { key: keysOf(told).taken, amountMinor: told.amountMinor });
}
