/**
 * A ride as it is told to who follows money and has no business with riders: the ride, its price and its bookings. Two
 * rides of one rider must not be seen to be of one, so what they have in common is left out (accounts, entitlements,
 * passes, pay windows and what the gateway calls them, journeys) and so are times that only what belongs together has to
 * the millisecond. What is told is listed: a field that comes to be later is not told until it is written down here.
 */
import type {
  ChargeRevision,
  ListedRide,
  RideTrace,
  TracedBooking,
  TracedWindow,
} from '@rukh/adapters/postgres';
import type { Charge, Reason } from '@rukh/domain/fares';
import type { RideShares } from '../reports/share-ride.js';

const NOBODY = '';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;
/** Accounts of the ledger that are one rider's each (libs/domain/src/ledger/ledger-account.ts). */
const OF_RIDER = /^rider:.*/s;
/** A price by a concession is made by the rider's own entitlement, not by a row of the tariff. */
const OF_ENTITLEMENT = /^entitlement:.*/s;
/** What of a charge is the ride's or the tariff's. */
const CHARGE_TOLD = [
  ...['rideRef', 'tapRefs', 'atMs', 'tariffVersion', 'currency', 'fareProductId', 'riderCategoryId'],
  ...['fareMediaId', 'disposition', 'nominalMinor', 'amountMinor', 'operatorId'],
];
/** What of a reason is the tariff's, or a count or a sum; moments are told less exactly (`tellInputs`). */
const INPUTS_TOLD = new Set([
  ...['product', 'category', 'fallback', 'media', 'kind', 'rule', 'effect', 'measure', 'fault'],
  ...['period', 'length', 'counts'],
  ...['amountMinor', 'fareMinor', 'withoutMinor', 'eachMinor', 'priceMinor', 'leftMinor', 'beyondMinor'],
  ...['before', 'limit', 'count', 'most', 'paid', 'used', 'rides', 'transfers', 'seconds', 'durationSeconds'],
  ...['percent', 'beyondPercent'],
]);

export function withoutRider(trace: RideTrace): RideTrace {
  const { tap, corrections, contexts, rideRef } = trace;
  return {
    ...{ corrections, contexts, rideRef },
    tap: { ...tap, accountId: null },
    revisions: trace.revisions.map(tellRevision),
    refunds: trace.refunds.map((refund) => ({ ...refund, reason: NOBODY, decisionNote: null })),
    windows: trace.windows.map(tellWindow),
    bookings: trace.bookings.map(tellBooking),
  };
}

export function listWithoutRiders(rides: readonly ListedRide[]): ListedRide[] {
  return rides.map((ride) => ({ ...ride, accountId: NOBODY }));
}

/** What its own carrier has of the ride, without the others of the rider's journey. */
export function shareWithoutRider({ run, rule, rides, sold }: RideShares, rideRef: string): RideShares {
  const own = rides.filter((ride) => ride.rideRef === rideRef);
  return { run, rule, sold, rides: own.map((ride) => ({ ...ride, journeyRef: NOBODY })) };
}

function tellRevision(revision: ChargeRevision): ChargeRevision {
  const causes = revision.causes.map((cause) => /^[a-z_]*/i.exec(cause)![0]);
  return {
    ...revision,
    accountId: NOBODY,
    journeyRef: NOBODY,
    causes: [...new Set(causes)],
    details: tellCharge(revision.details as Partial<Charge>),
    madeAt: round(revision.madeAt, MINUTE_MS),
  };
}

function tellCharge(charge: Partial<Charge>): object {
  const { funded, reasons, adjustments } = charge;
  const told = Object.entries(charge).filter(([name]) => CHARGE_TOLD.includes(name));
  return {
    ...Object.fromEntries(told),
    ...(funded && {
      funded: { fundingBodyId: funded.fundingBodyId, amountMinor: funded.amountMinor },
    }),
    ...(adjustments && {
      adjustments: adjustments.map((step) => ({ ...step, ruleId: tellRule(step.ruleId) })),
    }),
    ...(reasons && {
      reasons: reasons.map(({ code, ruleId, inputs }) => ({
        ...{ code, ruleId: tellRule(ruleId), inputs: tellInputs(inputs) },
      })),
    }),
  };
}

function tellRule(ruleId: string): string {
  return ruleId.replace(OF_ENTITLEMENT, 'entitlement');
}

/** A transfer's beginning is the ride before, and the end of a pass or concession is the rider's: as exact as words are. */
function tellInputs(inputs: Reason['inputs']): Reason['inputs'] {
  const { openedMs, untilMs, sinceMs } = inputs;
  return {
    ...Object.fromEntries(Object.entries(inputs).filter(([name]) => INPUTS_TOLD.has(name))),
    ...(openedMs !== undefined && { openedMs: Math.floor(Number(openedMs) / MINUTE_MS) * MINUTE_MS }),
    ...(sinceMs !== undefined && { sinceMs: Math.floor(Number(sinceMs) / MINUTE_MS) * MINUTE_MS }),
    // Days of no city begin within a quarter of an hour, so the day stays what it is.
    ...(untilMs !== undefined && { untilMs: Math.ceil(Number(untilMs) / QUARTER_MS) * QUARTER_MS }),
  };
}

/** Other rides are in the window too: neither what they make together is told, nor the moments of its calls. */
function tellWindow(window: TracedWindow): TracedWindow {
  const { fareDate, state, currency, rideMinor, closedAt } = window;
  return {
    ...{ fareDate, state, currency, rideMinor },
    ...{ payWindowId: NOBODY, number: 0, netMinor: null, settledMinor: null },
    openedAt: round(window.openedAt, HOUR_MS),
    closesAt: round(window.closesAt, HOUR_MS),
    closedAt: closedAt && round(closedAt, HOUR_MS),
    authorisations: window.authorisations.map(tellAuthorisation),
    settlements: window.settlements.map(tellSettlement),
  };
}

function tellAuthorisation(call: TracedWindow['authorisations'][number]): typeof call {
  const { kind, status, reason, requestedAt, answeredAt } = call;
  return {
    ...{ kind, status, reason },
    ...{ authorisationId: NOBODY, begunBy: null, amountMinor: null, gatewayRef: null },
    requestedAt: round(requestedAt, HOUR_MS),
    answeredAt: answeredAt && round(answeredAt, HOUR_MS),
  };
}

function tellSettlement(made: TracedWindow['settlements'][number]): typeof made {
  const { kind, isAtRisk, status, reason, requestedAt, settledAt } = made;
  return {
    ...{ kind, isAtRisk, status, reason },
    ...{ settlementId: NOBODY, amountMinor: null, gatewayRef: null, transactionId: null, key: null },
    requestedAt: round(requestedAt, HOUR_MS),
    settledAt: settledAt && round(settledAt, HOUR_MS),
  };
}

function tellBooking(booking: TracedBooking): TracedBooking {
  return {
    ...booking,
    key: NOBODY,
    postedAt: round(booking.postedAt, MINUTE_MS),
    entries: booking.entries.map(({ account, amountMinor }) => ({
      ...{ account: account.replace(OF_RIDER, 'rider'), amountMinor },
    })),
  };
}

function round(time: Date, toMs: number): Date {
  return new Date(Math.floor(time.getTime() / toMs) * toMs);
}
