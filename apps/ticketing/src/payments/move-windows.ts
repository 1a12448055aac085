/**
 * The steps of pay windows that nobody's answer begins: closing one that is due, giving back, trying a debt again or
 * giving it up. Each is a transaction that has the account to itself, looks again at what it was called for, and writes
 * with the step what is to be asked of the gateway.
 */
import {
  type Database,
  type DatabaseClient,
  type DueWindow,
  type PayWindow,
  changeWindow,
  getWindow,
  hasDebt,
  inTransaction,
  liftWish,
  loadListVersions,
  lockAccount,
  payRefunds,
  postTransactions,
  requestAuthorisation,
  requestSettlement,
  wishDenied,
} from '@rukh/adapters/postgres';
import {
  RISK,
  WRITE_OFF_DEBT,
  composeTransaction,
  findCreditDue,
  findNextState,
  isDueToClose,
  judgeLoss,
  postRiskLoss,
  postWriteOff,
  riderAccount,
} from '@rukh/domain/ledger';
import type { PaymentPolicy } from './payment-policy.js';

type Step = (client: DatabaseClient, window: PayWindow) => Promise<boolean>;

/** Takes a step with a window under the lock of its account; answers whether there was anything to do. */
function withWindow(pool: Database, { payWindowId, accountId }: DueWindow, step: Step): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await lockAccount(client, accountId);
    return step(client, await getWindow(client, payWindowId));
  });
}

/** Closes a window that is due and, where something is owed, asks whether it may be taken. */
export function closeWindow(
  pool: Database,
  due: DueWindow,
  policy: PaymentPolicy,
  nowMs: number,
): Promise<boolean> {
  return withWindow(pool, due, async (client, window) => {
    const state = findNextState(window.state, { type: 'CLOSE', netMinor: window.netMinor });
    if (state === undefined || !isDueToClose(window, policy.limits, nowMs)) return false;
    await changeWindow(client, due.payWindowId, { state, isClosedNow: true });
    if (state === 'NO_AUTH_DONE') await requestAuthorisation(client, window, 'AUTHORISATION');
    else await payRefunds(client, due.payWindowId);
    return true;
  });
}

/** Brings a window that is over to what its charges come to now. */
export function settleWindow(pool: Database, due: DueWindow): Promise<boolean> {
  return withWindow(pool, due, async (client, window) => {
    if (window.lostMinor > Math.max(0, window.netMinor)) return takeBackLoss(client, window);
    if (window.state === 'DEBT' && window.netMinor <= 0) return endDebt(client, window);
    const amountMinor = findCreditDue({
      state: window.state,
      netMinor: window.netMinor,
      debitedMinor: window.settledMinor,
      // settledMinor counts what is being given back already.
      creditedMinor: 0,
      isDebitPending: window.isSettlementPending,
    });
    if (amountMinor === 0) return false;
    await requestSettlement(client, { payWindowId: due.payWindowId, kind: 'CREDIT', amountMinor });
    await changeWindow(client, due.payWindowId, { settledDeltaMinor: -amountMinor });
    return true;
  });
}

/** Revisions made the debt go away. An attempt to recover it that is under way is given back when it succeeds. */
async function endDebt(client: DatabaseClient, window: PayWindow): Promise<boolean> {
  const state = findNextState(window.state, { type: 'NOTHING_OWED' });
  if (state === undefined || window.isAuthorisationPending) return false;
  await changeWindow(client, window.payWindowId, { state, recoverAtMs: null });
  await liftDebtWish(client, window.accountId);
  return true;
}

/** A charge of a lost window became cheaper: that part was no loss. */
async function takeBackLoss(client: DatabaseClient, window: PayWindow): Promise<boolean> {
  const lostMinor = Math.max(0, window.netMinor);
  const backMinor = window.lostMinor - lostMinor;
  const { rows } = await client.query<{ kind: string; n: string }>(
    `SELECT min(kind) AS kind, count(*) AS n FROM ticketing.ledger_transactions
     WHERE idempotency_key = $1 OR idempotency_key LIKE $1 || ':back:%'`,
    [`loss:${window.payWindowId}`],
  );
  const kind = rows[0]!.kind === 'WRITE_OFF' ? 'WRITE_OFF' : 'RISK_LOSS';
  const posting = composeTransaction(
    { key: `loss:${window.payWindowId}:back:${rows[0]!.n}`, kind, currency: window.currency },
    [
      { account: riderAccount(window.accountId), amountMinor: backMinor },
      { account: kind === 'WRITE_OFF' ? WRITE_OFF_DEBT : RISK, amountMinor: -backMinor },
    ],
  );
  await postTransactions(client, [posting]);
  await changeWindow(client, window.payWindowId, { lostMinor });
  return true;
}

/** Asks for a debt once more or, after the merchant's last attempt, gives it up. */
export function recoverWindow(pool: Database, due: DueWindow, policy: PaymentPolicy): Promise<boolean> {
  return withWindow(pool, due, async (client, window) => {
    if (window.state !== 'DEBT' || window.isAuthorisationPending || window.netMinor <= 0) return false;
    const isLast = window.recoverBy === 'MERCHANT' && window.recoveries >= policy.recovery.attempts;
    if (isLast) return giveUp(client, window);
    await requestAuthorisation(client, window, 'DEBT_RECOVERY', window.recoverBy ?? 'MERCHANT');
    await changeWindow(client, due.payWindowId, { recoverAtMs: null });
    return true;
  });
}

/** Books the loss. The card stays refused. */
export async function giveUp(client: DatabaseClient, window: PayWindow): Promise<boolean> {
  const state = findNextState(window.state, { type: 'GIVEN_UP' });
  if (state === undefined) return false;
  const { versions, listedSince } = await loadListVersions(client, window.payWindowId);
  const payment = {
    key: `loss:${window.payWindowId}`,
    currency: window.currency,
    amountMinor: window.netMinor,
  };
  const rider = riderAccount(window.accountId);
  const isRisk = judgeLoss(versions, listedSince) === 'RISK_LOSS';
  await postTransactions(client, [isRisk ? postRiskLoss(payment, rider) : postWriteOff(payment, rider)]);
  await changeWindow(client, window.payWindowId, { state, lostMinor: window.netMinor, recoverAtMs: null });
  await wishDenied(client, window.accountId, 'DEBT');
  return true;
}

export async function liftDebtWish(client: DatabaseClient, accountId: string): Promise<void> {
  if (!(await hasDebt(client, accountId))) await liftWish(client, accountId, 'DEBT');
}
