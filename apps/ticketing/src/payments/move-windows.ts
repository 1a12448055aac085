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
  postTransactions,
  requestAuthorisation,
  requestSettlement,
  wishDenied,
} from '@rukh/adapters/postgres';
import {
  type LedgerTransaction,
  RISK,
  WRITE_OFF_DEBT,
  composeTransaction,
  findCreditDue,
  findNextState,
  findOwed,
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
    return true;
  });
}

/** Brings a window that is over to what its charges come to now. */
export function settleWindow(pool: Database, due: DueWindow): Promise<boolean> {
  return withWindow(pool, due, async (client, window) => {
    if (window.lostMinor > Math.max(0, findOwed(window))) return takeBackLoss(client, window);
    if (window.state === 'DEBT' && findOwed(window) <= 0) return endDebt(client, window);
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

/** A charge of a lost window became cheaper, or the bank returned what it had taken back: that part was no loss. */
async function takeBackLoss(client: DatabaseClient, window: PayWindow): Promise<boolean> {
  const lostMinor = Math.max(0, findOwed(window));
  const { kind, bookings } = await readLoss(client, window);
  const key = `loss:${window.payWindowId}:back:${bookings}`;
  await postTransactions(client, [changeLoss(window, { key, kind }, lostMinor - window.lostMinor)]);
  await changeWindow(client, window.payWindowId, { lostMinor });
  await liftDebtWish(client, window.accountId);
  return true;
}

/** Of a window that was given up a bank took back what had been paid: that is lost, too. */
export async function loseMore(
  client: DatabaseClient,
  window: PayWindow,
  { key, amountMinor }: { readonly key: string; readonly amountMinor: number },
): Promise<void> {
  const { kind } = await readLoss(client, window);
  await postTransactions(client, [changeLoss(window, { key: `loss:${key}`, kind }, amountMinor)]);
  await changeWindow(client, window.payWindowId, { lostMinor: window.lostMinor + amountMinor });
}

interface Loss {
  readonly kind: 'RISK_LOSS' | 'WRITE_OFF';
  readonly bookings: number;
}

/** As what the window was given up, and how often its loss was booked. */
async function readLoss(client: DatabaseClient, { payWindowId }: PayWindow): Promise<Loss> {
  const { rows } = await client.query<{ kind: string; n: number }>(
    `SELECT min(kind) AS kind, count(*)::integer AS n FROM ticketing.ledger_transactions
     WHERE idempotency_key = $1 OR idempotency_key LIKE $1 || ':back:%'`,
    [`loss:${payWindowId}`],
  );
  return { kind: rows[0]!.kind === 'WRITE_OFF' ? 'WRITE_OFF' : 'RISK_LOSS', bookings: rows[0]!.n };
}

/** @param byMinor above nought the loss is greater */
function changeLoss(
  { currency, accountId }: PayWindow,
  { key, kind }: Pick<Loss, 'kind'> & { readonly key: string },
  byMinor: number,
): LedgerTransaction {
  return composeTransaction({ key, kind, currency }, [
    { account: riderAccount(accountId), amountMinor: -byMinor },
    { account: kind === 'WRITE_OFF' ? WRITE_OFF_DEBT : RISK, amountMinor: byMinor },
  ]);
}

/** Asks for a debt once more or, after the merchant's last attempt, gives it up. */
export function recoverWindow(pool: Database, due: DueWindow, policy: PaymentPolicy): Promise<boolean> {
  return withWindow(pool, due, async (client, window) => {
    const isAsked = window.isAuthorisationPending || window.isSettlementPending;
    if (window.state !== 'DEBT' || isAsked || findOwed(window) <= 0) return false;
    const isTriedOut = window.isChargedBack || window.recoveries >= policy.recovery.attempts;
    const isLast = window.recoverBy === 'MERCHANT' && isTriedOut;
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
    amountMinor: findOwed(window),
  };
  const rider = riderAccount(window.accountId);
  const isRisk = judgeLoss(versions, listedSince) === 'RISK_LOSS';
  await postTransactions(client, [isRisk ? postRiskLoss(payment, rider) : postWriteOff(payment, rider)]);
  await changeWindow(client, window.payWindowId, {
    state,
    lostMinor: payment.amountMinor,
    recoverAtMs: null,
  });
  await wishDenied(client, window.accountId, 'DEBT');
  return true;
}

export async function liftDebtWish(client: DatabaseClient, accountId: string): Promise<void> {
  if (!(await hasDebt(client, accountId))) await liftWish(client, accountId, 'DEBT');
}
