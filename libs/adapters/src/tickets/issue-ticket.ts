import type { KeyObject } from 'node:crypto';
import { makeSign1 } from './cose-sign1.js';
import { type Ticket, encodeTicket } from './ticket.js';

export interface TicketSigner {
  readonly keyId: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

/**
 * The issuer's layer: a COSE_Sign1 over the ticket. Of a static ticket that is all; of a dynamic one the phone's layer
 * goes over it (`presentTicket`). @throws Error where a field is out of bounds
 */
export function issueTicket({ keyId, privateKey }: TicketSigner, ticket: Ticket): Buffer {
  return makeSign1({ algorithm: 'EdDSA', keyId, privateKey }, encodeTicket(ticket));
}
