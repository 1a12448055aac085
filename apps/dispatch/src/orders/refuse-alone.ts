/** Four eyes: what stops a city is asked for by one person and confirmed by another. */
import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import type { OrderRow } from './order-store.js';
import type { Wish } from './wish.js';

/** Whether an order is confirmed by a second person, where the city wants it so. */
export function isOfTwo({ kind }: ServiceOrderAction): boolean {
  return kind === 'city_mode';
}

/**
 * @param wish what is confirmed: every word of it is what was asked for, or nobody has looked at it twice
 * @param draft what was asked for, as it is kept
 * @throws Problem 403 unless it is the draft of somebody else, word for word
 */
export function refuseAlone(wish: Wish, draft: OrderRow | undefined, { userId }: Principal): void {
  if (draft?.state !== 'draft') {
    throw refusal('not_asked_for', 'It is first asked for by one person, and then confirmed by another.');
  }
  if (draft.created_by.userId === userId) {
    throw refusal('own_request', 'You asked for it yourself: somebody else has to confirm it.');
  }
  const { action, alert_input, reason } = draft;
  if (
    !isDeepStrictEqual(plain([action, alert_input, reason]), plain([wish.action, wish.alert, wish.reason]))
  ) {
    throw refusal('not_as_asked', 'It is not what was asked for: confirm it as it stands, or refuse it.');
  }
}

/** @throws Problem 422 where a request lacks what its confirmation could then only make up */
export function refuseHalfAsked({ action, alert, reason }: Wish): void {
  if (!isOfTwo(action)) return;
  const errors = [
    ...(reason ? [] : ['reason: whoever confirms it has to know why']),
    ...(alert === null ? ['alert: what stops a city is told to its riders'] : []),
  ];
  if (errors.length > 0) throw new Problem(422, { detail: 'The request is not complete.', errors });
}

/** @throws Problem 403 where somebody else's request would be changed: whoever changed it could then confirm it */
export function refuseRewriting(draft: OrderRow, action: ServiceOrderAction, { userId }: Principal): void {
  if (!isOfTwo(draft.action) && !isOfTwo(action)) return;
  if (draft.created_by.userId !== userId) {
    throw refusal('only_who_asked', 'Only who asked for it may change it: ask for one of your own.');
  }
}

/** @throws Problem 403 where somebody else's draft would be thrown away: that is refused, with a reason */
export function refuseDropping(draft: OrderRow, { userId }: Principal): void {
  if (draft.created_by.userId === userId) return;
  throw refusal('only_who_asked', 'Only who asked for it may withdraw it; others refuse it, with a reason.');
}

function refusal(code: string, detail: string): Problem {
  return new Problem(403, { type: `urn:rukh:problem:${code}`, detail });
}

/** As JSON has it: what is left out, undefined and null are one. */
function plain(values: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(values.map((value) => value ?? null)));
}
