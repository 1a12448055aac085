import { type Verifier, verifyTicket } from '@rukh/adapters/tickets';
import type { CardRead, Verification } from '@rukh/domain/validator';
import type { DeviceOffice } from './device-office.js';
import type { OnlineCheck } from './online-check.js';

export interface ReaderParts {
  readonly office: DeviceOffice;
  /** Undefined: the device is never asked for anything online. */
  readonly check?: OnlineCheck;
  /** The time as the validator tells it, milliseconds since 1970 UTC. */
  readonly tellTime: () => number;
  readonly vehicleId?: string;
  /** Changes as the vehicle goes. */
  readonly zoneId: () => string | undefined;
}

/** Kinds of media that carry a signed ticket. */
const TICKETS: readonly CardRead['mediaType'][] = ['STATIC_QR', 'DYNAMIC_QR', 'PAPER'];
const NOT_A_TICKET = 'TICKET_BAD_SIGNATURE';
/** Under which a code that is no ticket is recorded: nobody knows whose it is. */
const UNREAD_TOKEN = 'unread';

/**
 * Finds out all that can be found out of a medium before the validator decides: its ticket's signatures, the deny list,
 * and the back office's answer where there is a network.
 */
export class MediumReader {
  constructor(private readonly parts: ReaderParts) {}

  async read(held: CardRead): Promise<CardRead> {
    const card = TICKETS.includes(held.mediaType) ? await this.#readTicket(held) : held;
    const { office, check } = this.parts;
    const isListed = office.isListed(card.token);
    const known = { ...card, ...(isListed !== undefined && { isListed }) };
    // What the medium itself shows is not asked about, and a driver's sale for cash concerns nobody's account.
    const isClear = card.verification?.verdict === 'REFUSED' || card.mediaType === 'CASH';
    if (isClear || office.isOffline || check === undefined) return known;
    const online = await check.ask(known);
    return online === undefined ? known : { ...known, online };
  }

  async #readTicket(held: CardRead): Promise<CardRead> {
    const { office, tellTime, vehicleId, zoneId } = this.parts;
    const zone = zoneId();
    const bytes = Buffer.from(held.token, 'base64url');
    const place = {
      ...(vehicleId !== undefined && { vehicleId }),
      ...(zone !== undefined && { zoneId: zone }),
    };
    const look = (): CardRead =>
      verify(held, office.verifier, bytes, { at: Math.floor(tellTime() / 1000), ...place });
    const card = look();
    return card.token === UNREAD_TOKEN && (await office.learnTicketKeys()) ? look() : card;
  }
}

function verify(
  held: CardRead,
  verifier: Verifier | undefined,
  bytes: Buffer,
  use: { at: number; vehicleId?: string; zoneId?: string },
): CardRead {
  const refuse = (reason: Extract<Verification, { reason: unknown }>['reason']): Verification => ({
    verdict: 'REFUSED',
    reason,
  });
  // Without keys nothing can be told from a forgery; that is the state of a device before its first network.
  if (verifier === undefined) return { ...held, token: UNREAD_TOKEN, verification: refuse(NOT_A_TICKET) };
  const verdict = verifyTicket(verifier, bytes, use);
  const token = verdict.ticket?.ticketId ?? UNREAD_TOKEN;
  if (!verdict.isGood) return { ...held, token, verification: refuse(verdict.reason) };
  const { ticket } = verdict;
  return {
    ...held,
    token,
    mediaType: ticket.holder === undefined ? held.mediaType : 'DYNAMIC_QR',
    verification: { verdict: ticket.riderCategoryId === undefined ? 'PASS' : 'CONCESSION' },
    ...(ticket.isSingleUse && { singleUseUntilMs: ticket.validUntil * 1000 }),
  };
}
