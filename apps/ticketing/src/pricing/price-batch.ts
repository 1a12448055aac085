/**
 * Prices some accounts of the queue: loads what their prices depend on, prices, writes what changed, books it, and
 * takes them out of the queue, all in one transaction. Killed at any moment, it has done all of it or nothing.
 */
import {
  type Database,
  type DatabaseClient,
  type QueuedAccount,
  inTransaction,
  isRefusedRow,
  leaveQueue,
  loadOpenWindows,
  takeAccounts,
} from '@rukh/adapters/postgres';
import { askedUntilMs } from '@rukh/domain/ledger';
import { AccountError } from './account-error.js';
import { type BillingFacts, type PricedAccount, type Revision, planRevisions } from './plan-revisions.js';
import { priceAccounts } from './price-accounts.js';
import type { PricingRules } from './pricing-rules.js';
import { type BookedRevision, type PricingPolicy, bookRevision, saveRevisions } from './save-revisions.js';

export interface PricedBatch {
  readonly accounts: number;
  readonly rides: number;
  readonly revisions: readonly Revision[];
}

/** @throws AccountError where it is known which account cannot be priced; of one alone it is, whatever the database refuses */
export async function priceBatch(
  pool: Database,
  rules: PricingRules,
  policy: PricingPolicy,
  { limit, nowMs }: { readonly limit: number; readonly nowMs: number },
): Promise<PricedBatch> {
  let taken: readonly QueuedAccount[] = [];
  try {
    return await inTransaction(pool, async (client) => {
      taken = await takeAccounts(client, limit);
      return taken.length === 0
        ? { accounts: 0, rides: 0, revisions: [] }
        : priceTaken(client, taken, { rules, policy, nowMs });
    });
  } catch (error) {
    throw isRefusedRow(error) && taken.length === 1 ? new AccountError(taken[0]!, error) : error;
  }
}

interface BatchFacts {
  readonly rules: PricingRules;
  readonly policy: PricingPolicy;
  readonly nowMs: number;
}

async function priceTaken(
  client: DatabaseClient,
  taken: readonly QueuedAccount[],
  { rules, policy, nowMs }: BatchFacts,
): Promise<PricedBatch> {
  const facts = billingFacts(rules, policy);
  const batch = await priceAccounts(client, taken, { rules, nowMs, ...facts });
  const ids = taken.map(({ accountId }) => accountId);
  const open = await loadOpenWindows(client, ids);
  const revisions = batch.accounts.flatMap((account) => planSafely(account, facts, taken));
  await saveRevisions(client, revisions, { taps: batch.taps, open, rules, policy, nowMs, ids });
  await leaveQueue(client, taken);
  const rides = batch.accounts.reduce((sum, { news }) => sum + news.at(-1)!.charges.length, 0);
  return { accounts: taken.length, rides, revisions };
}

function billingFacts(rules: PricingRules, policy: PricingPolicy): BillingFacts {
  const fareDateAt = (atMs: number): string => rules.fareDateAt(atMs);
  return {
    fareDateAt,
    askedUntilMs: (atMs) =>
      askedUntilMs({ atMs, fareDayEndMs: rules.fareDayEndMs(fareDateAt(atMs)) }, policy),
  };
}

function planSafely(
  account: PricedAccount,
  facts: BillingFacts,
  taken: readonly QueuedAccount[],
): BookedRevision[] {
  try {
    return planRevisions(account, facts).map(bookRevision);
  } catch (error) {
    throw new AccountError(
      taken.find(({ accountId }) => accountId === account.accountId)!,
      error,
    );
  }
}
