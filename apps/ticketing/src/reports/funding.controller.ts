/** What funding bodies owe, as finance sees it: of all, or of one down to its rides. */
import { Controller, Get, Headers, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { FundingDues, FundingPayments } from '@rukh/adapters/postgres';
import { AdminTokenGuard, type SecurityScheme, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import { type Reply, answer } from '../ledger/answer-page.js';
import { day, pageQuery, party } from '../ledger/money-requests.js';
import { PartyNames } from '../operators/party-names.js';
import { Tariffs } from '../pricing/tariffs.js';
import { payment } from './funding-payment-requests.js';
import type { FundingAccountShown } from './write-funding-payments.js';
import { sendCsv } from './send-csv.js';
import { type FundingPageOptions, writeFundingBodyPage, writeFundingPage } from './write-funding-page.js';

const fundingQuery = pageQuery
  .extend({
    format: z.enum(['json', 'html', 'csv']).optional().describe('Else what Accept asks for'),
    fromDay: day.describe('Fare day'),
    toDay: day,
  })
  .refine(
    ({ fromDay, toDay }) => fromDay <= toDay && Date.parse(toDay) - Date.parse(fromDay) < 93 * 86_400_000,
    { path: ['toDay'], error: 'must be within 92 days from fromDay' },
  );
const sums = z.object({
  ...{ currency: z.string(), rides: z.int(), riders: z.int() },
  ...{ paidMinor: z.int().describe('By riders themselves'), fundedMinor: z.int() },
});
const balance = {
  owedMinor: z.int().describe('For rides of all time, by the ledger'),
  receivedMinor: z.int().describe('What the body has paid of that'),
  outstandingMinor: z.int().describe('What is left; below nought where it has paid too much'),
};
const BODIES = jsonContent(
  z.object({
    ...{ fromDay: z.iso.date(), toDay: z.iso.date() },
    bodies: z.array(
      sums.extend({
        fundingBodyId: z.string(),
        name: z.string(),
        ...balance,
      }),
    ),
  }),
);
const BODY = jsonContent(
  z.object({
    ...{ fundingBodyId: z.string(), name: z.string(), fromDay: z.iso.date(), toDay: z.iso.date() },
    lines: z.array(
      sums.extend({
        ...{ operatorId: z.string().nullable(), riderCategoryId: z.string(), tariffVersion: z.string() },
        ruleId: z.string().nullable().describe('Row of the tariff that made the ride cheaper'),
        eachMinor: z.int().describe('Owed for one ride'),
      }),
    ),
    days: z.array(sums.extend({ day: z.iso.date() })),
    ...balance,
    payments: z.array(payment).describe('The last hundred'),
  }),
);

@ApiTags('reports')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiQuery({ name: 'fromDay', type: String, example: '2026-11-01' })
@ApiQuery({ name: 'toDay', type: String, example: '2026-11-30' })
@ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
@ApiQuery({ name: 'format', required: false, enum: ['json', 'html', 'csv'] })
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/reports/funding')
@UseGuards(AdminTokenGuard)
export class FundingController {
  constructor(
    private readonly dues: FundingDues,
    private readonly payments: FundingPayments,
    private readonly parties: PartyNames,
    private readonly tariffs: Tariffs,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What each funding body owes for rides of a period: JSON, or a page' })
  @ApiResponse({ status: 200, description: 'By funding body and currency', content: BODIES })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { lang, format, ...period } = readRequest(fundingQuery, query);
    const bodies = await this.dues.listBodies(period);
    const options = await this.#options();
    const { nameParty } = options(lang);
    const named = bodies.map((body) => ({ ...body, name: nameParty(body.fundingBodyId) }));
    if (format === 'csv') {
      sendCsv(
        reply,
        'funding',
        named.map((body) => ({ ...period, ...body })),
      );
      return;
    }
    answer(reply, {
      wish: { lang, format },
      accept,
      value: { ...period, bodies: named },
      page: (to) => writeFundingPage(bodies, period, options(to)),
    });
  }

  @Get(':fundingBodyId')
  @ApiOperation({ summary: 'Of one funding body: by carrier and rule, and by day' })
  @ApiResponse({ status: 200, description: 'Sums of rides that were funded alike', content: BODY })
  async detail(
    @Param('fundingBodyId') id: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { lang, format, ...period } = readRequest(fundingQuery, query);
    const fundingBodyId = readRequest(party, id, 'fundingBodyId');
    const [lines, days] = await Promise.all([
      this.dues.listLines(fundingBodyId, period),
      this.dues.listDays(fundingBodyId, period),
    ]);
    const options = await this.#options();
    if (format === 'csv') {
      sendCsv(
        reply,
        `funding-${fundingBodyId}`,
        lines.map((line) => ({ ...period, fundingBodyId, ...line })),
      );
      return;
    }
    const account = await this.#account(fundingBodyId);
    const { owedMinor = 0, receivedMinor = 0, outstandingMinor = 0 } = account.due ?? {};
    answer(reply, {
      wish: { lang, format },
      accept,
      value: {
        ...{ fundingBodyId, name: options(lang).nameParty(fundingBodyId), ...period, lines, days },
        ...{ owedMinor, receivedMinor, outstandingMinor, payments: account.payments },
      },
      page: (to) => writeFundingBodyPage({ fundingBodyId, lines, days, account }, period, options(to)),
    });
  }

  async #account(fundingBodyId: string): Promise<FundingAccountShown> {
    const payments = await this.payments.list({ fundingBodyId, limit: 100 });
    const currency = await this.payments.findCurrency(fundingBodyId);
    return {
      fundingBodyId,
      currency,
      due: await this.dues.findBalance(fundingBodyId),
      payments,
    };
  }

  async #options(): Promise<(lang: FundingPageOptions['lang']) => FundingPageOptions> {
    const options = await this.parties.readPageOptions();
    const tariffs = await this.tariffs.findHistory();
    return (lang) => ({ ...options(lang), tariffs });
  }
}
