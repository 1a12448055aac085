/** Writes what prices became: the revisions, the pay windows that they fill, what is booked, who is refused for it. */
import {
  type DatabaseClient,
  type LoadedTap,
  insertCharges,
  judgeBalances,
  loadFunding,
  postTransactions,
  recoverByTap,
} from '@rukh/adapters/postgres';
import { type LatePolicy, type LedgerTransaction, postCharge } from '@rukh/domain/ledger';
import { fillWindows } from './fill-windows.js';
import { findExcess, postExcesses } from './find-excess.js';
import { type Revision, toBooked } from './plan-revisions.js';
import type { PricingRules } from './pricing-rules.js';

export interface PricingPolicy extends LatePolicy {
  /** A card that was not used for so many days is asked about again; 0 = at its first ride only. */
  readonly cardCheckDays: number;
  /** So much may a prepaid account owe before it is refused. */
  readonly allowedDebtMinor: number;
}

/** A revision with what it books. */
export interface BookedRevision extends Revision {
  readonly posting: LedgerTransaction;
}

/** @throws RangeError where it cannot be booked, e.g. in another currency than the revision before */
export function bookRevision(revision: Revision): BookedRevision {
  const { charge, before } = revision;
  const key = `charge:${charge.rideRef}:${charge.revision}`;
  return { ...revision, posting: postCharge(key, before && toBooked(before), toBooked(charge)) };
}

interface SaveFacts {
  readonly taps: ReadonlyMap<string, LoadedTap>;
  readonly open: ReadonlyMap<string, string>;
  readonly rules: PricingRules;
  readonly policy: PricingPolicy;
  readonly nowMs: number;
  readonly ids: readonly string[];
}

export async function saveRevisions(
  client: DatabaseClient,
  revisions: readonly BookedRevision[],
  { taps, open, rules, policy, nowMs, ids }: SaveFacts,
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
    cardCheckDays: policy.cardCheckDays,
    isGateway: (accountId) => funding.get(accountId) === 'GATEWAY',
    tokenOf: (rideRef) => taps.get(rideRef)!.tokenRef,
    closesAtMs: (fareDate) => Math.max(rules.fareDayEndMs(fareDate), nowMs) + policy.windowGraceMs,
  });
  const booked = revisions.map(({ charge, posting }) => ({
    ...posting,
    chargeId: chargeIds.get(charge.rideRef)!,
  }));
  await postTransactions(client, [...booked, ...postExcesses(revisions, excess, chargeIds)]);
  await judgeBalances(client, ids, policy.allowedDebtMinor);
  await recoverByTap(client, ids);
}
