/**
 * Accounts of the ledger, named by the role of who has them. An account needs no opening: it is there with its first
 * entry. A balance above nought is owed to the scheme, or kept for it by somebody; below nought the scheme owes it.
 *
 * | account | above nought | below nought |
 * |---|---|---|
 * | `rider:{accountId}` | the rider owes for rides | the rider has paid before riding |
 * | `operator:{operatorId}` | | share of the revenue that is still to be paid out to a carrier |
 * | `funding:{fundingBodyId}` | a community or the state owes for concessions | has paid more than it owed |
 * | `gateway` | the acquirer holds it, and pays it out | |
 * | `bank` | has come to the scheme's bank account from funding bodies and carriers | has left it to carriers |
 * | `cash`, `cash:{sellerId}` | taken on board, at a desk or in an app by that carrier or seller, who owes it | has handed in more than it took |
 * | `fine:{fineId}` | is to be paid for a fine | was paid for one that fell away, and is to go back |
 * | `fines` | | brought by fines; nobody's share |
 * | `revenue` | | earned by rides and not yet divided between carriers |
 * | `risk` | rides let on board in good faith that no card paid for, or on media that were reported lost | |
 * | `write-off:late`, `write-off:debt` | not asked for, being too late; given up | |
 */
export type LedgerAccount = string;

const ID = /^[A-Za-z0-9_.-]{1,64}$/;

export const GATEWAY: LedgerAccount = 'gateway';
export const BANK: LedgerAccount = 'bank';
export const FINES: LedgerAccount = 'fines';
export const REVENUE: LedgerAccount = 'revenue';
export const RISK: LedgerAccount = 'risk';
export const WRITE_OFF_LATE: LedgerAccount = 'write-off:late';
export const WRITE_OFF_DEBT: LedgerAccount = 'write-off:debt';

export function riderAccount(accountId: string | number): LedgerAccount {
  return named('rider', String(accountId));
}

export function operatorAccount(operatorId: string): LedgerAccount {
  return named('operator', operatorId);
}

export function fundingAccount(fundingBodyId: string): LedgerAccount {
  return named('funding', fundingBodyId);
}

export function fineAccount(fineId: number): LedgerAccount {
  return named('fine', String(fineId));
}

/** What was taken from riders, by whom; by nobody known where a tap has no carrier, or a sale no seller. */
export function cashAccount(sellerId?: string): LedgerAccount {
  return sellerId === undefined ? 'cash' : named('cash', sellerId);
}

function named(role: string, id: string): LedgerAccount {
  if (!ID.test(id)) throw new RangeError(`${JSON.stringify(id)} names no ${role}`);
  return `${role}:${id}`;
}
