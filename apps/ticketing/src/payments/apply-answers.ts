/**
 * What an answer of the gateway changes. An answer may come as the reply to a question, by itself and late, or twice:
 * only the first changes anything, in one transaction with what is booked for it and what is to be asked next.
 */
import {
  type Authorisation,
  type Database,
  type DatabaseClient,
  type PayWindow,
  type Settlement,
  answerAuthorisation,
  answerSettlement,
  changeWindow,
  countDeclines,
  findAuthorisation,
  findSettlement,
  getWindow,
  inTransaction,
  liftWish,
  lockAccount,
  markDone,
  postTransactions,
  requestSettlement,
  wishDenied,
} from '@rukh/adapters/postgres';
import {
  type GatewayAnswer,
  findNextState,
  findOwed,
  isCapturedAtRisk,
  planGivingUp,
  planRecovery,
  postCredit,
  postDebit,
  riderAccount,
} from '@rukh/domain/ledger';
import { liftDebtWish } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';

export const authorisationKey = (id: string): string => `authorise:${id}`;
export const settlementKey = (id: string): string => `settle:${id}`;

/** Applies an answer to whatever it belongs to; false where it changes nothing (any more). */
export function applyAnswer(
  pool: Database,
  answer: GatewayAnswer,
  policy: PaymentPolicy,
  nowMs: number,
): Promise<boolean> {
  const [topic, id = ''] = answer.key.split(':');
  if (!/^\d{1,18}$/.test(id)) return Promise.resolve(false);
  return inTransaction(pool, async (client) => {
    if (topic === 'authorise') return applyAuthorisation(client, id, answer, { policy, nowMs });
    if (topic === 'settle') return applySettlement(client, id, answer, { policy, nowMs });
    return false;
  });
}

interface Circumstances {
  readonly policy: PaymentPolicy;
  readonly nowMs: number;
}

async function applyAuthorisation(
  client: DatabaseClient,
  id: string,
  answer: GatewayAnswer,
  circumstances: Circumstances,
): Promise<boolean> {
  const asked = await findAuthorisation(client, id);
  if (!asked) return false;
  await lockAccount(client, asked.accountId);
  if (!(await answerAuthorisation(client, id, answer))) return false;
  await markDone(client, 'AUTHORISE', id);
  const isApproved = answer.status === 'APPROVED';
  if (asked.kind === 'CARD_CHECK') {
    if (isApproved) await liftWish(client, asked.accountId, 'CARD_CHECK');
    else await wishDenied(client, asked.accountId, 'CARD_CHECK');
    return true;
  }
  const window = await getWindow(client, asked.payWindowId);
  if (isApproved) await capture(client, window, asked, false);
  else await decline(client, window, asked, circumstances);
  return true;
}

/** Takes what was authorised. */
async function capture(
  client: DatabaseClient,
  window: PayWindow,
  { authorisationId, amountMinor, kind }: Authorisation,
  isAtRisk: boolean,
): Promise<void> {
  const event = kind === 'DEBT_RECOVERY' ? ({ type: 'RECOVERED' } as const) : ({ type: 'APPROVED' } as const);
  const state = isAtRisk
    ? findNextState(window.state, { type: 'DECLINED', isCapturedAtRisk: true })
    : findNextState(window.state, event);
  if (state === undefined) return;
  await changeWindow(client, window.payWindowId, { state, recoverAtMs: null });
  const { payWindowId } = window;
  await requestSettlement(client, { payWindowId, kind: 'DEBIT', amountMinor, authorisationId, isAtRisk });
}

async function decline(
  client: DatabaseClient,
  window: PayWindow,
  asked: Authorisation,
  circumstances: Circumstances,
): Promise<void> {
  if (asked.kind === 'DEBT_RECOVERY') {
    const recoveries = window.recoveries + 1;
    const recoverAtMs = planNext({ ...window, recoveries }, circumstances);
    await changeWindow(client, window.payWindowId, { recoveries, recoverAtMs });
    return;
  }
  const declinesBefore = await countDeclines(client, asked.accountId, asked.authorisationId);
  const { chargebackThresholdMinor } = circumstances.policy;
  if (isCapturedAtRisk({ declinesBefore, amountMinor: asked.amountMinor, chargebackThresholdMinor })) {
    await capture(client, window, asked, true);
    return;
  }
  await becomeDebt(client, window, { type: 'DECLINED', isCapturedAtRisk: false }, circumstances);
}

/** False where a window of that state cannot become one. */
export async function becomeDebt(
  client: DatabaseClient,
  window: PayWindow,
  event: Parameters<typeof findNextState>[1],
  circumstances: Circumstances,
): Promise<boolean> {
  await wishDenied(client, window.accountId, 'DEBT');
  const state = findNextState(window.state, event);
  if (state === undefined) return false;
  await changeWindow(client, window.payWindowId, { state, recoverAtMs: planNext(window, circumstances) });
  return true;
}

/** When a debt is looked at again. The last attempt over, it comes due at once, to be given up. */
function planNext(
  { isChargedBack, recoveries }: Pick<PayWindow, 'isChargedBack' | 'recoveries'>,
  { policy, nowMs }: Circumstances,
): number {
  if (isChargedBack) return planGivingUp(nowMs, policy.recovery);
  return planRecovery(recoveries, nowMs, policy.recovery) ?? nowMs;
}

async function applySettlement(
  client: DatabaseClient,
  id: string,
  answer: GatewayAnswer,
  circumstances: Circumstances,
): Promise<boolean> {
  const made = await findSettlement(client, id);
  if (!made) return false;
  await lockAccount(client, made.accountId);
  const isSettled = answer.status === 'APPROVED';
  const refused = made.kind === 'CREDIT' ? 'FAILED' : 'REJECTED';
  if (!(await answerSettlement(client, id, isSettled ? 'SETTLED' : refused, answer))) return false;
  await markDone(client, 'SETTLE', id);
  if (isSettled) await bookSettlement(client, made, circumstances);
  else if (made.kind === 'DEBIT') {
    const window = await getWindow(client, made.payWindowId);
    await becomeDebt(client, window, { type: 'CAPTURE_REFUSED' }, circumstances);
  } else {
    // It is still the rider's, and is asked for again by and by.
    await changeWindow(client, made.payWindowId, { settledDeltaMinor: made.amountMinor });
  }
  return true;
}

async function bookSettlement(
  client: DatabaseClient,
  made: Settlement,
  circumstances: Circumstances,
): Promise<void> {
  const { settlementId, amountMinor, currency, accountId, payWindowId } = made;
  const payment = { key: settlementKey(settlementId), currency, amountMinor };
  const rider = riderAccount(accountId);
  const posting = made.kind === 'DEBIT' ? postDebit(payment, rider) : postCredit(payment, rider);
  await postTransactions(client, [{ ...posting, settlementId }]);
  if (made.kind === 'CREDIT') return;
  await changeWindow(client, payWindowId, { settledDeltaMinor: amountMinor });
  // A bank may have taken back more since this was asked for.
  const window = await getWindow(client, payWindowId);
  if (findOwed(window) > 0) await becomeDebt(client, window, { type: 'CHARGED_BACK' }, circumstances);
  await liftDebtWish(client, accountId);
}
