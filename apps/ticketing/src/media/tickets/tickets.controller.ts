/** Sale of signed tickets, by apps and by drivers' terminals, and what was seen of copies. */
import { Body, Controller, Get, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TicketStore } from '@rukh/adapters/postgres';
import { AdminTokenGuard, type SecurityScheme, readRequest } from '@rukh/service';
import { toBody } from '../describe-media.js';
import { KnownRights } from '../known-rights.js';
import { type Sold, TicketSales } from './ticket-sales.js';
import { FLAGS, SOLD, flagPage, sellingTicket } from './ticket-requests.js';

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1')
@UseGuards(AdminTokenGuard)
export class TicketsController {
  constructor(
    private readonly sales: TicketSales,
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
    return this.sales.sell(sale, 'admin');
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
}
