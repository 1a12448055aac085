/**
 * Which revisions of charges an account gets: those of rides that cost something else now, or for another reason,
 * those of new rides, and an end of those that are none any more. What has not changed is not written again.
 */
import type { NewCharge, StoredCharge } from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import { type Asked, type BookedCharge, billNews, cashAccount, riderAccount } from '@rukh/domain/ledger';
import type { MediaType } from '@rukh/domain/taps';
import { writeStable } from './write-stable.js';

/** An account as it was priced. */
export interface PricedAccount {
  readonly accountId: string;
  readonly causes: readonly string[];
  /** What came to be known since then, in the order in which it came; the last piece is what holds now. */
  readonly news: readonly [...PricedNews[], PricedNews];
  /** By ride: what held until now, whosever the ride was. */
  readonly stored: ReadonlyMap<string, StoredCharge>;
  readonly mediaTypes: ReadonlyMap<string, MediaType>;
}

/** The charges of all rides by what was known then. */
export interface PricedNews {
  readonly atMs: number;
  readonly charges: readonly Charge[];
}

export interface BillingFacts {
  fareDateAt(atMs: number): string;
  /** Until when a ride at that instant is asked for. */
  askedUntilMs(atMs: number): number;
}

export interface Revision {
  readonly charge: NewCharge;
  readonly before?: StoredCharge;
}

/** @throws RangeError where a tap is in two charges, or a ride would be paid for: money fails closed */
export function planRevisions(account: PricedAccount, facts: BillingFacts): Revision[] {
  const { charges } = account.news.at(-1)!;
  checkTapsOnce(charges);
  checkAmounts(charges);
  const asked = billAll(account, facts);
  const changed = charges
    .map((charge) => ({
      ...{ charge, before: account.stored.get(charge.rideRef), details: writeStable(charge) },
      billedMinor: asked.get(charge.rideRef)!.billedMinor,
    }))
    .filter(
      ({ before, details, billedMinor }) =>
        before?.details !== details ||
        before.accountId !== account.accountId ||
        before.billedMinor !== billedMinor,
    );
  return [
    ...changed.map(({ before, ...parts }) => ({
      charge: toNewCharge({ account, before, ...parts, facts }),
      ...(before && { before }),
    })),
    ...findEnded(account, charges).map((before) => ({ charge: endCharge(before, account), before })),
  ];
}

/**
 * Piece by piece, each by the policy by itself. Of a ride that its former account's pricing ended, its medium being this
 * account's now, it goes on from what was asked for it there: the two are priced together or one after the other.
 */
function billAll(account: PricedAccount, facts: BillingFacts): Asked {
  const rides = new Set(account.news.at(-1)!.charges.map(({ rideRef }) => rideRef));
  const before = new Map(
    [...account.stored].map(([ref, charge]) => [ref, (rides.has(ref) && charge.movedFrom) || charge]),
  );
  return account.news.reduce<Asked>(
    (asked, { atMs, charges }) =>
      billNews(
        asked,
        charges.map((charge) => ({ ...charge, payer: payerOf(account, charge) })),
        (ride) => atMs === -Infinity || atMs <= facts.askedUntilMs(ride.atMs),
      ),
    before,
  );
}

/** What a revision books, given the row. */
export function toBooked(charge: NewCharge | StoredCharge): BookedCharge {
  const { payer, currency, amountMinor, billedMinor, disposition, funded } = charge;
  return { payer, currency, amountMinor, billedMinor, disposition, ...(funded && { funded }) };
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
function findEnded({ accountId, stored }: PricedAccount, charges: readonly Charge[]): StoredCharge[] {
  const rides = new Set(charges.map(({ rideRef }) => rideRef));
  return [...stored.values()].filter(
    (charge) => charge.accountId === accountId && !rides.has(charge.rideRef) && charge.disposition !== 'VOID',
  );
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

/** Whether a ride ends because its medium is another account's, or because its tap is part of another ride. */
function endCharge(before: StoredCharge, { causes, mediaTypes }: PricedAccount): NewCharge {
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
    details: writeStable({
      ...{ void: true, tapsAreElsewhere: true },
      ...(!mediaTypes.has(before.rideRef) && { mediumMoved: true }),
    }),
    causes,
  };
}

/** Who is asked: cash was taken on board by the carrier, everything else is the account's. */
function payerOf({ accountId, mediaTypes }: PricedAccount, { rideRef, operatorId }: Charge): string {
  const mediaType = mediaTypes.get(rideRef);
  return mediaType === 'CASH' || mediaType === 'PAPER' ? cashAccount(operatorId) : riderAccount(accountId);
}
