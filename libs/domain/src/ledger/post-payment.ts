/** What money that comes in, goes back or is given up books. Amounts are above nought. */
import { GATEWAY, type LedgerAccount, REVENUE, RISK, WRITE_OFF_DEBT } from './ledger-account.js';
import { type LedgerTransaction, type TransactionKind, composeTransaction } from './ledger-transaction.js';

export interface Payment {
  readonly key: string;
  readonly currency: string;
  /** Above nought. */
  readonly amountMinor: number;
}

/** The rider puts money in before riding; `into` is who took it: the gateway or somebody's cash. */
export function postTopUp(
  payment: Payment,
  rider: LedgerAccount,
  into: LedgerAccount = GATEWAY,
): LedgerTransaction {
  return move('TOP_UP', payment, into, rider);
}

/** Somebody buys a product, a pass or a ticket; `payer` is the rider's account, or whoever took the money for it. */
export function postSale(payment: Payment, payer: LedgerAccount): LedgerTransaction {
  return move('SALE', payment, payer, REVENUE);
}

/** The gateway has taken what a pay window comes to. */
export function postDebit(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('SETTLEMENT_DEBIT', payment, GATEWAY, rider);
}

/** The gateway has given back to the card. */
export function postCredit(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('SETTLEMENT_CREDIT', payment, rider, GATEWAY);
}

/** The card's bank has taken a payment back: the gateway holds so much less, and the rider owes it again. */
export function postChargeback(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('CHARGEBACK', payment, rider, GATEWAY);
}

/** The dispute was decided for the scheme. */
export function postChargebackReturned(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('CHARGEBACK_RETURNED', payment, GATEWAY, rider);
}

/**
 * Staff decided that the rider gets something back: into his account, where it stands until it is paid out or ridden
 * off, or out of the till of whoever gives it to him.
 */
export function postRefund(payment: Payment, from: LedgerAccount): LedgerTransaction {
  return move('REFUND', payment, REVENUE, from);
}

/**
 * What a refund and a price that fell gave back twice is asked for again; below nought, given back after all.
 * @param payment its amount is not nought
 */
export function postExcess({ key, currency, amountMinor }: Payment, payer: LedgerAccount): LedgerTransaction {
  return composeTransaction({ key, kind: 'REFUND', currency }, [
    { account: payer, amountMinor },
    { account: REVENUE, amountMinor: -amountMinor },
  ]);
}

/** Rides that were let on board in good faith and that no card paid for: the loss is the scheme's. */
export function postRiskLoss(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('RISK_LOSS', payment, RISK, rider);
}

/** A debt is given up. */
export function postWriteOff(payment: Payment, rider: LedgerAccount): LedgerTransaction {
  return move('WRITE_OFF', payment, WRITE_OFF_DEBT, rider);
}

function move(
  kind: TransactionKind,
  { key, currency, amountMinor }: Payment,
  debit: LedgerAccount,
  credit: LedgerAccount,
): LedgerTransaction {
  if (amountMinor <= 0) throw new RangeError(`${kind} ${key} moves ${amountMinor}`);
  return composeTransaction({ key, kind, currency }, [
    { account: debit, amountMinor },
    { account: credit, amountMinor: -amountMinor },
  ]);
}
