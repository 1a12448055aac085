import type { TerminalTexts } from './terminal-texts.js';

export const EN: TerminalTexts = {
  help: `Type a card number, or:
  c 1234                    a card (as the number alone)
  c 1234 +2 companion       a card and two more tickets for companions; +1 luggage for luggage
  b tok_77                  a bank card (the gateway's token, never its number)
  c 1234 expired            a card that has expired; torn: one taken away too soon
  b tok_77 not-genuine      a bank card that is a copy; declined, online-only: what its bank said
  q TEXT                    a signed ticket: the text of its code (rukh ticket makes some); paper TEXT on paper
  staff 17                  a badge of the staff
  zone A                    the vehicle is in another fare zone (zone alone: in none)
  cash                      a sale by the driver for cash
  offline, online           the network goes and comes
  crash                     the power goes, and the device starts again
  drift +7m                 the device's clock is 7 minutes fast (-30s: slow)
  sync                      set the clock by the server
  lock, unlock              an inspector is on board
  status, help, quit`,
  connection: (isUp) => (isUp ? 'online' : 'offline'),
  queue: (queued, receipted) => `${queued} queued, ${receipted} with a receipt`,
  clock: (seconds) => (seconds === undefined ? 'clock not compared' : `clock ${-seconds} s off the server's`),
  list: (version, media, ageSeconds) =>
    `stop list: version ${version}, ${media} media, confirmed ${ageSeconds} s ago`,
  noList: 'no stop list',
  zone: (zoneId) => (zoneId === undefined ? 'In no zone' : `In zone ${zoneId}`),
  askedOnline: 'the back office was asked',
  decidedAlone: 'decided alone',
  officeError: (message) => `Not heard of the back office: ${message}`,
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
