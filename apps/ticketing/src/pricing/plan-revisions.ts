/**
 * Which revisions of charges an account gets: those of rides that cost something else now, or for another reason,
 * those of new rides, and an end of those that are none any more. What has not changed is not written again.
 */
import type { NewCharge, StoredCharge } from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import {
  type BookedCharge,
  type LatePolicy,
  type PriceChange,
  billRevisions,
  cashAccount,
  isCollectable,
  riderAccount,
} from '@rukh/domain/ledger';
import type { MediaType } from '@rukh/domain/taps';
import { writeStable } from './write-stable.js';

/** What of a tap tells whether a price is late. */
export interface KnownTap {
  readonly ref: string;
  readonly atMs: number;
  /** Since when it is known as it is. */
  readonly knownMs: number;
}

/** An account as it was priced. */
export interface PricedAccount {
  readonly accountId: string;
  readonly causes: readonly string[];
  readonly charges: readonly Charge[];
  /** By ride: what held until now, whosever the ride was. */
  readonly stored: ReadonlyMap<string, StoredCharge>;
  readonly mediaTypes: ReadonlyMap<string, MediaType>;
  readonly taps: readonly KnownTap[];
}

export interface BillingFacts extends LatePolicy {
  readonly nowMs: number;
  fareDateAt(atMs: number): string;
  hasOpenWindow(accountId: string, fareDate: string): boolean;
}

export interface Revision {
  readonly charge: NewCharge;
  readonly before?: StoredCharge;
}

/** @throws RangeError where a tap is in two charges, or a ride would be paid for: money fails closed */
export function planRevisions(account: PricedAccount, facts: BillingFacts): Revision[] {
  checkTapsOnce(account.charges);
  checkAmounts(account.charges);
  const changed = account.charges
    .map((charge) => ({ charge, before: account.stored.get(charge.rideRef), details: writeStable(charge) }))
    .filter(({ before, details }) => before?.details !== details || before.accountId !== account.accountId);
  const ended = findEnded(account);
  const changes = [
    ...changed.map(({ charge, before }) => toPriceChange(account, charge, before, facts)),
    ...ended.map((before) => ({
      previousMinor: before.amountMinor,
      billedMinor: before.billedMinor,
      amountMinor: 0,
      isCollectable: false,
    })),
  ];
  const billed = billRevisions(changes);
  return [
    ...changed.map(({ charge, before, details }, i) => ({
      charge: toNewCharge({ account, charge, before, details, billedMinor: billed[i]!, facts }),
      ...(before && { before }),
    })),
    ...ended.map((before) => ({ charge: endCharge(before, account.causes), before })),
  ];
}

/** What a revision books, given the row. */
export function toBooked(charge: NewCharge | StoredCharge): BookedCharge {
  const { payer, currency, amountMinor, billedMinor, funded } = charge;
  return { payer, currency, amountMinor, billedMinor, ...(funded && { funded }) };
}

function checkTapsOnce(charges: readonly Charge[]): void {
  const seen = new Set<string>();
  for (const { tapRefs } of charges) {
    for (const ref of tapRefs) {
      if (seen.has(ref)) throw new RangeError(`tap ${ref} is in two charges`);
      seen.add(ref);
    }
  }
}

/** The database refuses such a charge too, but with all that is written beside it: other accounts would wait as well. */
function checkAmounts(charges: readonly Charge[]): void {
  for (const { rideRef, amountMinor } of charges) {
    if (amountMinor < 0) throw new RangeError(`ride ${rideRef} comes to ${amountMinor}, below nothing`);
  }
}

/** Rides of this account that pricing does not know any more. */
function findEnded({ accountId, charges, stored }: PricedAccount): StoredCharge[] {
  const rides = new Set(charges.map(({ rideRef }) => rideRef));
  return [...stored.values()].filter(
    (charge) => charge.accountId === accountId && !rides.has(charge.rideRef) && charge.disposition !== 'VOID',
  );
}

