/** Cash that carriers and other sellers took and have handed in, as finance books it: once for each document of the bank. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type CashHandIn, CashHandIns } from '@rukh/adapters/postgres';
import type { RefusedHandIn } from '@rukh/domain/ledger';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest, toApiSchema } from '@rukh/service';
import { type Reply, answer } from '../ledger/answer-page.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { refuseMoney } from '../ledger/refuse-money.js';
import { PartyNames } from '../operators/party-names.js';
import { HAND_IN, HAND_INS, handInId, handInWish, handInsQuery } from './hand-in-requests.js';
import { takingBack } from '../reports/funding-payment-requests.js';
import { sendCsv } from '../reports/send-csv.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/cash-hand-ins')
@UseGuards(AdminTokenGuard)
export class CashHandInsController {
  constructor(
    private readonly handIns: CashHandIns,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Cash that carriers and sellers have handed in, the newest first: JSON or CSV' })
  @ApiQuery({ name: 'operatorId', required: false, type: String })
  @ApiQuery({ name: 'fromDay', required: false, type: String, example: '2026-11-01' })
  @ApiQuery({ name: 'toDay', required: false, type: String, example: '2026-11-30' })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'] })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiResponse({ status: 200, description: 'Hand-ins, those that were taken back too', content: HAND_INS })
  async list(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { format, lang, ...wish } = readRequest(handInsQuery, query);
    const handIns = await this.handIns.list(wish);
    if (format === 'json') {
      answer(reply, { wish: { lang, format }, accept: undefined, value: { handIns }, page: () => '' });
      return;
    }
    const nameParty = (await this.parties.read())(lang);
    const rows = handIns.map(({ handInId: id, operatorId, bookedAt, takenBackAt, ...rest }) => ({
      ...{ handInId: id, operatorId, operatorName: nameParty(operatorId), ...rest },
      ...{ bookedAt: bookedAt.toISOString(), takenBackAt: takenBackAt?.toISOString() },
    }));
    sendCsv(reply, 'cash-hand-ins', rows);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Books cash that a carrier or seller has handed in; the same again is the same hand-in',
  })
  @ApiBody({ schema: toApiSchema(handInWish) })
  @ApiResponse({ status: 200, description: 'The hand-in', content: HAND_IN })
  @ApiResponse({ status: 404, description: 'There is no such carrier, nor seller who took cash.' })
  @ApiResponse({
    status: 409,
    description:
      'The document is booked otherwise, the day has not come, the currency is another, or a payout on its way sets the cash off.',
  })
  async book(@Body() body: unknown, @Req() request: PersonRequest): Promise<CashHandIn> {
    const wish = readRequest(handInWish, body);
    return given(await this.handIns.book({ ...wish, by: await this.people.tell(request, wish.by) }));
  }

  @Post(':handInId/taking-back')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes back a hand-in that another person booked by mistake; both stay in the ledger',
  })
  @ApiBody({ schema: toApiSchema(takingBack) })
  @ApiResponse({ status: 200, description: 'The hand-in', content: HAND_IN })
  @ApiResponse({ status: 404, description: 'There is no such hand-in.' })
  @ApiResponse({ status: 409, description: 'Who booked it cannot take it back.' })
  async takeBack(
    @Param('handInId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<CashHandIn> {
    const { by, why } = readRequest(takingBack, body);
    const person = await this.people.tell(request, by);
    return given(await this.handIns.takeBack(readRequest(handInId, id, 'handInId'), person, why));
  }
}

function given(made: CashHandIn | RefusedHandIn | undefined): CashHandIn {
  if (made === undefined) throw new Problem(404, { detail: 'There is no such carrier, seller or hand-in.' });
  if ('refused' in made) throw refuseMoney('cash', made.refused);
  return made;
}
