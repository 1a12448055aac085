/** Reports by HTTP. A token opens those of one operator, or of all; nobody sees another's rows. */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ControlReports, type ReportRow, hashToken } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import type { TicketingConfig } from '../config.js';
import type { Reply } from '../ledger/answer-page.js';
import { day } from '../ledger/money-requests.js';
import { loadProfileOf } from '../occupancy/occupancy-variables.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { ReportDoor } from './report-door.js';
import { fillLoads } from './fill-loads.js';
import { sendCsv, streamCsv } from './send-csv.js';

const tokenRequest = z.object({
  label: z.string().min(1).max(200),
  operatorId: z.string().max(64).optional(),
});
const dayQuery = z.object({
  day,
  level: z.enum(['internal', 'open']).default('internal'),
});
const NAMES = ['fare_transactions', 'passenger_events', 'stop_visits', 'devices', 'completeness'] as const;
const TOKEN = jsonContent(z.object({ token: z.string() }));
const CSV = { 'text/csv': { schema: { type: 'string' } } } as const;
/** Fewer people at a stop are not published. */
const LEAST_PERSONS = 5;
/** Days being written at once: each holds one of the three connections for as long as somebody reads it. */
const MOST_STREAMS = 2;
type ReportScope = Parameters<ControlReports['listDevices']>[0];

@ApiTags('reports')
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The token is of nobody.' })
@Controller('api/v1/reports')
export class ReportsController {
  #streams = 0;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly reports: ControlReports,
    private readonly door: ReportDoor,
  ) {}

  @Post('tokens')
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth('adminToken' satisfies SecurityScheme)
  @ApiOperation({ summary: 'Makes a token for the reports of one operator, or of all where none is named' })
  @ApiResponse({ status: 201, description: 'The token; it is shown once', content: TOKEN })
  @ApiResponse({ status: 404, description: 'There is no such operator or funding body.' })
  async addToken(@Body() body: unknown): Promise<{ token: string }> {
    const { label, operatorId } = readRequest(tokenRequest, body);
    const token = randomBytes(32).toString('base64url');
    if (!(await this.reports.addToken(hashToken(token), label, operatorId))) {
      throw new Problem(404, { detail: `There is no operator or funding body ${operatorId}.` });
    }
    return { token };
  }

  @Get(':name')
  @ApiBearerAuth('reportToken' satisfies SecurityScheme)
  @ApiOperation({
    summary:
      'A day: fare_transactions, passenger_events, stop_visits, devices (TIDES) or completeness, as CSV',
  })
  @ApiResponse({ status: 200, description: 'Rows', content: CSV })
  @ApiResponse({ status: 404, description: 'There is no such report.' })
  @ApiResponse({
    status: 503,
    description: 'The database is away, or other fare_transactions are being written; see Retry-After',
  })
  async get(
    @Headers('authorization') authorization: string | undefined,
    @Param('name') name: string,
    @Query() query: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const known = NAMES.find((one) => one === name);
    if (!known) throw new Problem(404, { detail: 'There is no such report.' });
    const { operatorId } = await this.door.open(authorization);
    const { day, level } = readRequest(dayQuery, query);
    const scope = { day, timeZone: this.config.RUKH_TICKETING_TIME_ZONE, operatorId };
    if (known === 'fare_transactions') await this.#streamTransactions(reply, scope, level);
    else sendCsv(reply, known, await this.#list(known, scope, level));
  }

  async #streamTransactions(reply: Reply, scope: ReportScope, level: 'internal' | 'open'): Promise<void> {
    if (level === 'open') throw new Problem(400, { detail: 'Single transactions are no open data.' });
    if (this.#streams >= MOST_STREAMS) {
      throw new Problem(503, { detail: 'Other days are being written.' }, 30);
    }
    this.#streams += 1;
    try {
      await streamCsv(reply, 'fare_transactions', this.reports.readFareTransactions(scope, randomBytes(32)));
    } finally {
      this.#streams -= 1;
    }
  }

  #list(
    name: Exclude<(typeof NAMES)[number], 'fare_transactions'>,
    scope: ReportScope,
    level: 'internal' | 'open',
  ): Promise<readonly ReportRow[]> {
    switch (name) {
      case 'passenger_events':
        return this.reports.listPassengerEvents(scope, level === 'open' ? LEAST_PERSONS : 1);
      case 'stop_visits':
        return this.#listStopVisits(scope, level === 'open' ? LEAST_PERSONS : 0);
      case 'devices':
        return this.reports.listDevices(scope);
      case 'completeness':
        return this.reports.listCompleteness(scope);
    }
  }

  async #listStopVisits(scope: ReportScope, least: number): Promise<readonly ReportRow[]> {
    return fillLoads(await this.reports.listStopVisits(scope), loadProfileOf(this.config), least);
  }
}
