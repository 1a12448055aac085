/** Four eyes: what stops a city is asked for by one person and confirmed by another. */
import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import type { OrderRow } from './order-store.js';

/** Whether an order is confirmed by a second person, where the city wants it so. */
export function isOfTwo({ kind }: ServiceOrderAction): boolean {
  return kind === 'city_mode';
}

/**
 * @param draft what was asked for, as it is kept
 * @throws Problem 403 unless it is the draft of somebody else, word for word
 */
export function refuseAlone(
  action: ServiceOrderAction,
  draft: OrderRow | undefined,
  { userId }: Principal,
): void {
  if (draft?.state !== 'draft') {
    throw refusal('A city-wide mode is first asked for by one person, and then confirmed by another.');
  }
  if (draft.created_by.userId === userId) {
    throw refusal('You asked for it yourself: somebody else has to confirm it.');
  }
  if (!isDeepStrictEqual(draft.action, action)) {
    throw refusal('It is not what was asked for: confirm it as it stands.');
  }
}

/** @throws Problem 403 where somebody else's request would be changed: whoever changed it could then confirm it */
export function refuseRewriting(draft: OrderRow, action: ServiceOrderAction, { userId }: Principal): void {
  if (!isOfTwo(draft.action) && !isOfTwo(action)) return;
  if (draft.created_by.userId !== userId) {
    throw refusal('Only who asked for it may change it: ask for one of your own.');
  }
}

function refusal(detail: string): Problem {
  return new Problem(403, { type: 'urn:rukh:problem:second_person', detail });
}
