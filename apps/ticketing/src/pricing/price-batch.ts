/**
 * Prices some accounts of the queue: loads what their prices depend on, prices, writes what changed, books it, and
 * takes them out of the queue, all in one transaction. Killed at any moment, it has done all of it or nothing.
 */
import {
  type Database,
  type DatabaseClient,
  type LoadedTap,
  type QueuedAccount,
  type StoredCharge,
  inTransaction,
  insertCharges,
  judgeBalances,
  leaveQueue,
  loadCharges,
  loadChargesOfRides,
  loadFunding,
  loadOpenWindows,
  loadRiders,
  loadTaps,
  postTransactions,
  recoverByTap,
  takeAccounts,
  windowKey,
} from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import { type LatePolicy, postCharge } from '@rukh/domain/ledger';
import { fillWindows } from './fill-windows.js';
import { findExcess, postExcesses } from './find-excess.js';
import {
  type BillingFacts,
  type PricedAccount,
  type Revision,
  planRevisions,
  toBooked,
} from './plan-revisions.js';
import type { PricingRules } from './pricing-rules.js';

export interface PricingPolicy extends LatePolicy {
  /** A pay window stays open so long after its fare day, for taps that are under way. */
  readonly windowGraceMs: number;
  /** So much may a prepaid account owe before it is refused. */
  readonly allowedDebtMinor: number;
}

const LONGEST_RIDE_MS = 12 * 3_600_000;

export interface PricedBatch {
  readonly accounts: number;
  readonly rides: number;
  readonly revisions: readonly Revision[];
}

