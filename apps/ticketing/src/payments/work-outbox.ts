/**
 * Makes one call of the outbox to the gateway and applies the answer. Called with an id and nothing else, as often as
 * one likes: what is done already is not done again, and the gateway is asked under the same key each time.
 */
import {
  type Database,
  type OutboxRow,
  findAuthorisation,
  findPaymentHold,
  findSettlement,
  findUndone,
  noteFailure,
} from '@rukh/adapters/postgres';
import type { GatewayRequest, PaymentGateway } from '@rukh/domain/ledger';
import { applyAnswer, authorisationKey, settlementKey } from './apply-answers.js';
import type { PaymentPolicy } from './payment-policy.js';

export interface OutboxWork {
  readonly pool: Database;
  readonly gateway: PaymentGateway;
  readonly policy: PaymentPolicy;
  readonly retry: RetryPolicy;
  readonly now: () => number;
}

export interface RetryPolicy {
  /** After so many the call is given up and shown. */
  readonly attempts: number;
  /** To the second attempt; doubled each time, up to an hour. */
  readonly firstMs: number;
}

const LONGEST_MS = 3_600_000;

export const OUTBOX_RESULTS = ['DONE', 'NOTHING_TO_DO', 'RETRY', 'DEAD', 'HELD'] as const;
export type OutboxResult = (typeof OUTBOX_RESULTS)[number];

/** Rejects only where the database is away: then nothing is known, and the row comes due again. */
export async function workOutbox(work: OutboxWork, outboxId: string): Promise<OutboxResult> {
  if (await findPaymentHold(work.pool)) return 'HELD';
  const row = await findUndone(work.pool, outboxId);
  if (!row) return 'NOTHING_TO_DO';
  const request = await toRequest(work.pool, row);
  try {
    const answer = await work.gateway.ask(request);
    await applyAnswer(work.pool, answer, work.policy, work.now());
    return 'DONE';
  } catch (error) {
    const retryMs = planRetry(row.attempts, work.retry);
    await noteFailure(work.pool, outboxId, (error as Error).message, retryMs);
    return retryMs === undefined ? 'DEAD' : 'RETRY';
  }
}

export function planRetry(attemptsBefore: number, { attempts, firstMs }: RetryPolicy): number | undefined {
  if (attemptsBefore + 1 >= attempts) return undefined;
  return Math.min(LONGEST_MS, firstMs * 2 ** attemptsBefore) * (0.75 + Math.random() / 2);
}

async function toRequest(pool: Database, { topic, refId }: OutboxRow): Promise<GatewayRequest> {
  if (topic === 'AUTHORISE') {
    const asked = (await findAuthorisation(pool, refId))!;
    return {
      key: authorisationKey(refId),
      kind: asked.kind === 'CARD_CHECK' ? 'CHECK' : 'AUTHORISE',
      token: asked.tokenRef,
      amountMinor: asked.amountMinor,
      currency: asked.currency,
    };
  }
  const made = (await findSettlement(pool, refId))!;
  return {
    key: settlementKey(refId),
    kind: made.kind === 'DEBIT' ? 'CAPTURE' : 'CREDIT',
    token: made.tokenRef,
    amountMinor: made.amountMinor,
    currency: made.currency,
  };
}
