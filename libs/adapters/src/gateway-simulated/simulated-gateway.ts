/**
 * A payment gateway that behaves as real ones do on bad days: it declines, it is away, it does what it was asked and
 * the answer is lost, it answers late or twice. Its journal is a table of its own, written in transactions of its own;
 * what it did is known to nobody until it is asked again, as with a bank.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayAnswer, GatewayChargeback, GatewayRequest, PaymentGateway } from '@rukh/domain/ledger';

/** What it needs of a database. */
export interface JournalDatabase {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Shares of requests, 0 to 1, and what is always declined. */
export interface SimulatedBehaviour {
  /** Declined for lack of money. */
  readonly declineRate: number;
  /** No answer, nothing done. */
  readonly awayRate: number;
  /** Done, and the answer lost. */
  readonly lostAnswerRate: number;
  /** Done, and the answer comes by itself after a while. */
  readonly lateAnswerRate: number;
  /** Answered, and answered once more by itself. */
  readonly duplicateAnswerRate: number;
  /** Amounts above this are declined; 0 = none. */
  readonly declineAboveMinor: number;
  /** Gives nothing back, e.g. to a card that was closed. */
  readonly refusesCredits?: boolean;
  /** Share of captures that the card's bank takes back a moment later. */
  readonly chargebackRate?: number;
  /** Cards that are always declined. */
  readonly isDeclined?: (token: string) => boolean;
  readonly latencyMs: number;
  /** Of what goes wrong; uniform in [0, 1). */
  readonly random?: () => number;
}

export const GOOD_DAY: SimulatedBehaviour = {
  declineRate: 0,
  awayRate: 0,
  lostAnswerRate: 0,
  lateAnswerRate: 0,
  duplicateAnswerRate: 0,
  declineAboveMinor: 0,
  latencyMs: 0,
};

/** There is no answer; whether anything was done is not known. */
export class GatewaySilentError extends Error {
  override readonly name = 'GatewaySilentError';
}

interface Operation {
  kind: string;
  token: string;
  amount_minor: string;
  currency: string;
  status: 'APPROVED' | 'DECLINED';
  reason: string | null;
  gateway_ref: string;
}

const UNTOLD = `SELECT dispute_ref AS "disputeRef", idempotency_key AS key, amount_minor::float8 AS "amountMinor", currency, reason,
    is_returned AS "isReturned"
  FROM simulated_gateway.disputes WHERE told_at IS NULL ORDER BY made_at LIMIT 100`;

export class SimulatedGateway implements PaymentGateway {
  readonly #listeners: ((answer: GatewayAnswer) => void)[] = [];
  #takeChargeback: ((chargeback: GatewayChargeback) => Promise<void>) | undefined;
  readonly #random: () => number;
  #behaviour: SimulatedBehaviour;

  constructor(
    private readonly database: JournalDatabase,
    behaviour: SimulatedBehaviour = GOOD_DAY,
  ) {
    this.#behaviour = behaviour;
    this.#random = behaviour.random ?? Math.random;
  }

  /** From now on, e.g. while a test goes through a bad hour. */
  behave(behaviour: Partial<SimulatedBehaviour>): void {
    this.#behaviour = { ...this.#behaviour, ...behaviour };
  }

  onAnswer(listener: (answer: GatewayAnswer) => void): void {
    this.#listeners.push(listener);
  }

  onChargeback(listener: (chargeback: GatewayChargeback) => Promise<void>): void {
    this.#takeChargeback = listener;
  }

  /** Those that were not booked yet; rejected ones are told again the next time. */
  async tellChargebacks(): Promise<void> {
    const { rows } = await this.database.query(UNTOLD, []);
    for (const chargeback of rows as GatewayChargeback[]) {
      const isBooked = await this.#takeChargeback?.(chargeback).then(
        () => true,
        () => false,
      );
      if (isBooked !== true) continue;
      await this.database.query(
        'UPDATE simulated_gateway.disputes SET told_at = clock_timestamp() WHERE dispute_ref = $1 AND is_returned = $2',
        [chargeback.disputeRef, chargeback.isReturned],
      );
    }
  }

