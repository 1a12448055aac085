/** Clearing: what carriers are due of a period, as a run that is kept, read, and booked in the ledger. */
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
import {
  CLEARING_JOB_STATES,
  type ClearingJob,
  ClearingJobs,
  type ClearingRun,
  ClearingStore,
} from '@rukh/adapters/postgres';
import { CLEARING_CHOICES, dueOf } from '@rukh/domain/fares';
import {
  AdminTokenGuard,
  Problem,
  type SecurityScheme,
  jsonContent,
  readRequest,
  toApiSchema,
} from '@rukh/service';
import { z } from 'zod';
import { type Reply, answer } from '../ledger/answer-page.js';
import { day, pageQuery, who } from '../ledger/money-requests.js';
import { MoneyPeople, type PersonRequest } from '../ledger/money-people.js';
import { MONEY_REFUSALS, type MoneyRefusal } from '../ledger/refuse-money.js';
import { PartyNames } from '../operators/party-names.js';
import { ClearPeriod } from './clear-period.js';
import { ReportDoor } from './report-door.js';
import { sendCsv } from './send-csv.js';
import { writeClearingPage } from './write-clearing-page.js';

const runRequest = z
  .strictObject({
    fromDay: day,
    toDay: day,
    rule: z
      .enum(CLEARING_CHOICES)
      .default('TARIFF')
      .describe('By clearing_rules.txt of the tariff in force on the last day, or all of it by one basis'),
  })
  .refine(
    ({ fromDay, toDay }) => fromDay <= toDay && Date.parse(toDay) - Date.parse(fromDay) < 32 * 86_400_000,
    { path: ['toDay'], error: 'must be within 31 days from fromDay' },
  );
const runId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const runQuery = pageQuery.extend({
  format: z.enum(['json', 'html', 'csv']).optional().describe('Else what Accept asks for'),
});
const booking = z.strictObject({
  by: who,
  early: z.boolean().default(false).describe('Books a run that was made before its period was over, too'),
});
const CSV = { 'text/csv': { schema: { type: 'string' } } } as const;
const amounts = z.object({ operatorId: z.string(), currency: z.string(), soldMinor: z.int() });
const RUN = jsonContent(
  z.object({
    ...{ runId: z.int(), fromDay: z.iso.date(), toDay: z.iso.date(), rule: z.string(), rules: z.unknown() },
    ...{ charges: z.int(), inputSha256: z.string(), madeAt: z.iso.datetime() },
    bookedAt: z.iso.datetime().nullable(),
    supersededBy: z.int().nullable(),
    isEarly: z.boolean().describe('Made before the period was over: what came later is not in it'),
    lines: z.array(
      amounts.extend({
        ...{ rides: z.int(), persons: z.int(), coveredRides: z.int(), metres: z.int() },
        ...{ chargedMinor: z.int(), apportionedMinor: z.int(), fundedMinor: z.int() },
        concessionRides: z.int(),
      }),
    ),
    sales: z.array(amounts.extend({ productId: z.string(), coveredRides: z.int() })),
  }),
);
const JOB = jsonContent(
  z.object({
    ...{ jobId: z.int(), fromDay: z.iso.date(), toDay: z.iso.date(), rule: z.string() },
    ...{ state: z.enum(CLEARING_JOB_STATES), askedAt: z.iso.datetime(), attempts: z.int() },
    ...{ daysDone: z.int(), days: z.int() },
    runId: z.int().nullable().describe('Of the run that it made, once it is done'),
    error: z.string().nullable(),
  }),
);
const ADMIN: SecurityScheme = 'adminToken';
/** `/finance` says them in its language, by their names in `refuse-money.ts`. */
const CLEARING_EARLY = 'urn:rukh:problem:clearing_early' satisfies `urn:rukh:problem:${MoneyRefusal}`;
const CLEARING_OVERLAPS = 'urn:rukh:problem:clearing_overlaps' satisfies `urn:rukh:problem:${MoneyRefusal}`;
const CLEARING_REPLACED = 'urn:rukh:problem:clearing_replaced' satisfies `urn:rukh:problem:${MoneyRefusal}`;

@ApiTags('reports')
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The token is of nobody.' })
@Controller('api/v1/reports/clearing')
export class ClearingController {
  constructor(
    private readonly periods: ClearPeriod,
    private readonly store: ClearingStore,
    private readonly jobs: ClearingJobs,
    private readonly door: ReportDoor,
    private readonly people: MoneyPeople,
    private readonly parties: PartyNames,
  ) {}