function toPriceChange(
  account: PricedAccount,
  charge: Charge,
  before: StoredCharge | undefined,
  facts: BillingFacts,
): PriceChange {
  const hasOpenWindow = facts.hasOpenWindow(account.accountId, facts.fareDateAt(charge.atMs));
  // A ride that goes to another payer was asked for in time.
  const hasMoved = before !== undefined && before.payer !== payerOf(account, charge);
  return {
    previousMinor: hasMoved ? 0 : (before?.amountMinor ?? 0),
    billedMinor: hasMoved ? 0 : (before?.billedMinor ?? 0),
    amountMinor: charge.amountMinor,
    isCollectable:
      (hasMoved && before.billedMinor > 0) ||
      isCollectable({ atMs: charge.atMs, hasOpenWindow }, findNewsMs(account, charge, before, facts), facts),
  };
}

/** Causes of another price that lie in taps alone. */
const OF_TAPS: readonly string[] = ['TAP', 'LATE_TAP'];

/**
 * When there was news of a price. A ride that came in time was ridden to be paid for, however long pricing itself was
 * away: so that goes by its taps, and where they alone changed a price that the rider was told, by all up to the last tap that
 * the ride has or had: a late one in between may have taken its exit away. Any other change is news when the rider is told.
 */
function findNewsMs(
  { taps, causes }: PricedAccount,
  charge: Charge,
  before: StoredCharge | undefined,
  { nowMs }: BillingFacts,
): number {
  if (before && !causes.every((cause) => OF_TAPS.includes(cause))) return nowMs;
  const refs = new Set([...charge.tapRefs, ...(before ? formerTaps(before) : [])]);
  const lastMs = taps.reduce(
    (last, { ref, atMs }) => (refs.has(ref) ? Math.max(last, atMs) : last),
    charge.atMs,
  );
  const isOfIt = ({ ref, atMs }: KnownTap): boolean =>
    refs.has(ref) || (before !== undefined && atMs <= lastMs);
  return taps.filter(isOfIt).reduce((newsMs, { knownMs }) => Math.max(newsMs, knownMs), -Infinity);
}

/** The taps that a ride had; those of one that was none are elsewhere. */
function formerTaps({ details }: StoredCharge): readonly string[] {
  return (JSON.parse(details) as Partial<Pick<Charge, 'tapRefs'>>).tapRefs ?? [];
}

interface ChargeParts {
  readonly account: PricedAccount;
  readonly charge: Charge;
  readonly before: StoredCharge | undefined;
  readonly details: string;
  readonly billedMinor: number;
  readonly facts: BillingFacts;
}

function toNewCharge({ account, charge, before, details, billedMinor, facts }: ChargeParts): NewCharge {
  return {
    rideRef: charge.rideRef,
    revision: (before?.revision ?? 0) + 1,
    ...(before && { supersedes: before.chargeId }),
    accountId: account.accountId,
    tappedAtMs: charge.atMs,
    fareDate: facts.fareDateAt(charge.atMs),
    tariffVersion: charge.tariffVersion,
    disposition: charge.disposition,
    currency: charge.currency,
    nominalMinor: charge.nominalMinor,
    amountMinor: charge.amountMinor,
    billedMinor,
    payer: payerOf(account, charge),
    ...(charge.funded && { funded: charge.funded }),
    ...(charge.operatorId !== undefined && { operatorId: charge.operatorId }),
    journeyRef: charge.journeyRef,
    tapRefs: charge.tapRefs,
    details,
    causes: account.causes,
  };
}

function endCharge(before: StoredCharge, causes: readonly string[]): NewCharge {
  return {
    rideRef: before.rideRef,
    revision: before.revision + 1,
    supersedes: before.chargeId,
    accountId: before.accountId,
    tappedAtMs: before.tappedAtMs,
    fareDate: before.fareDate,
    tariffVersion: before.tariffVersion,
    disposition: 'VOID',
    currency: before.currency,
    nominalMinor: 0,
    amountMinor: 0,
    billedMinor: 0,
    payer: before.payer,
    journeyRef: before.journeyRef,
    tapRefs: [],
    details: writeStable({ void: true, tapsAreElsewhere: true }),
    causes,
  };
}

/** Who is asked: cash was taken on board by the carrier, everything else is the account's. */
function payerOf({ accountId, mediaTypes }: PricedAccount, { rideRef, operatorId }: Charge): string {
  const mediaType = mediaTypes.get(rideRef);
  return mediaType === 'CASH' || mediaType === 'PAPER' ? cashAccount(operatorId) : riderAccount(accountId);
}
