/** What a till does: finds a card, takes cash for it, sells passes and tickets. All of it under the name of the token's seller. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type CashTopUp, CashTopUps, MediaStore, type Seller } from '@rukh/adapters/postgres';
import { Problem, type SecurityScheme, readRequest, toApiSchema } from '@rukh/service';
import { refuseMoney } from '../ledger/refuse-money.js';
import { MediaKeys } from '../media/media-keys.js';
import { SOLD } from '../media/tickets/ticket-requests.js';
import type { Sold } from '../media/tickets/ticket-sales.js';
import { TOP_UP, TOP_UPS } from '../payouts/top-up-requests.js';
import { Tariffs } from '../pricing/tariffs.js';
import {
  FOUND,
  SOLD_PASS,
  finding,
  listing,
  sellingPass,
  sellingSingle,
  toppingUp,
} from './desk-requests.js';
import { DeskSales, actorOf } from './desk-sales.js';
import { SellerGuard, SoldBy } from './seller.guard.js';

@ApiTags('sellers')
@ApiBearerAuth('sellerToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The token is no seller’s.' })
@Controller('api/v1/desk')
@UseGuards(SellerGuard)
export class DeskController {
  constructor(
    private readonly keys: MediaKeys,
    @Inject(MediaStore) private readonly media: MediaStore,
    @Inject(CashTopUps) private readonly topUps: CashTopUps,
    private readonly sales: DeskSales,
    private readonly tariffs: Tariffs,
  ) {}

  @Post('cards')
  @HttpCode(200)
  @ApiOperation({
    summary: 'The account of a card; a POST, so that its number stands in no address and no log',
  })
  @ApiBody({ schema: toApiSchema(finding) })
  @ApiResponse({ status: 200, description: 'The account', content: FOUND })
  @ApiResponse({ status: 404, description: 'There is no such card that money can be put on.' })
  async find(@Body() body: unknown): Promise<object> {
    const medium = await this.media.find(this.keys.name(readRequest(finding, body).token).tokenRef);
    if (!medium || medium.accountId === null) {
      throw new Problem(404, { detail: 'There is no such card that money can be put on.' });
    }
    const { accountId, mediaType, state } = medium;
    return { accountId, mediaType, state, currency: await this.tariffs.findCurrency(Date.now()) };
  }

  @Post('top-ups')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cash that a rider puts in; the same receipt again is the same top-up' })
  @ApiBody({ schema: toApiSchema(toppingUp) })
  @ApiResponse({ status: 200, description: 'The top-up', content: TOP_UP })
  @ApiResponse({ status: 404, description: 'There is no such account.' })
  @ApiResponse({ status: 409, description: 'The receipt is booked otherwise, or the account is closed.' })
  @ApiResponse({ status: 422, description: 'The scheme has another currency.' })
  async topUp(@Body() body: unknown, @SoldBy() seller: Seller): Promise<CashTopUp> {
    const wish = readRequest(toppingUp, body);
    const currency = await this.tariffs.findCurrency(Date.now());
    if (currency !== wish.currency) throw new Problem(422, { detail: `Fares are in ${currency}.` });
    const made = await this.topUps.book({ ...wish, sellerId: seller.sellerId, by: actorOf(seller) });
    if (made === undefined) throw new Problem(404, { detail: 'There is no such account.' });
    if ('refused' in made) throw refuseMoney('top_up', made.refused);
    return made;
  }

  @Get('top-ups')
  @ApiOperation({ summary: 'The seller’s own top-ups, the newest first' })
  @ApiQuery({ name: 'accountId', required: false, type: Number })
  @ApiQuery({ name: 'fromDay', required: false, type: String, example: '2026-11-01' })
  @ApiQuery({ name: 'toDay', required: false, type: String, example: '2026-11-30' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Top-ups, those that were taken back too', content: TOP_UPS })
  async list(@Query() query: unknown, @SoldBy() { sellerId }: Seller): Promise<{ topUps: CashTopUp[] }> {
    return { topUps: await this.topUps.list({ ...readRequest(listing, query), sellerId }) };
  }

  @Post('passes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sells a pass for the tariff’s price; the same receipt again is the same pass' })
  @ApiBody({ schema: toApiSchema(sellingPass) })
  @ApiResponse({ status: 200, description: 'The pass', content: SOLD_PASS })
  @ApiResponse({ status: 409, description: 'Another was sold under this receipt, or the account is closed.' })
  @ApiResponse({
    status: 422,
    description: 'The tariff has no such pass, or another price, or no such account.',
  })
  async sellPass(@Body() body: unknown, @SoldBy() seller: Seller): Promise<object> {
    const pass = await this.sales.sellPass(readRequest(sellingPass, body), seller);
    const { passId, fareProductId, priceMinor, currency } = pass;
    return { passId, fareProductId, priceMinor, currency };
  }

  @Post('tickets')
  @ApiOperation({ summary: 'Sells a signed ticket for one ride, for the tariff’s price of cash' })
  @ApiBody({ schema: toApiSchema(sellingSingle) })
  @ApiResponse({ status: 201, description: 'The ticket', content: SOLD })
  @ApiResponse({ status: 422, description: 'The tariff has no such ticket, or another price.' })
  async sellTicket(@Body() body: unknown, @SoldBy() seller: Seller): Promise<Sold> {
    return this.sales.sellSingle(readRequest(sellingSingle, body), seller);
  }
}
