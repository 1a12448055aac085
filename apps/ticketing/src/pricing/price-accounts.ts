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
import type { Charge, Rider } from '@rukh/domain/fares';
import { orderNews } from '@rukh/domain/ledger';
import { AccountError } from './account-error.js';
import type { BillingFacts, PricedAccount } from './plan-revisions.js';
import type { PricingRules } from './pricing-rules.js';

export interface PricedAccounts {
  readonly accounts: readonly PricedAccount[];
  /** By their names. */
  readonly taps: ReadonlyMap<string, LoadedTap>;
}

export interface PricingFacts extends Pick<BillingFacts, 'askedUntilMs'> {
  readonly rules: PricingRules;
  readonly nowMs: number;
}

export async function priceAccounts(
  client: DatabaseClient,
  taken: readonly QueuedAccount[],
  facts: PricingFacts,
): Promise<PricedAccounts> {
  const loaded = await loadAccounts(client, taken, facts.rules);
  const stored = new Map((await loadCharges(client, loaded)).map((charge) => [charge.rideRef, charge]));
  const priced = loaded.map((one) => ({ ...one, charges: safely(one, () => priceSince(one, facts)) }));
  await addOthersCharges(client, stored, priced);
  const payers = new Map(
    priced.flatMap(({ accountId, charges }) => charges.map(({ rideRef }) => [rideRef, accountId] as const)),
  );
  // A ride that another account of these takes over is that one's to revise.
  const storedOf = Map.groupBy(stored.values(), ({ rideRef, accountId }) => payers.get(rideRef) ?? accountId);
  const accounts = priced.map((one): PricedAccount => {
    const own = new Map((storedOf.get(one.accountId) ?? []).map((charge) => [charge.rideRef, charge]));
    return {
      accountId: one.accountId,
      causes: one.account.causes,
      news: safely(one, () => priceNews(one, own, facts)),
      stored: own,
      mediaTypes: new Map(one.taps.map(({ ref, mediaType }) => [ref, mediaType])),
    };
  });
  return { accounts, taps: new Map(loaded.flatMap(({ taps }) => taps).map((tap) => [tap.ref, tap])) };
}

interface LoadedAccount {
  readonly account: QueuedAccount;
  readonly accountId: string;
  readonly rider: Rider;
  readonly taps: readonly LoadedTap[];
  /** Rides from then on may cost something else. What lies before was priced without what came before it. */
  readonly sinceMs: number;
}

async function loadAccounts(
  client: DatabaseClient,
  taken: readonly QueuedAccount[],
  rules: PricingRules,
): Promise<LoadedAccount[]> {
  const riders = await loadRiders(
    client,
    taken.map(({ accountId }) => accountId),
  );
  const wanted = taken.map((account) => {
    const { accountId } = account;
    const sinceMs = rules.revisedSinceMs(account.sinceMs);
    return { account, accountId, sinceMs, rider: riders.get(accountId)! };
  });
  const horizons = wanted.map(({ accountId, sinceMs, rider }) => ({
    ...{ accountId, sinceMs: rules.horizonMs(sinceMs, rider) },
  }));
  const tapsOf = await loadTaps(client, await reachBack(client, horizons, rules.pauseMs));
  return wanted.map((one) => ({ ...one, taps: tapsOf.get(one.accountId)! }));
}

function safely<T>({ account }: LoadedAccount, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AccountError(account, error);
  }
}

function priceSince({ rider, taps, sinceMs }: LoadedAccount, { rules }: PricingFacts): Charge[] {
  return rules
    .price(rider, taps)
    .filter(({ atMs }) => atMs >= sinceMs)
    .sort((a, b) => a.atMs - b.atMs || (a.rideRef < b.rideRef ? -1 : 1));
}

/** @param stored of the account */
function priceNews(
  one: LoadedAccount & { readonly charges: readonly Charge[] },
  stored: ReadonlyMap<string, StoredCharge>,
  facts: PricingFacts,
): PricedAccount['news'] {
  const { rules, nowMs, askedUntilMs } = facts;
  const pieces = orderNews(one.taps, {
    ...{ sinceMs: one.sinceMs, nowMs, askedUntilMs },
    listPriced: () => listPriced(one, stored),
    revisedSinceMs: (tapMs) => rules.revisedSinceMs(tapMs),
  });
  const before = pieces
    .slice(0, -1)
    .map(({ atMs, taps }) => ({ atMs, charges: priceSince({ ...one, taps }, facts) }));
  return [...before, { atMs: pieces.at(-1)!.atMs, charges: one.charges }];
}

/** What put the account into the queue lies no earlier than its instant there. */
function listPriced(
  { account, taps }: LoadedAccount,
  stored: ReadonlyMap<string, StoredCharge>,
): ReadonlySet<string> {
  const before = taps.filter(({ atMs }) => atMs < account.sinceMs).map(({ ref }) => ref);
  return new Set([...before, ...[...stored.values()].flatMap(tapsOfCharge)]);
}

/** None of a ride that was none: its taps are elsewhere. */
function tapsOfCharge({ details, movedFrom }: StoredCharge): readonly string[] {
  return movedFrom?.tapRefs ?? (JSON.parse(details) as Partial<Pick<Charge, 'tapRefs'>>).tapRefs ?? [];
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
