/** Whether a code is a good ticket here and now. Needs no network: keys and rules were fetched before. */
import {
  DEFAULT_VALIDATOR_CONFIGURATION,
  type DynamicTicketRule,
  type TicketRefusal,
  type TicketUse,
  judgeTicket,
} from '@rukh/domain/media';
import { isSign1Genuine, readSign1 } from './cose-sign1.js';
import { type Presentation, readPresentation } from './present-ticket.js';
import { type TicketKey, openPublicKey } from './ticket-keys.js';
import { type Ticket, decodeTicket } from './ticket.js';

export interface Verifier {
  readonly agency: string;
  readonly keys: ReadonlyMap<string, TicketKey>;
  readonly rule?: DynamicTicketRule;
}

export interface Inspection extends Omit<TicketUse, 'madeAt'> {
  /** What the validator showed to the phone; the code must then have it. */
  readonly challenge?: Uint8Array;
}

export type TicketVerdict =
  | { readonly isGood: true; readonly ticket: Ticket }
  /** The ticket is there where its issuer's signature is right. */
  | { readonly isGood: false; readonly reason: TicketRefusal; readonly ticket?: Ticket };

/** Longer than any ticket: what is longer is not looked at. */
const LONGEST_BYTES = 1_024;

export function verifyTicket(verifier: Verifier, bytes: Uint8Array, inspection: Inspection): TicketVerdict {
  const read = readTicketCode(verifier, bytes);
  if (read === undefined) return { isGood: false, reason: 'TICKET_BAD_SIGNATURE' };
  const { ticket, presentation } = read;
  const use: TicketUse = { ...inspection, ...(presentation && { madeAt: presentation.madeAt }) };
  const rule = verifier.rule ?? DEFAULT_VALIDATOR_CONFIGURATION.dynamicTicket;
  const reason = judgeTicket(ticket, use, rule) ?? judgeChallenge(ticket, presentation, inspection);
  return reason === undefined ? { isGood: true, ticket } : { isGood: false, reason, ticket };
}

/** The ticket of a code whose signatures are right, whether it is good or not; undefined where they are not. */
export function readTicketCode(
  { agency, keys }: Verifier,
  bytes: Uint8Array,
): { readonly ticket: Ticket; readonly presentation?: Presentation } | undefined {
  if (bytes.length > LONGEST_BYTES) return undefined;
  try {
    const presentation = readPresentation(bytes);
    const issued = readSign1(presentation?.issued ?? bytes);
    const key = keys.get(issued.keyId ?? '');
    if (!key || !isSign1Genuine(issued, key.publicKey)) return undefined;
    const ticket = decodeTicket(issued.payload);
    if (ticket.agency !== agency || ticket.issuedAt < key.signsFrom || ticket.issuedAt >= key.signsUntil) {
      return undefined;
    }
    if (!presentation) return { ticket };
    // A layer over a ticket without a holder is nobody's.
    if (!ticket.holder || !isSign1Genuine(readSign1(bytes), openPublicKey(ticket.holder))) return undefined;
    return { ticket, presentation };
  } catch {
    // Whatever cannot be read has no signature.
    return undefined;
  }
}

/** A code made without the validator's challenge may be a film of one. */
function judgeChallenge(
  ticket: Ticket,
  presentation: Presentation | undefined,
  { challenge }: Inspection,
): TicketRefusal | undefined {
  if (!ticket.holder || !challenge) return undefined;
  const given = presentation?.challenge;
  return given && Buffer.compare(given, challenge) === 0 ? undefined : 'TICKET_STALE_DYNAMIC';
}