/** The account that could not be priced, so that it can be put off. */
export class AccountError extends Error {
  constructor(
    readonly account: QueuedAccount,
    override readonly cause: unknown,
  ) {
    super(
      `account ${account.accountId} cannot be priced: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

export function priceBatch(
  pool: Database,
  rules: PricingRules,
  policy: PricingPolicy,
  { limit, nowMs }: { readonly limit: number; readonly nowMs: number },
): Promise<PricedBatch> {
  return inTransaction(pool, async (client) => {
    const taken = await takeAccounts(client, limit);
    if (taken.length === 0) return { accounts: 0, rides: 0, revisions: [] };
    const batch = await priceAccounts(client, taken, rules);
    const ids = taken.map(({ accountId }) => accountId);
    const open = await loadOpenWindows(client, ids);
    const facts: BillingFacts = {
      nowMs,
      lateCollectDays: policy.lateCollectDays,
      fareDateAt: (atMs) => rules.fareDateAt(atMs),
      hasOpenWindow: (accountId, fareDate) => open.has(windowKey({ accountId, fareDate })),
    };
    const revisions = batch.accounts.flatMap((account) => planSafely(account, facts, taken));
    await saveRevisions(client, revisions, { batch, open, rules, policy, nowMs, ids });
    await leaveQueue(client, taken);
    const rides = batch.accounts.reduce((sum, { charges }) => sum + charges.length, 0);
    return { accounts: taken.length, rides, revisions };
  });
}

interface LoadedBatch {
  readonly accounts: readonly PricedAccount[];
  readonly taps: ReadonlyMap<string, LoadedTap>;
}

async function priceAccounts(
  client: DatabaseClient,
  taken: readonly QueuedAccount[],
  rules: PricingRules,
): Promise<LoadedBatch> {
  // A ride may have begun before what changed in it.
  const wanted = taken.map(({ accountId, sinceMs }) => ({
    accountId,
    sinceMs: rules.revisedSinceMs(sinceMs - LONGEST_RIDE_MS),
  }));
  const riders = await loadRiders(
    client,
    taken.map(({ accountId }) => accountId),
  );
  const horizons = wanted.map(({ accountId, sinceMs }) => ({
    accountId,
    sinceMs: rules.horizonMs(sinceMs, riders.get(accountId)!),
  }));
  const sinceOf = new Map(wanted.map(({ accountId, sinceMs }) => [accountId, sinceMs]));
  const tapsOf = await loadTaps(client, horizons);
  const stored = new Map((await loadCharges(client, wanted)).map((charge) => [charge.rideRef, charge]));
  const priced = taken.map((account) => {
    try {
      const charges = rules.price(riders.get(account.accountId)!, tapsOf.get(account.accountId)!);
      // What lies before was priced without what came before it.
      const sinceMs = sinceOf.get(account.accountId)!;
      return { account, charges: charges.filter(({ atMs }) => atMs >= sinceMs) };
    } catch (error) {
      throw new AccountError(account, error);
    }
  });
  await addOthersCharges(client, stored, priced);
  const storedOf = Map.groupBy(stored.values(), ({ accountId }) => accountId);
  const accounts = priced.map(({ account, charges }) => {
    const taps = tapsOf.get(account.accountId)!;
    return {
      accountId: account.accountId,
      causes: account.causes,
      charges: [...charges].sort((a, b) => a.atMs - b.atMs || (a.rideRef < b.rideRef ? -1 : 1)),
      stored: storedFor(account.accountId, charges, stored, storedOf),
      mediaTypes: new Map(taps.map(({ ref, mediaType }) => [ref, mediaType])),
    };
  });
  const taps = new Map([...tapsOf.values()].flat().map((tap) => [tap.ref, tap]));
  return { accounts, taps };
}

/** Rides that are new to these accounts may have been another's, e.g. before two media were merged. */
async function addOthersCharges(
  client: DatabaseClient,
  stored: Map<string, StoredCharge>,
  priced: readonly { readonly charges: readonly Charge[] }[],
): Promise<void> {
  const unknown = priced.flatMap(({ charges }) =>
    charges.map(({ rideRef }) => rideRef).filter((ref) => !stored.has(ref)),
  );
  for (const charge of await loadChargesOfRides(client, unknown)) stored.set(charge.rideRef, charge);
}

function storedFor(
  accountId: string,
  charges: readonly Charge[],
  stored: ReadonlyMap<string, StoredCharge>,
  storedOf: ReadonlyMap<string, readonly StoredCharge[]>,
): Map<string, StoredCharge> {
  const own = new Map((storedOf.get(accountId) ?? []).map((charge) => [charge.rideRef, charge]));
  for (const { rideRef } of charges) {
    const charge = stored.get(rideRef);
    if (charge) own.set(rideRef, charge);
  }
  return own;
}

function planSafely(
  account: PricedAccount,
  facts: BillingFacts,
  taken: readonly QueuedAccount[],
): Revision[] {
  try {
    return planRevisions(account, facts);
  } catch (error) {
    throw new AccountError(
      taken.find(({ accountId }) => accountId === account.accountId)!,
      error,
    );
  }
}

interface SaveFacts {
  readonly batch: LoadedBatch;
  readonly open: ReadonlyMap<string, string>;
  readonly rules: PricingRules;
  readonly policy: PricingPolicy;
  readonly nowMs: number;
  readonly ids: readonly string[];
}

async function saveRevisions(
  client: DatabaseClient,
  revisions: readonly Revision[],
  { batch, open, rules, policy, nowMs, ids }: SaveFacts,
): Promise<void> {
  if (revisions.length === 0) return;
  const chargeIds = await insertCharges(
    client,
    revisions.map(({ charge }) => charge),
  );
  const funding = await loadFunding(client, ids);
  const excess = await findExcess(client, revisions);
  await fillWindows(client, revisions, chargeIds, {
    nowMs,
    excess,
    open,
    isGateway: (accountId) => funding.get(accountId) === 'GATEWAY',
    tokenOf: (rideRef) => batch.taps.get(rideRef)!.tokenRef,
    closesAtMs: (fareDate) => Math.max(rules.fareDayEndMs(fareDate), nowMs) + policy.windowGraceMs,
  });
  const booked = revisions.map(({ charge, before }) => {
    const key = `charge:${charge.rideRef}:${charge.revision}`;
    const chargeId = chargeIds.get(charge.rideRef)!;
    return { ...postCharge(key, before && toBooked(before), toBooked(charge)), chargeId };
  });
  await postTransactions(client, [...booked, ...postExcesses(revisions, excess, chargeIds)]);
  await judgeBalances(client, ids, policy.allowedDebtMinor);
  await recoverByTap(client, ids);
}
