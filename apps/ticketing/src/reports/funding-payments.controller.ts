/** What funding bodies have paid, as finance books it: once for each document of the bank. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FundingPayment, FundingPayments } from '@rukh/adapters/postgres';
import type { RefusedFundingPayment } from '@rukh/domain/ledger';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest, toApiSchema } from '@rukh/service';
import { type Reply, answer } from '../ledger/answer-page.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { refuseMoney } from '../ledger/refuse-money.js';
import { PartyNames } from '../operators/party-names.js';
import {
  PAYMENT,
  PAYMENTS,
  paymentId,
  paymentWish,
  paymentsQuery,
  takingBack,
} from './funding-payment-requests.js';
import { sendCsv } from './send-csv.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/funding-payments')
@UseGuards(AdminTokenGuard)
export class FundingPaymentsController {
  constructor(
    private readonly payments: FundingPayments,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What funding bodies have paid, the newest first: JSON or CSV' })
  @ApiQuery({ name: 'fundingBodyId', required: false, type: String })
  @ApiQuery({ name: 'fromDay', required: false, type: String, example: '2026-11-01' })
  @ApiQuery({ name: 'toDay', required: false, type: String, example: '2026-11-30' })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'] })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Payments, those that were taken back too', content: PAYMENTS })
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { format, lang, ...wish } = readRequest(paymentsQuery, query);
    const payments = await this.payments.list(wish);
    if (format === 'json') {
      answer(reply, { wish: { lang, format }, accept: undefined, value: { payments }, page: () => '' });
      return;
    }
    const nameParty = (await this.parties.read())(lang);
    const rows = payments.map(({ paymentId: id, fundingBodyId, bookedAt, takenBackAt, ...rest }) => ({
      ...{ paymentId: id, fundingBodyId, fundingBodyName: nameParty(fundingBodyId), ...rest },
      ...{ bookedAt: bookedAt.toISOString(), takenBackAt: takenBackAt?.toISOString() },
    }));
    sendCsv(reply, 'funding-payments', rows);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Books what a funding body has paid; the same again is the same payment' })
  @ApiBody({ schema: toApiSchema(paymentWish) })
  @ApiResponse({ status: 200, description: 'The payment', content: PAYMENT })
  @ApiResponse({ status: 404, description: 'There is no such funding body.' })
  @ApiResponse({
    status: 409,
    description:
      'The document is booked otherwise, the day has not come, or the currency is not the account’s.',
  })
  async book(@Body() body: unknown, @Req() request: PersonRequest): Promise<FundingPayment> {
    const wish = readRequest(paymentWish, body);
    return given(await this.payments.book({ ...wish, by: await this.people.tell(request, wish.by) }));
  }

  @Post(':paymentId/taking-back')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes back a payment that another person booked by mistake; both stay in the ledger',
  })
  @ApiBody({ schema: toApiSchema(takingBack) })
  @ApiResponse({ status: 200, description: 'The payment', content: PAYMENT })
  @ApiResponse({ status: 404, description: 'There is no such payment.' })
  @ApiResponse({ status: 409, description: 'Who booked it cannot take it back.' })
  async takeBack(
    @Param('paymentId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<FundingPayment> {
    const { by, why } = readRequest(takingBack, body);
    const person = await this.people.tell(request, by);
    return given(await this.payments.takeBack(readRequest(paymentId, id, 'paymentId'), person, why));
  }
}

function given(made: FundingPayment | RefusedFundingPayment | undefined): FundingPayment {
  if (made === undefined) throw new Problem(404, { detail: 'There is no such funding body or payment.' });
  if ('refused' in made) throw refuseMoney('funding', made.refused);
  return made;
}
