/**
 * Finds the token of what an inspector scanned or typed: a ticket's taps are kept under the number that is signed into
 * its code, and a phone makes a new code every few seconds. What is no ticket of ours is taken as a card's number.
 */
import { type Verifier, readTicketCode } from '@rukh/adapters/tickets';
import { DEFAULT_VALIDATOR_CONFIGURATION, isCodeCurrent } from '@rukh/domain/media';
import { readTypedNumber } from '@rukh/domain/taps';

export interface InspectedCode {
  readonly token: string;
  /** It is a phone's ticket, and the phone did not make the code just now: a picture of it shows as much. */
  readonly isStale: boolean;
}

export function readInspectedCode(typed: string, verifier: Verifier, atMs: number): InspectedCode {
  const code = readTypedNumber(typed);
  const read = readTicketCode(verifier, Buffer.from(code, 'base64url'));
  if (read === undefined) return { token: code, isStale: false };
  const { ticket, presentation } = read;
  const use = { at: Math.floor(atMs / 1000), ...(presentation && { madeAt: presentation.madeAt }) };
  const rule = verifier.rule ?? DEFAULT_VALIDATOR_CONFIGURATION.dynamicTicket;
  const isStale = ticket.dynamic !== undefined && !isCodeCurrent(ticket.dynamic, use, rule);
  return { token: ticket.ticketId, isStale };
}
