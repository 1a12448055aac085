/**
 * Fines as the office sees them: what inspectors issued, what became of them, and their money. Each step is booked: what a fine
 * brings is on an account of its own.
 */
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FineStepTaken, Fines, type OfficeFine } from '@rukh/adapters/postgres';
import { FINE_STATES, type FineRefusal } from '@rukh/domain/ledger';
import {
  AdminTokenGuard,
  Problem,
  type SecurityScheme,
  jsonContent,
  readRequest,
  toApiSchema,
} from '@rukh/service';
import { type Reply, answer } from '../ledger/answer-page.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { ForMoneyReaders, type MoneyReaderRequest } from '../ledger/money-reader.guard.js';
import { refuseMoney } from '../ledger/refuse-money.js';
import { PartyNames } from '../operators/party-names.js';
import {
  fineIdParam,
  fineMoney,
  fineWhy,
  officeFineAnswer,
  officeFinesAnswer,
  officeFinesQuery,
} from './fine-requests.js';
import { writeFinesPage } from './write-fines-page.js';

const FINE = jsonContent(officeFineAnswer);
const FINES = { ...jsonContent(officeFinesAnswer), 'text/html': { schema: { type: 'string' } } } as const;

@ApiTags('inspection')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/fines')
export class FinesController {
  constructor(
    private readonly fines: Fines,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
  ) {}

  @Get()
  @ForMoneyReaders()
  @ApiOperation({
    summary: 'Fines, the newest first: JSON, or a page; TO_REFUND are those whose money is still to go back',
  })
  @ApiQuery({ name: 'state', required: false, enum: FINE_STATES })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'Fines', content: FINES })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Req() request: MoneyReaderRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    const { state, limit, ...wish } = readRequest(officeFinesQuery, query);
    const fines = await this.fines.list(state, limit);
    const options = await this.parties.readPageOptions();
    const mayAct = request.readsSignedIn !== true;
    const page = (lang: 'uk' | 'en'): string => writeFinesPage(fines, { ...options(lang), state, mayAct });
    answer(reply, { wish, accept, value: { fines }, page });
  }

  @Post(':fineId/payment')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiOperation({
    summary: 'Books that a fine was paid; of one that has fallen away the money is to go back',
  })
  @ApiBody({ schema: toApiSchema(fineMoney) })
  @ApiResponse({ status: 200, description: 'The fine; the same document again is the same', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({ status: 409, description: 'It is paid by another document.' })
  pay(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#moveMoney('PAYMENT', id, body, request);
  }

  @Post(':fineId/payment/taking-back')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiOperation({
    summary: 'Takes back a payment that another person booked by mistake; both stay in the ledger',
  })
  @ApiBody({ schema: toApiSchema(fineWhy) })
  @ApiResponse({ status: 200, description: 'The fine', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({
    status: 409,
    description: 'Nothing is paid, it went back already, or the person is the same.',
  })
  takePaymentBack(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#say('PAYMENT_TAKEN_BACK', id, body, request);
  }

  @Post(':fineId/refund')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiOperation({ summary: 'Books that the money of a fine that fell away was given back' })
  @ApiBody({ schema: toApiSchema(fineMoney) })
  @ApiResponse({ status: 200, description: 'The fine; the same document again is the same', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({
    status: 409,
    description: 'There is no money to go back, or the same person cancelled the fine or booked its payment.',
  })
  giveBack(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#moveMoney('REFUND', id, body, request);
  }

  @Post(':fineId/refund/taking-back')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiOperation({
    summary: 'Takes back a refund that another person booked by mistake: the money is still to go back',
  })
  @ApiBody({ schema: toApiSchema(fineWhy) })
  @ApiResponse({ status: 200, description: 'The fine', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({ status: 409, description: 'Nothing was given back, or the person is the same.' })
  takeRefundBack(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#say('REFUND_TAKEN_BACK', id, body, request);
  }

  @Post(':fineId/cancellation')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiOperation({
    summary: 'Cancels a fine that was wrong; what was paid for it is to go back, by another person',
  })
  @ApiBody({ schema: toApiSchema(fineWhy) })
  @ApiResponse({ status: 200, description: 'The fine', content: FINE })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  @ApiResponse({ status: 409, description: 'It has fallen away already.' })
  cancel(
    @Param('fineId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<OfficeFine> {
    return this.#say('CANCELLED', id, body, request);
  }

  async #moveMoney(
    step: 'PAYMENT' | 'REFUND',
    id: string,
    body: unknown,
    request: PersonRequest,
  ): Promise<OfficeFine> {
    const { reference, till, by } = readRequest(fineMoney, body);
    const actor = await this.people.tell(request, by);
    return this.#take(id, { step, actor, reference, till, reason: `${step} ${reference}` });
  }

  async #say(
    step: 'CANCELLED' | 'PAYMENT_TAKEN_BACK' | 'REFUND_TAKEN_BACK',
    id: string,
    body: unknown,
    request: PersonRequest,
  ): Promise<OfficeFine> {
    const { why, by } = readRequest(fineWhy, body);
    return this.#take(id, { step, actor: await this.people.tell(request, by), reason: why });
  }

  async #take(id: string, step: FineStepTaken): Promise<OfficeFine> {
    return given(await this.fines.take(readRequest(fineIdParam, id, 'fineId'), step));
  }
}

function given(made: OfficeFine | { readonly refused: FineRefusal } | undefined): OfficeFine {
  if (made === undefined) throw new Problem(404, { detail: 'There is no such fine.' });
  if ('refused' in made) throw refuseMoney('fine', made.refused);
  return made;
}
