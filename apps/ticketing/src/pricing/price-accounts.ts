/**
 * Prices accounts that were taken out of the queue: loads what their prices depend on, and answers their charges beside
 * those that held until now.
 */
import {
  type DatabaseClient,
  type LoadedTap,
  type QueuedAccount,
  type StoredCharge,
  loadCharges,
  loadChargesOfRides,
  loadRiders,
  loadTaps,
  reachBack,
} from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import { AccountError } from './account-error.js';
import type { PricedAccount } from './plan-revisions.js';
import type { PricingRules } from './pricing-rules.js';

export interface PricedAccounts {
  readonly accounts: readonly PricedAccount[];
  /** By their names. */
  readonly taps: ReadonlyMap<string, LoadedTap>;
}

export async function priceAccounts(
  client: DatabaseClient,
  taken: readonly QueuedAccount[],
  rules: PricingRules,
): Promise<PricedAccounts> {
  const wanted = taken.map(({ accountId, sinceMs }) => ({
    accountId,
    sinceMs: rules.revisedSinceMs(sinceMs),
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
  const tapsOf = await loadTaps(client, await reachBack(client, horizons, rules.pauseMs));
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
      taps,
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
