/** Payouts to carriers, as finance makes them: declared, approved by another, told to the bank, confirmed. */
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CashHandIns, type Payout, PayoutStore } from '@rukh/adapters/postgres';
import type { RefusedPayout } from '@rukh/domain/ledger';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest, toApiSchema } from '@rukh/service';
import { type Reply, answer } from '../ledger/answer-page.js';
import type { Language } from '../ledger/money-requests.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { PartyNames } from '../operators/party-names.js';
import { refuseMoney } from '../ledger/refuse-money.js';
import { sendCsv } from '../reports/send-csv.js';
import {
  ACCOUNT,
  PAYOUT,
  PAYOUTS,
  carrierAccount,
  carrierId,
  payoutConfirmation,
  payoutDecision,
  payoutId,
  payoutWish,
  payoutsQuery,
} from './payout-requests.js';
import { writePayoutsPage } from './write-payouts-page.js';

const CSV = { 'text/csv': { schema: { type: 'string' } } } as const;

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/payouts')
@UseGuards(AdminTokenGuard)
export class PayoutsController {
  constructor(
    private readonly store: PayoutStore,
    private readonly cash: CashHandIns,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What carriers are owed, and payouts, the newest first: JSON, or a page' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Claims and payouts', content: PAYOUTS })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { limit, ...wish } = readRequest(payoutsQuery, query);
    const claims = await this.store.listClaims();
    const payouts = await this.store.list(limit);
    const handIns = await this.cash.list({ limit });
    const options = await this.parties.readPageOptions();
    const page = (lang: Language): string => writePayoutsPage({ claims, payouts, handIns }, options(lang));
    answer(reply, { wish, accept, value: { claims, payouts }, page });
  }

  @Put('accounts/:operatorId')
  @ApiOperation({ summary: 'Names the bank account that a carrier is paid out to from now on' })
  @ApiBody({ schema: toApiSchema(carrierAccount) })
  @ApiResponse({ status: 200, description: 'The account', content: ACCOUNT })
  @ApiResponse({
    status: 400,
    description: 'It is no account number, or another part does not fit the schema.',
  })
  @ApiResponse({ status: 404, description: 'There is no such carrier.' })
  async nameAccount(
    @Param('operatorId') operator: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<{ operatorId: string; iban: string }> {
    const operatorId = readRequest(carrierId, operator, 'operatorId');
    const { iban, by } = readRequest(carrierAccount, body);
    const person = await this.people.tell(request, by);
    if (await this.store.nameAccount(operatorId, iban, person)) return { operatorId, iban };
    throw new Problem(404, { detail: `There is no carrier ${operatorId}.` });
  }

  @Post()
  @ApiOperation({
    summary:
      'Declares a payout: of an amount, or of all that is owed and not on its way, less the cash that the carrier holds',
  })
  @ApiBody({ schema: toApiSchema(payoutWish) })
  @ApiResponse({ status: 201, description: 'The payout', content: PAYOUT })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 409, description: 'The carrier is not owed that much.' })
  async declare(@Body() body: unknown, @Req() request: PersonRequest): Promise<Payout> {
    const wish = readRequest(payoutWish, body);
    return given(await this.store.declare({ ...wish, by: await this.people.tell(request, wish.by) }));
  }

  @Post(':payoutId/decision')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Approves or rejects a payout; who declared it cannot approve it. One that only sets off is done then',
  })
  @ApiBody({ schema: toApiSchema(payoutDecision) })
  @ApiResponse({ status: 200, description: 'The payout', content: PAYOUT })
  @ApiResponse({ status: 404, description: 'There is no such payout.' })
  @ApiResponse({ status: 409, description: 'It is decided already, or by the same person.' })
  async decide(
    @Param('payoutId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<Payout> {
    const { approve, by } = readRequest(payoutDecision, body);
    const person = await this.people.tell(request, by);
    return given(await this.store.decide(readRequest(payoutId, id, 'payoutId'), person, approve));
  }

  @Post('export')
  @HttpCode(200)
  @ApiOperation({ summary: 'A file for the bank: payouts that are approved and not confirmed, as CSV' })
  @ApiResponse({
    status: 200,
    description: 'Rows; the same until the bank’s answers are confirmed',
    content: CSV,
  })
  async export(@Res() reply: Reply): Promise<void> {
    const payouts = await this.store.export();
    const rows = payouts.map(({ payoutId: id, operatorId, operatorName, iban, currency, amountMinor }) => ({
      ...{ payout_id: id, operator_id: operatorId, operator_name: operatorName, iban, currency },
      ...{ amount_minor: amountMinor, purpose: `RUKH-PAYOUT-${id}` },
    }));
    sendCsv(reply, 'payouts', rows);
  }

  @Post(':payoutId/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'What the bank did with a payout; what it paid and what was set off is booked' })
  @ApiBody({ schema: toApiSchema(payoutConfirmation) })
  @ApiResponse({ status: 200, description: 'The payout', content: PAYOUT })
  @ApiResponse({ status: 404, description: 'There is no such payout.' })
  @ApiResponse({ status: 409, description: 'The bank was not told of it, or its answer is known.' })
  async confirm(
    @Param('payoutId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<Payout> {
    const { paid, by, note } = readRequest(payoutConfirmation, body);
    const said = { by: await this.people.tell(request, by), isPaid: paid, bankNote: note };
    return given(await this.store.confirm(readRequest(payoutId, id, 'payoutId'), said));
  }
}

function given(payout: Payout | RefusedPayout | undefined): Payout {
  if (payout === undefined) throw new Problem(404, { detail: 'There is no such payout.' });
  if ('refused' in payout) throw refuseMoney('payout', payout.refused);
  return payout;
}
