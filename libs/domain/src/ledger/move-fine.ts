/**
 * What becomes of a fine, and what is booked for each step. A fine is no fare: what it brings is on an account of its own, which is
 * not divided between carriers. It falls away when the tap surfaces that shows that the rider had validated, or when the office
 * cancels it; what was paid for it then goes back.
 */
import { BANK, FINES, type LedgerAccount, cashAccount, fineAccount } from './ledger-account.js';
import { type LedgerTransaction, type TransactionKind, composeTransaction } from './ledger-transaction.js';
import { isSamePerson } from './same-person.js';

export const FINE_STATES = ['ISSUED', 'PAID', 'VOIDED', 'TO_REFUND', 'REFUNDED'] as const;
export type FineState = (typeof FINE_STATES)[number];

export const FINE_STEPS = [
  'ISSUED',
  'SURFACED',
  'CANCELLED',
  'PAYMENT',
  'PAYMENT_TAKEN_BACK',
  'REFUND',
  'REFUND_TAKEN_BACK',
] as const;
export type FineStep = (typeof FINE_STEPS)[number];

/** Where money of a fine came in or went out: the bank account, or the cash of the inspector's carrier. */
export const FINE_TILLS = ['BANK', 'CASH'] as const;
export type FineTill = (typeof FINE_TILLS)[number];

export interface FineEvent {
  readonly step: FineStep;
  /** Who did it. */
  readonly actor: string;
  /** Of a payment or refund: the bank's document, or the number of the receipt. */
  readonly reference: string | null;
  readonly till: FineTill | null;
}

export type FineRefusal =
  | 'PAID_ALREADY'
  | 'NOTHING_TO_REFUND'
  | 'NOT_IN_FORCE'
  | 'NOTHING_TO_TAKE_BACK'
  | 'OTHER_CURRENCY'
  | 'SAME_PERSON';

/** Who pays a fine that has fallen away meanwhile gets his money back, too. */
const NEXT: Readonly<Record<FineState, Partial<Readonly<Record<FineStep, FineState>>>>> = {
  ISSUED: { SURFACED: 'VOIDED', CANCELLED: 'VOIDED', PAYMENT: 'PAID' },
  PAID: { SURFACED: 'TO_REFUND', CANCELLED: 'TO_REFUND', PAYMENT_TAKEN_BACK: 'ISSUED' },
  VOIDED: { PAYMENT: 'TO_REFUND' },
  TO_REFUND: { REFUND: 'REFUNDED', PAYMENT_TAKEN_BACK: 'VOIDED' },
  REFUNDED: { REFUND_TAKEN_BACK: 'TO_REFUND' },
};

const REFUSED: Readonly<Record<Exclude<FineStep, 'ISSUED' | 'SURFACED'>, FineRefusal>> = {
  CANCELLED: 'NOT_IN_FORCE',
  PAYMENT: 'PAID_ALREADY',
  PAYMENT_TAKEN_BACK: 'NOTHING_TO_TAKE_BACK',
  REFUND: 'NOTHING_TO_REFUND',
  REFUND_TAKEN_BACK: 'NOTHING_TO_TAKE_BACK',
};

/** Which steps, the last of them, another person must have taken. */
const OTHER_PERSON: Partial<Readonly<Record<FineStep, readonly FineStep[]>>> = {
  PAYMENT_TAKEN_BACK: ['PAYMENT'],
  REFUND_TAKEN_BACK: ['REFUND'],
  // By his step alone money would go out that may never have come in.
  REFUND: ['CANCELLED', 'PAYMENT'],
};

/** The state after a step; `SAME` where it was taken already, by the same document; or why it cannot be taken. */
export function moveFine(
  state: FineState,
  /** What became of it so far, in order. */
  events: readonly FineEvent[],
  next: FineEvent,
): FineState | 'SAME' | { readonly refused: FineRefusal } {
  const { step } = next;
  const after = NEXT[state][step];
  if (after === undefined) {
    if (step === 'ISSUED' || step === 'SURFACED') return 'SAME';
    const isSame = isMoney(step) && findInForce(events, step)?.reference === next.reference;
    return isSame ? 'SAME' : { refused: REFUSED[step] };
  }
  const doer = events.findLast((event) => OTHER_PERSON[step]?.includes(event.step))?.actor;
  return doer !== undefined && isSamePerson(doer, next.actor) ? { refused: 'SAME_PERSON' } : after;
}

function isMoney(step: FineStep): step is 'PAYMENT' | 'REFUND' {
  return step === 'PAYMENT' || step === 'REFUND';
}

/** The last payment, or refund, where it was not taken back. */
export function findInForce<Event extends FineEvent>(
  events: readonly Event[],
  step: 'PAYMENT' | 'REFUND',
): Event | undefined {
  const last = events.findLast((event) => event.step === step || event.step === `${step}_TAKEN_BACK`);
  return last?.step === step ? last : undefined;
}

export interface BookedFine {
  readonly fineId: number;
  readonly amountMinor: number;
  readonly currency: string;
  /** Whose cash it is, where it is: of the inspector's carrier then. */
  readonly operatorId: string;
}

interface Booking {
  readonly kind: TransactionKind;
  /** What it adds to what is owed for the fine: all of it, or takes all of it off. */
  readonly sign: 1 | -1;
}

const BOOKINGS: Readonly<Record<FineStep, Booking>> = {
  ISSUED: { kind: 'FINE', sign: 1 },
  SURFACED: { kind: 'FINE', sign: -1 },
  CANCELLED: { kind: 'FINE', sign: -1 },
  PAYMENT: { kind: 'FINE_PAYMENT', sign: -1 },
  PAYMENT_TAKEN_BACK: { kind: 'FINE_PAYMENT', sign: 1 },
  REFUND: { kind: 'FINE_REFUND', sign: 1 },
  REFUND_TAKEN_BACK: { kind: 'FINE_REFUND', sign: -1 },
};

/** What a step books, once: `eventId` names it. */
export function postFine(
  { fineId, amountMinor, currency, operatorId }: BookedFine,
  { eventId, step, till }: Pick<FineEvent, 'step' | 'till'> & { readonly eventId: string },
): LedgerTransaction {
  const { kind, sign } = BOOKINGS[step];
  const against = kind === 'FINE' ? FINES : tillAccount(till, operatorId);
  return composeTransaction({ key: `fine:${fineId}:${eventId}`, kind, currency }, [
    { account: fineAccount(fineId), amountMinor: sign * amountMinor },
    { account: against, amountMinor: -sign * amountMinor },
  ]);
}

function tillAccount(till: FineTill | null, operatorId: string): LedgerAccount {
  return till === 'CASH' ? cashAccount(operatorId) : BANK;
}

/** The steps that the office may take with a fine. */
export function listFineSteps(state: FineState): Exclude<FineStep, 'ISSUED' | 'SURFACED'>[] {
  const steps = Object.keys(NEXT[state]) as FineStep[];
  return steps.filter((step) => step !== 'ISSUED' && step !== 'SURFACED');
}
