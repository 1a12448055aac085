import type { DisplayTexts } from './display-texts.js';

export const DISPLAY_EN: DisplayTexts = {
  signals: { GO: 'GO', GO_CONCESSION: 'GO, CONCESSION', STOP: 'STOP', HOLD_AGAIN: 'HOLD IT AGAIN' },
  reasons: {
    OK_PASS: 'your pass or ticket is valid',
    OK_PAYG: 'pay as you go',
    OK_CONCESSION: 'concession, have your papers ready',
    OK_TRANSFER_HINT: 'transfer',
    OK_OFFLINE_RISK: 'the card will be checked later',
    OK_DEGRADED: 'the list is old, you may ride',
    DENY_LIST: 'the card is on the stop list: top it up or pay what is owed',
    EMV_ODA_FAIL: 'the card did not prove to be genuine',
    EMV_DECLINE: 'the bank declined',
    EMV_ONLINE_REQUESTED: 'no bank card can be taken without a network',
    CARD_EXPIRED: 'the card has expired',
    TICKET_BAD_SIGNATURE: 'the ticket is not genuine',
    TICKET_EXPIRED: 'the ticket is no longer valid',
    TICKET_NOT_YET_VALID: 'the ticket is not valid yet',
    TICKET_STALE_DYNAMIC: 'refresh the code in the app',
    TICKET_WRONG_ZONE: 'the ticket is not for this zone',
    PASSBACK: 'this card was just held here, you may ride; ask for a companion ticket',
    NOT_ON_ALLOW_LIST: 'this is not among what can be taken',
    INSPECTION_LOCK: 'tickets are being inspected',
    READ_ERROR: 'not read',
  },
  alarms: {
    QUEUE_FULL: 'The queue is full: nothing is recorded, riders ride',
    CONFLICT: 'The server has another tap under our number: is there a copy of this device?',
    RECEIPT_AHEAD:
      'The server has taps under our name that were not made here: if this device lost its journal, wipe it and enrol it again',
    RECEIPT_BEHIND: 'The server has lost taps that it gave a receipt for',
    TAP_REFUSED: 'The server could not read a tap',
  },
  outOfService: 'OUT OF SERVICE',
  transferLeft: (minutes) => `${minutes} min of transfer left`,
};