  /** The holder of the card disputes a capture: all of it is taken back, or a part, and no more than it. The dispute's name. */
  async chargeBack(key: string, amountMinor?: number): Promise<string> {
    const disputeRef = randomUUID();
    await this.database.query(
      `INSERT INTO simulated_gateway.disputes (dispute_ref, is_returned, idempotency_key, amount_minor, currency, reason)
       SELECT $1, false, idempotency_key, coalesce($3, amount_minor), currency, 'NOT_AUTHORISED_BY_CARDHOLDER'
       FROM simulated_gateway.operations AS done
       WHERE idempotency_key = $2 AND kind = 'CAPTURE' AND status = 'APPROVED' AND amount_minor >= coalesce($3, amount_minor) + (
         SELECT coalesce(sum(CASE WHEN is_returned THEN -amount_minor ELSE amount_minor END), 0)
         FROM simulated_gateway.disputes AS made WHERE made.idempotency_key = done.idempotency_key
       )`,
      [disputeRef, key, amountMinor],
    );
    return disputeRef;
  }

  /** The dispute is decided for us. */
  async returnChargeback(disputeRef: string): Promise<void> {
    await this.database.query(
      `INSERT INTO simulated_gateway.disputes (dispute_ref, is_returned, idempotency_key, amount_minor, currency, reason)
       SELECT dispute_ref, true, idempotency_key, amount_minor, currency, 'DECIDED_FOR_MERCHANT'
       FROM simulated_gateway.disputes WHERE dispute_ref = $1 AND NOT is_returned`,
      [disputeRef],
    );
  }

  async ask(request: GatewayRequest): Promise<GatewayAnswer> {
    const { awayRate, lostAnswerRate, lateAnswerRate, duplicateAnswerRate, latencyMs } = this.#behaviour;
    if (latencyMs > 0) await delay(latencyMs);
    if (this.#happens(awayRate)) throw new GatewaySilentError('the gateway does not answer');
    const answer = await this.#perform(request);
    if (request.kind === 'CAPTURE' && this.#happens(this.#behaviour.chargebackRate ?? 0)) {
      await this.chargeBack(request.key);
    }
    if (this.#happens(lostAnswerRate)) throw new GatewaySilentError('the answer of the gateway was lost');
    if (this.#happens(lateAnswerRate)) {
      this.#answerLater(answer);
      throw new GatewaySilentError('the gateway has not answered yet');
    }
    if (this.#happens(duplicateAnswerRate)) this.#answerLater(answer);
    return answer;
  }

  /** Does it once for each key, whatever happens to the answer. */
  async #perform(request: GatewayRequest): Promise<GatewayAnswer> {
    const reason = this.#findReason(request);
    const { rows } = await this.database.query(
      `INSERT INTO simulated_gateway.operations AS done
         (idempotency_key, kind, token, amount_minor, currency, status, reason, gateway_ref)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (idempotency_key) DO UPDATE SET requests = done.requests + 1
       RETURNING kind, token, amount_minor, currency, status, reason, gateway_ref`,
      [
        request.key,
        request.kind,
        request.token,
        request.amountMinor,
        request.currency,
        reason === undefined ? 'APPROVED' : 'DECLINED',
        reason,
        randomUUID(),
      ],
    );
    const done = rows[0] as Operation;
    checkSame(request, done);
    return {
      key: request.key,
      status: done.status,
      gatewayRef: done.gateway_ref,
      ...(done.reason === null ? {} : { reason: done.reason }),
    };
  }

  #findReason({ kind, token, amountMinor }: GatewayRequest): string | undefined {
    const { declineRate, declineAboveMinor, isDeclined, refusesCredits } = this.#behaviour;
    if (kind === 'CREDIT' && refusesCredits === true) return 'CARD_CLOSED';
    // What was authorised is captured, and what was taken can be given back.
    if (kind === 'CAPTURE' || kind === 'CREDIT') return undefined;
    if (isDeclined?.(token) === true) return 'CARD_BLOCKED';
    if (kind === 'CHECK') return undefined;
    if (declineAboveMinor > 0 && amountMinor > declineAboveMinor) return 'LIMIT_EXCEEDED';
    return this.#happens(declineRate) ? 'INSUFFICIENT_FUNDS' : undefined;
  }

  #happens(rate: number): boolean {
    return rate > 0 && this.#random() < rate;
  }

  #answerLater(answer: GatewayAnswer): void {
    const timer = setTimeout(() => {
      for (const listener of this.#listeners) listener(answer);
    }, 20);
    timer.unref();
  }
}

/** A key that is used for two things is a mistake of ours, and no answer to it can be right. */
function checkSame(request: GatewayRequest, done: Operation): void {
  const isSame =
    done.kind === request.kind &&
    done.token === request.token &&
    Number(done.amount_minor) === request.amountMinor &&
    done.currency === request.currency;
  if (!isSame) throw new Error(`key ${request.key} was used for something else`);
}
