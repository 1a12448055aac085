/** Sale of signed tickets, by apps and by drivers' terminals, and what was seen of copies. */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TicketStore } from '@rukh/adapters/postgres';
import { type Ticket, drawQr, issueTicket, openPublicKey } from '@rukh/adapters/tickets';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import type { z } from 'zod';
import type { TicketingConfig } from '../../config.js';
import { TICKETING_CONFIG } from '../../tokens.js';
import { toBody } from '../describe-media.js';
import { KnownRights } from '../known-rights.js';
import { MediaKeys } from '../media-keys.js';
import { OfficeDesk } from '../office/office-desk.js';
import { FLAGS, SOLD, flagPage, sellingTicket } from './ticket-requests.js';

type Sale = z.output<typeof sellingTicket>;

export interface Sold {
  readonly ticketId: string;
  /** base64url of the COSE_Sign1. */
  readonly cose: string;
  /** What is printed; a phone draws its own, newly signed each time. */
  readonly qrSvg?: string;
  readonly accountId: number;
}

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1')
@UseGuards(AdminTokenGuard)
export class TicketsController {
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly keys: MediaKeys,
    private readonly desk: OfficeDesk,
    @Inject(TicketStore) private readonly tickets: TicketStore,
    private readonly known: KnownRights,
  ) {}

  @Post('tickets')
  @ApiOperation({
    summary:
      'Sells a signed ticket: for a phone, whose public key goes into it, for a driver’s printer, or on paper',
  })
  @ApiBody(
    toBody(sellingTicket, {
      channel: 'DRIVER',
      fareProductId: 'single',
      vehicleId: 'bus-7',
      validSeconds: 3600,
      priceMinor: 2000,
      currency: 'UAH',
    }),
  )
  @ApiResponse({ status: 201, description: 'The ticket', content: SOLD })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 422, description: 'No tariff has such a product, rider category or currency.' })
  async sell(@Body() body: unknown): Promise<Sold> {
    const sale = readRequest(sellingTicket, body);
    await this.known.checkTicket(sale.fareProductId, sale.currency);
    if (sale.riderCategoryId !== undefined) await this.known.checkCategory(sale.riderCategoryId);
    await this.desk.ready();
    const ticket = this.#write(sale, Math.floor(Date.now() / 1000));
    const { keyId, privateKey } = this.keys.ticketKey;
    const cose = issueTicket({ keyId, privateKey }, ticket);
    const accountId = await this.#keep(ticket, sale);
    const isPrinted = ticket.holder === undefined;
    return {
      ticketId: ticket.ticketId,
      cose: cose.toString('base64url'),
      ...(isPrinted && { qrSvg: await drawQr(cose) }),
      accountId,
    };
  }

  @Get('ticket-flags')
  @ApiOperation({ summary: 'Taps of tickets that do not go together: copies, by all that is known' })
  @ApiQuery({ name: 'since', required: false, type: String, description: 'ISO 8601; without it a week' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Flags, the latest first', content: FLAGS })
  async listFlags(@Query() query: unknown): Promise<object[]> {
    const { since = new Date(Date.now() - 7 * 86_400_000), limit } = readRequest(flagPage, query);
    const flags = await this.tickets.listFlags(since, limit);
    return flags.map((flag) => ({ ...flag, tokenRef: flag.tokenRef.toString('hex') }));
  }

  #write(sale: Sale, now: number): Ticket {
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

  async #keep(ticket: Ticket, sale: Sale): Promise<number> {
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
      'admin',
    );
  }
}

/** @throws Problem 400 where the bytes are no key */
function readHolder({ algorithm, publicKey }: NonNullable<Sale['holder']>): NonNullable<Ticket['holder']> {
  const holder = { algorithm, publicKey: Buffer.from(publicKey, 'base64url') };
  try {
    openPublicKey(holder);
    return holder;
  } catch {
    throw new Problem(400, { detail: 'holder.publicKey is no public key of its algorithm.' });
  }
}
