/**
 * A ride as it is told to who follows money and has no business with riders: without the account, in whose name all its
 * rides could be found, and without the rider's own words. What is left is the ride, its price and its bookings.
 */
import type { ListedRide, RideTrace } from '@rukh/adapters/postgres';

const NOBODY = '';
/** Accounts of the ledger that are one rider's each (libs/domain/src/ledger/ledger-account.ts). */
const OF_RIDER = /^rider:.*/s;

export function withoutRider(trace: RideTrace): RideTrace {
  return {
    ...trace,
    tap: { ...trace.tap, accountId: null },
    revisions: trace.revisions.map((revision) => ({ ...revision, accountId: NOBODY })),
    refunds: trace.refunds.map((refund) => ({ ...refund, reason: NOBODY })),
    bookings: trace.bookings.map((booking) => ({
      ...booking,
      entries: booking.entries.map((entry) => ({
        ...entry,
        account: entry.account.replace(OF_RIDER, 'rider'),
      })),
    })),
  };
}

export function listWithoutRiders(rides: readonly ListedRide[]): ListedRide[] {
  return rides.map((ride) => ({ ...ride, accountId: NOBODY }));
}
