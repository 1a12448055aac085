import type { TerminalTexts } from './terminal-texts.js';

export const EN: TerminalTexts = {
  help: `Type a card number, or:
  c 1234                    a card (as the number alone)
  c 1234 +2 companion       a card and two more tickets for companions; +1 luggage for luggage
  b tok_77                  a bank card (the gateway's token, never its number)
  q TEXT                    a ticket with a QR code
  cash                      a sale by the driver for cash
  offline, online           the network goes and comes
  crash                     the power goes, and the device starts again
  drift +7m                 the device's clock is 7 minutes fast (-30s: slow)
  sync                      set the clock by the server
  lock, unlock              an inspector is on board
  status, help, quit`,
  signals: { GO: 'GO', GO_CONCESSION: 'GO, CONCESSION', STOP: 'STOP', HOLD_AGAIN: 'HOLD IT AGAIN' },
  reasons: {
    OK_PASS: 'your pass is valid',
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
    NOT_ON_ALLOW_LIST: 'the list is old, this cannot be taken',
    INSPECTION_LOCK: 'tickets are being inspected',
    READ_ERROR: 'not read',
  },
  alarms: {
    QUEUE_FULL: 'The queue is full: nothing is recorded, riders ride',
    CONFLICT: 'The server has another tap under our number: is there a copy of this device?',
    RECEIPT_AHEAD: 'The server has receipts for taps that were not made here',
    RECEIPT_BEHIND: 'The server has lost taps that it gave a receipt for',
    TAP_REFUSED: 'The server could not read a tap',
  },
  outOfService: 'OUT OF SERVICE',
  transferLeft: (minutes) => `${minutes} min of transfer left`,
  connection: (isUp) => (isUp ? 'online' : 'offline'),
  queue: (queued, receipted) => `${queued} queued, ${receipted} with a receipt`,
  clock: (seconds) => (seconds === undefined ? 'clock not compared' : `clock ${-seconds} s off the server's`),
  list: (version) => (version === 0 ? 'no stop list' : `stop list ${version}`),
  refused: (reason) => `refused by the server: ${reason}`,
  crashed: (boot, queued) => `The power went and came back. Start ${boot}; ${queued} read back from the disk`,
  damaged: (lines) => `The disk is failing: ${lines} damaged lines in the journal`,
  drifted: (minutes) => `The device's clock is now ${minutes} min off`,
  synced: 'The clock is set',
  notUnderstood: 'Not understood; help shows what is possible',
  locked: (isLocked) => (isLocked ? 'An inspector is on board: the validator is locked' : 'Unlocked'),
  enrolled: (deviceId) => `The server took the key of ${deviceId}`,
  notEnrolled: (deviceId, keyId) =>
    `Key ${keyId} is not with the server yet: start with --code CODE, from whoever administers ${deviceId}`,
  bye: (queued) => (queued === 0 ? 'Goodbye' : `Goodbye. ${queued} without a receipt stay on the disk`),
};
