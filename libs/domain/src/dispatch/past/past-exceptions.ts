/** The list of what needed a dispatcher, as it stood at a past moment. */
import { type Finding, compareUrgency, without } from '../exception-book.js';
import type { DispatchException } from '../exception.js';

/** One that was open then: as it was written down last, and what somebody had done about it by then. */
export interface PastException {
  readonly key: string;
  readonly details: DispatchException;
  readonly handled?: 'taken' | 'released' | 'snoozed' | 'woken';
  readonly by?: { readonly userId: string; readonly name: string; readonly at: number };
}

/**
 * What is written down says how a thing was when it was over; its value then is what the rules find at that moment.
 * Until when somebody snoozed it is not known of one that woke since.
 */
export function viewPastExceptions(
  open: readonly PastException[],
  findings: Iterable<Finding>,
): DispatchException[] {
  const found = new Map([...findings].map((finding) => [finding.key, finding.about]));
  return open.map((one) => asOfThen(one, found.get(one.key))).sort(compareUrgency);
}

function asOfThen(
  { details, handled, by }: PastException,
  about: Finding['about'] | undefined,
): DispatchException {
  const { snoozedUntil, ...thing } = without(details, 'solved', 'takenBy');
  const value = about?.value ?? thing.value;
  return {
    ...thing,
    ...(value === undefined ? {} : { value }),
    state: handled === 'taken' || handled === 'snoozed' ? handled : 'new',
    ...(handled === 'taken' && by ? { takenBy: by } : {}),
    ...(handled === 'snoozed' && snoozedUntil !== undefined ? { snoozedUntil } : {}),
  };
}
