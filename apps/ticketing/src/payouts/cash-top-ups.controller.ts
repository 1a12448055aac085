/** Cash that riders put in at desks and kiosks, as tills and offices book it: once for each receipt. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type CashTopUp, CashTopUps } from '@rukh/adapters/postgres';
import type { RefusedCashTopUp } from '@rukh/domain/ledger';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest, toApiSchema } from '@rukh/service';
import { type Reply, answer } from '../ledger/answer-page.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { refuseMoney } from '../ledger/refuse-money.js';
import { KnownRights } from '../media/known-rights.js';
import { PartyNames } from '../operators/party-names.js';
import { takingBack } from '../reports/funding-payment-requests.js';
import { sendCsv } from '../reports/send-csv.js';
import { TOP_UP, TOP_UPS, topUpId, topUpWish, topUpsQuery } from './top-up-requests.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/cash-top-ups')
@UseGuards(AdminTokenGuard)
export class CashTopUpsController {
  constructor(
    private readonly topUps: CashTopUps,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
    private readonly known: KnownRights,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Cash that riders put in, the newest first: JSON or CSV' })
  @ApiQuery({ name: 'sellerId', required: false, type: String })
  @ApiQuery({ name: 'accountId', required: false, type: Number })
  @ApiQuery({ name: 'fromDay', required: false, type: String, example: '2026-11-01' })
  @ApiQuery({ name: 'toDay', required: false, type: String, example: '2026-11-30' })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'] })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Top-ups, those that were taken back too', content: TOP_UPS })
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { format, lang, ...wish } = readRequest(topUpsQuery, query);
    const topUps = await this.topUps.list(wish);
    if (format === 'json') {
      answer(reply, { wish: { lang, format }, accept: undefined, value: { topUps }, page: () => '' });
      return;
    }
    const nameParty = (await this.parties.read())(lang);
    const rows = topUps.map(({ topUpId: id, sellerId, bookedAt, takenBackAt, ...rest }) => ({
      ...{ topUpId: id, sellerId, sellerName: nameParty(sellerId), ...rest },
      ...{ bookedAt: bookedAt.toISOString(), takenBackAt: takenBackAt?.toISOString() },
    }));
    sendCsv(reply, 'cash-top-ups', rows);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Books cash that a rider has put in; the same receipt again is the same top-up' })
  @ApiBody({ schema: toApiSchema(topUpWish) })
  @ApiResponse({ status: 200, description: 'The top-up', content: TOP_UP })
  @ApiResponse({ status: 404, description: 'There is no such account.' })
  @ApiResponse({
    status: 409,
    description: 'The receipt is booked otherwise, the currency is another, or the account is closed.',
  })
  @ApiResponse({ status: 422, description: 'No tariff has this currency.' })
  async book(@Body() body: unknown, @Req() request: PersonRequest): Promise<CashTopUp> {
    const wish = readRequest(topUpWish, body);
    await this.known.checkCurrency(wish.currency);
    return given(await this.topUps.book({ ...wish, by: await this.people.tell(request, wish.by) }));
  }

  @Post(':topUpId/taking-back')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes back a top-up that another person booked by mistake; both stay in the ledger',
    description: 'What the rider has ridden off by then he owes.',
  })
  @ApiBody({ schema: toApiSchema(takingBack) })
  @ApiResponse({ status: 200, description: 'The top-up', content: TOP_UP })
  @ApiResponse({ status: 404, description: 'There is no such top-up.' })
  @ApiResponse({ status: 409, description: 'Who booked it cannot take it back.' })
  async takeBack(
    @Param('topUpId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<CashTopUp> {
    const { by, why } = readRequest(takingBack, body);
    const person = await this.people.tell(request, by);
    return given(await this.topUps.takeBack(readRequest(topUpId, id, 'topUpId'), person, why));
  }
}

function given(made: CashTopUp | RefusedCashTopUp | undefined): CashTopUp {
  if (made === undefined) throw new Problem(404, { detail: 'There is no such account or top-up.' });
  if ('refused' in made) throw refuseMoney('top_up', made.refused);
  return made;
}
