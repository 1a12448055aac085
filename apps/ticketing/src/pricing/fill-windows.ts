/**
 * Puts what revisions change for riders who pay by card into pay windows. Called in the transaction that writes the
 * revisions, with the accounts locked.
 */
import {
  type DatabaseClient,
  type NewWindow,
  type RideShare,
  type WindowItem,
  addItems,
  loadShares,
  openWindows,
  requestCardChecks,
  windowKey,
} from '@rukh/adapters/postgres';
import { attributeDelta } from '@rukh/domain/ledger';
import type { Revision } from './plan-revisions.js';

export interface WindowFacts {
  readonly nowMs: number;
  readonly cardCheckDays: number;
  /** By `{accountId} {fareDate}`. */
  readonly open: ReadonlyMap<string, string>;
  /** By ride: what a refund gave back before. */
  readonly excess: ReadonlyMap<string, number>;
  /** Whether the account pays through the gateway. */
  isGateway(accountId: string): boolean;
  tokenOf(rideRef: string): string;
  closesAtMs(fareDate: string): number;
}

interface WindowDelta {
  readonly revision: Revision;
  readonly deltaMinor: number;
  readonly shares: readonly RideShare[];
}

export async function fillWindows(
  client: DatabaseClient,
  revisions: readonly Revision[],
  chargeIds: ReadonlyMap<string, string>,
  facts: WindowFacts,
): Promise<void> {
  const shares = await loadShares(
    client,
    revisions.filter(({ before }) => before).map(({ charge }) => charge.rideRef),
  );
  const deltas = revisions.flatMap((revision) =>
    toDeltas(revision, shares.get(revision.charge.rideRef), facts),
  );
  const open = await openMissing(client, deltas, facts);
  const items = deltas.flatMap((delta) => toItems(delta, open, chargeIds));
  await addItems(client, items);
}

/** What a revision changes for its account and, where the ride was another's, for that one. */
function toDeltas(revision: Revision, shares: readonly RideShare[] = [], facts: WindowFacts): WindowDelta[] {
  const { charge, before } = revision;
  const isSame = before?.payer === charge.payer;
  const deltas: WindowDelta[] = [];
  if (before && !isSame && shares.length > 0) {
    deltas.push({ revision, deltaMinor: -before.billedMinor, shares });
  }
  if (isAsked(charge, facts)) {
    const excessMinor = facts.excess.get(charge.rideRef) ?? 0;
    const deltaMinor = charge.billedMinor - (isSame ? before.billedMinor : 0) + excessMinor;
    deltas.push({ revision, deltaMinor, shares: isSame ? shares : [] });
  }
  return deltas.filter(({ deltaMinor }) => deltaMinor !== 0);
}

function isAsked({ accountId, payer }: Revision['charge'], facts: WindowFacts): boolean {
  return payer.startsWith('rider:') && facts.isGateway(accountId);
}

async function openMissing(
  client: DatabaseClient,
  deltas: readonly WindowDelta[],
  facts: WindowFacts,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, NewWindow>();
  for (const { revision, deltaMinor, shares } of deltas) {
    const needsOpen = attributeDelta(deltaMinor, shares).some(({ payWindowId }) => payWindowId === undefined);
    const { accountId, fareDate, currency, rideRef } = revision.charge;
    const key = windowKey({ accountId, fareDate });
    if (!needsOpen || facts.open.has(key) || missing.has(key)) continue;
    missing.set(key, {
      accountId,
      fareDate,
      currency,
      tokenRef: facts.tokenOf(rideRef),
      openedAtMs: facts.nowMs,
      closesAtMs: facts.closesAtMs(fareDate),
    });
  }
  const opened = await openWindows(client, [...missing.values()]);
  await requestCardChecks(client, [...opened.values()], facts.cardCheckDays);
  return new Map([...facts.open, ...opened]);
}

function toItems(
  { revision, deltaMinor, shares }: WindowDelta,
  open: ReadonlyMap<string, string>,
  chargeIds: ReadonlyMap<string, string>,
): WindowItem[] {
  const { charge } = revision;
  return attributeDelta(deltaMinor, shares).map((part) => ({
    payWindowId: part.payWindowId ?? open.get(windowKey(charge))!,
    rideRef: charge.rideRef,
    chargeId: chargeIds.get(charge.rideRef)!,
    deltaMinor: part.deltaMinor,
  }));
}
