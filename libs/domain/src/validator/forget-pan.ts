import { mayBePan } from '../taps/index.js';
import type { CardRead } from './validator-event.js';

/** In the place of a token that is none. */
export const UNREAD = 'unread';

/**
 * The number of a bank card is kept nowhere and asked of nobody, not even of the back office: a reader gives the
 * gateway's token of it, and what somebody typed in its stead counts as a card that was not read.
 */
export function forgetPan(card: CardRead): CardRead {
  if (!mayBePan(card.token, card.mediaType)) return card;
  const { type, mediaType, extras } = card;
  return {
    ...{ type, mediaType, token: UNREAD },
    ...(extras && { extras }),
    verification: { verdict: 'REFUSED', reason: 'READ_ERROR' },
  };
}
