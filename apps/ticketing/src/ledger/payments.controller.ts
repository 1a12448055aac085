/** Refunds, and the calls to the gateway that somebody has to look at. */
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  type Database,
  type OpenCall,
  type OutboxState,
  type Refund,
  inTransaction,
  listOpenCalls,
  listRefunds,
  readOutboxState,
  recoverByCardholder,
  revive,
} from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { type RefundAnswer, decideOnRefund, requestRefund } from '../payments/refund.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { DECISION_BODY, OUTBOX, RECOVERY, REFUND, REFUNDS, REFUND_BODY, REVIVAL } from './describe-money.js';
import { type Reply, answer } from './answer-page.js';
import { MONEY_POOL } from './money-pool.js';
import { MoneyPeople, type PersonRequest } from './money-people.js';
import { idParam, read, refundDecision, refundRequest, refundsQuery } from './money-requests.js';
import { refuseMoney } from './refuse-money.js';
import { writeRefundsPage } from './write-refunds-page.js';

@ApiTags('money')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1')
@UseGuards(AdminTokenGuard)
export class PaymentsController {
  constructor(
    @Inject(MONEY_POOL) private readonly pool: Database,
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly people: MoneyPeople,
  ) {}

  @Post('refunds')
  @HttpCode(201)
  @ApiOperation({ summary: 'Asks for a refund; a small one is granted at once', ...REFUND_BODY })
  @ApiResponse({ status: 201, description: 'The refund', content: REFUND })
  @ApiResponse({ status: 404, description: 'There is no such charge.' })
  @ApiResponse({ status: 409, description: 'It cannot be given back.' })
  async request(@Body() body: unknown, @Req() request: PersonRequest): Promise<Refund> {
    const asked = read(refundRequest, body);
    const wish = { ...asked, requestedBy: await this.people.tell(request, asked.requestedBy) };
    return given(await requestRefund(this.pool, wish, this.config.RUKH_REFUND_FOUR_EYES_MINOR));
  }

  @Get('refunds')
  @ApiOperation({ summary: 'Lists refunds, the newest first: JSON, or a page' })
  @ApiQuery({ name: 'state', required: false, enum: ['REQUESTED', 'APPROVED', 'REJECTED', 'PAID'] })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html'] })
  @ApiResponse({ status: 200, description: 'Refunds', content: REFUNDS })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { state, limit, ...wish } = read(refundsQuery, query);
    const refunds = await listRefunds(this.pool, { state }, limit);
    const timeZone = this.config.RUKH_TICKETING_TIME_ZONE;
    const page = (lang: 'uk' | 'en'): string => writeRefundsPage(refunds, lang, timeZone);
    answer(reply, { wish, accept, value: { refunds }, page });
  }

  @Post('refunds/:refundId/decision')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Grants all or a part of a refund, or rejects it; who asked for it cannot grant it',
    ...DECISION_BODY,
  })
  @ApiResponse({ status: 200, description: 'The refund', content: REFUND })
  @ApiResponse({ status: 404, description: 'There is no such refund.' })
  @ApiResponse({
    status: 409,
    description: 'It is decided, the person is the same, or that much was not asked for.',
  })
  async decide(
    @Param('refundId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<Refund> {
    const { approve, by, amountMinor, note } = read(refundDecision, body);
    const person = await this.people.tell(request, by);
    const verdict = { by: person, isApproved: approve, amountMinor, note };
    return given(await decideOnRefund(this.pool, read(idParam, id), verdict));
  }

  @Post('accounts/:accountId/debt-recovery')
  @HttpCode(202)
  @ApiOperation({ summary: 'The cardholder pays what he owes: it is asked for at once' })
  @ApiResponse({ status: 202, description: 'How many pay windows are asked for', content: RECOVERY })
  async recover(@Param('accountId') id: string): Promise<{ windows: number }> {
    const accountId = read(idParam, id);
    return { windows: await inTransaction(this.pool, (client) => recoverByCardholder(client, accountId)) };
  }

  @Get('payments/outbox')
  @ApiOperation({
    summary: 'Calls to the gateway that are still to be made or answered, those given up first',
  })
  @ApiResponse({ status: 200, description: 'Counts, and the first hundred', content: OUTBOX })
  async outbox(): Promise<OutboxState & { calls: OpenCall[] }> {
    return { ...(await readOutboxState(this.pool)), calls: await listOpenCalls(this.pool, 100) };
  }

  @Post('payments/outbox/:outboxId/revival')
  @HttpCode(202)
  @ApiOperation({ summary: 'Lets a call that was given up be made again' })
  @ApiResponse({ status: 202, description: 'It is due', content: REVIVAL })
  @ApiResponse({ status: 404, description: 'No such call was given up.' })
  async revive(@Param('outboxId') id: string): Promise<{ outboxId: string }> {
    const outboxId = read(idParam, id);
    if (!(await revive(this.pool, outboxId))) {
      throw new Problem(404, { detail: 'No such call was given up.' });
    }
    return { outboxId };
  }
}

function given(answer: RefundAnswer): Refund {
  if (answer === undefined) throw new Problem(404, { detail: 'There is no such charge or refund.' });
  if ('refused' in answer) throw refuseMoney('refund', answer.refused);
  return answer;
}