  @Post()
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth(ADMIN)
  @ApiOperation({ summary: 'Clears a period between carriers by a declared rule; nothing is booked yet' })
  @ApiBody({ schema: toApiSchema(runRequest) })
  @ApiResponse({
    status: 201,
    description: 'The run',
    content: jsonContent(z.object({ runId: z.int(), inputSha256: z.string() })),
  })
  async clear(@Body() body: unknown): Promise<{ runId: number; inputSha256: string }> {
    return this.periods.run(readRequest(runRequest, body));
  }

  @Post('jobs')
  @HttpCode(202)
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth(ADMIN)
  @ApiOperation({
    summary: 'Asks for clearing that takes its time, such as that of a month',
    description: 'The same question again, while it is worked on, is the same job.',
  })
  @ApiBody({ schema: toApiSchema(runRequest) })
  @ApiResponse({ status: 202, description: 'The job', content: JOB })
  async ask(@Body() body: unknown): Promise<ClearingJob> {
    return this.jobs.ask(readRequest(runRequest, body));
  }

  @Get('jobs/:jobId')
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth(ADMIN)
  @ApiOperation({ summary: 'How far a job of clearing has come, and the run that it made' })
  @ApiResponse({ status: 200, description: 'The job', content: JOB })
  @ApiResponse({ status: 404, description: 'There is no such job.' })
  async job(@Param('jobId') id: string): Promise<ClearingJob> {
    const job = await this.jobs.find(readRequest(runId, id, 'jobId'));
    if (!job) throw new Problem(404, { detail: 'There is no such job.' });
    return job;
  }

  @Get()
  @ApiBearerAuth('reportToken' satisfies SecurityScheme)
  @ApiOperation({ summary: 'What carriers are due, by the last run of each period and rule, as CSV' })
  @ApiResponse({ status: 200, description: 'Rows', content: CSV })
  async list(
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { operatorId } = await this.door.open(authorization);
    sendCsv(reply, 'clearing', await this.store.list(operatorId));
  }

  @Get('runs/:runId')
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth(ADMIN)
  @ApiOperation({ summary: 'A run of clearing: JSON, CSV, or a page with a chart to read' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'html', 'csv'] })
  @ApiResponse({ status: 200, description: 'The run', content: RUN })
  @ApiResponse({ status: 404, description: 'There is no such run.' })
  async get(
    @Param('runId') id: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { lang, format } = readRequest(runQuery, query);
    const run = await this.#find(id);
    const options = await this.parties.readPageOptions();
    if (format === 'csv') {
      sendCsv(
        reply,
        `clearing-${run.runId}`,
        run.lines.map(({ operatorId, ...line }) => ({
          ...{ operatorId, operatorName: operatorId && options(lang).nameParty(operatorId) },
          ...{ ...line, dueMinor: dueOf({ operatorId, ...line }) },
        })),
      );
      return;
    }
    answer(reply, {
      wish: { lang, format },
      accept,
      value: run,
      page: (to) => writeClearingPage(run, options(to)),
    });
  }

  @Post('runs/:runId/booking')
  @HttpCode(200)
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth(ADMIN)
  @ApiOperation({ summary: 'Books a run: revenue becomes what is owed to carriers' })
  @ApiBody({ schema: toApiSchema(booking) })
  @ApiResponse({ status: 200, description: 'The run, booked', content: RUN })
  @ApiResponse({ status: 404, description: 'There is no such run.' })
  @ApiResponse({
    status: 409,
    description:
      'It was made before its period was over, or a run of a period that overlaps is booked, or a later one of this.',
  })
  async book(
    @Param('runId') id: string,
    @Body() body: unknown,
    @Req() request: PersonRequest,
  ): Promise<ClearingRun> {
    const { by, early } = readRequest(booking, body);
    const run = await this.#find(id);
    if (run.isEarly && !early) {
      throw new Problem(409, { type: CLEARING_EARLY, detail: MONEY_REFUSALS.en.clearing_early });
    }
    const other = await this.store.book(run, await this.people.tell(request, by));
    if (other) {
      const detail = `Run ${other.runId}, from ${other.fromDay} to ${other.toDay}, is booked already.`;
      throw new Problem(409, { type: CLEARING_OVERLAPS, detail });
    }
    const booked = await this.#find(id);
    if (booked.supersededBy === null) return booked;
    const detail = `Run ${booked.supersededBy} of the same period is booked instead.`;
    throw new Problem(409, { type: CLEARING_REPLACED, detail });
  }

  async #find(id: string): Promise<ClearingRun> {
    const run = await this.store.find(readRequest(runId, id, 'runId'));
    if (!run) throw new Problem(404, { detail: 'There is no such run.' });
    return run;
  }
}
