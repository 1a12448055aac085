import { isToken } from '../taps/index.js';
import { UNREAD, forgetPan } from './forget-pan.js';
import type { CardRead } from './validator-event.js';

/**
 * What of a medium may become a tap. A text that the back office takes for no token is a card that was not read, e.g. a
 * ticket's code held out as a card: let in as one, the ride would be recorded nowhere and paid by nobody.
 */
export function readToken(held: CardRead): CardRead {
  const card = forgetPan(held);
  if (card.token === '' || isToken(card.token)) return card;
  const { type, mediaType, extras, verification } = card;
  const isRefused = verification?.verdict === 'REFUSED';
  return {
    ...{ type, mediaType, token: UNREAD },
    ...(extras && { extras }),
    verification: isRefused ? verification : { verdict: 'REFUSED', reason: 'READ_ERROR' },
  };
}
