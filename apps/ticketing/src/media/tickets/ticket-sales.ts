/** Sells signed tickets: writes one, signs it, and books it. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TicketStore } from '@rukh/adapters/postgres';
import { type Ticket, drawQr, issueTicket, openPublicKey } from '@rukh/adapters/tickets';
import { Problem } from '@rukh/service';
import type { z } from 'zod';
import type { TicketingConfig } from '../../config.js';
import { TICKETING_CONFIG } from '../../tokens.js';
import { MediaKeys } from '../media-keys.js';
import { OfficeDesk } from '../office/office-desk.js';
import type { sellingTicket } from './ticket-requests.js';

export type TicketSale = z.output<typeof sellingTicket>;

export interface Sold {
  readonly ticketId: string;
  /** base64url of the COSE_Sign1. */
  readonly cose: string;
  /** What is printed; a phone draws its own, newly signed each time. */
  readonly qrSvg?: string;
  readonly accountId: number;
}

@Injectable()
export class TicketSales {
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly keys: MediaKeys,
    private readonly desk: OfficeDesk,
    @Inject(TicketStore) private readonly tickets: TicketStore,
  ) {}

  /** @throws Problem 400 where the phone's key is none */
  async sell(sale: TicketSale, actor: string): Promise<Sold> {
    await this.desk.ready();
    const ticket = this.#write(sale, Math.floor(Date.now() / 1000));
    const { keyId, privateKey } = this.keys.ticketKey;
    const cose = issueTicket({ keyId, privateKey }, ticket);
    const accountId = await this.#keep(ticket, sale, actor);
    const isPrinted = ticket.holder === undefined;
    return {
      ticketId: ticket.ticketId,
      cose: cose.toString('base64url'),
      ...(isPrinted && { qrSvg: await drawQr(cose) }),
      accountId,
    };
  }

  #write(sale: TicketSale, now: number): Ticket {
    const validFrom = sale.validFrom ? Math.floor(sale.validFrom.getTime() / 1000) : now;
    const validUntil = validFrom + sale.validSeconds;
    const { vehicleId, zoneIds, riderCategoryId } = sale;
    return {
      ticketId: randomBytes(16).toString('hex'),
      agency: this.config.RUKH_AGENCY,
      fareProductId: sale.fareProductId,
      ...{ issuedAt: now, validFrom, validUntil, isSingleUse: sale.isSingleUse },
      ...(vehicleId !== undefined && { vehicleId }),
      ...(zoneIds && { zoneIds }),
      ...(riderCategoryId !== undefined && { riderCategoryId }),
      ...(sale.holder && {
        holder: readHolder(sale.holder),
        dynamic: { endOfValidity: validUntil, validityDuration: sale.codeSeconds },
      }),
    };
  }

  async #keep(ticket: Ticket, sale: TicketSale, actor: string): Promise<number> {
    return this.tickets.sell(
      {
        ...this.keys.name(ticket.ticketId),
        mediaType: ticket.holder ? 'DYNAMIC_QR' : sale.channel === 'PAPER' ? 'PAPER' : 'STATIC_QR',
        channel: sale.channel,
        fareProductId: sale.fareProductId,
        ...(sale.vehicleId !== undefined && { vehicleId: sale.vehicleId }),
        isSingleUse: sale.isSingleUse,
        validFrom: new Date(ticket.validFrom * 1000),
        validUntil: new Date(ticket.validUntil * 1000),
        priceMinor: sale.priceMinor,
        currency: sale.currency,
        ...(sale.sellerId !== undefined && { sellerId: sale.sellerId }),
      },
      actor,
    );
  }
}

/** @throws Problem 400 where the bytes are no key */
function readHolder({
  algorithm,
  publicKey,
}: NonNullable<TicketSale['holder']>): NonNullable<Ticket['holder']> {
  const holder = { algorithm, publicKey: Buffer.from(publicKey, 'base64url') };
  try {
    openPublicKey(holder);
    return holder;
  } catch {
    throw new Problem(400, { detail: 'holder.publicKey is no public key of its algorithm.' });
  }
}
