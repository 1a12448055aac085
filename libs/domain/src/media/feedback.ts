/**
 * What a validator shows and sounds, as codes: texts and sounds are the device's, in the rider's language. Allowed and
 * refused differ in rhythm and not in pitch alone, so that a blind rider can tell them in a noisy bus.
 */
import { type TapReason, isAllowed } from '../taps/index.js';

export interface Feedback {
  readonly tone: 'SHORT_ONE' | 'SHORT_TWO' | 'LONG_THREE';
  readonly colour: 'GREEN' | 'YELLOW' | 'RED';
  readonly icon: 'TICK' | 'PERSON' | 'ARROWS' | 'CROSS' | 'CLOCK' | 'CARD';
  /** Key of the text; the same as the reason. */
  readonly text: TapReason;
}

export function giveFeedback(reason: TapReason): Feedback {
  if (!isAllowed(reason)) {
    return { tone: 'LONG_THREE', colour: 'RED', icon: refusalIcon(reason), text: reason };
  }
  switch (reason) {
    case 'OK_CONCESSION':
      // Two tones and a person: the driver and an inspector see that a concession was used.
      return { tone: 'SHORT_TWO', colour: 'YELLOW', icon: 'PERSON', text: reason };
    case 'OK_TRANSFER_HINT':
      return { tone: 'SHORT_ONE', colour: 'GREEN', icon: 'ARROWS', text: reason };
    case 'OK_PAYG':
    case 'OK_PASS':
    case 'OK_OFFLINE_RISK':
    case 'OK_DEGRADED':
      return { tone: 'SHORT_ONE', colour: 'GREEN', icon: 'TICK', text: reason };
  }
}

function refusalIcon(reason: TapReason): Feedback['icon'] {
  if (reason === 'READ_ERROR' || reason === 'CARD_EXPIRED') return 'CARD';
  return reason.startsWith('TICKET_') ? 'CLOCK' : 'CROSS';
}
