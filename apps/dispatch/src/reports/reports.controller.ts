/** Reports by HTTP, as JSON and as CSV with the same rows. Who is of some carriers is told of theirs only. */
import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { type Principal, REPORT_NAMES, type ReportView } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { ServiceDays, getServiceDate } from '@rukh/domain/time';
import { Problem, toApiSchema, writeCsv } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { formatServiceDay } from '../fleet/pick-in-force.js';
import { type ReportRequest, listDates, readReportRequest, reportQuery } from './report-request.js';
import { SummedReports } from './summed-reports.js';
import { type Table, TripReports } from './trip-reports.js';

interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

const view = z.object({
  name: z.enum(REPORT_NAMES),
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string(),
  feedVersion: z.string(),
  by: z.string(),
  columns: z.array(z.object({ name: z.string(), unit: z.string() })),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  total: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
});
const PARAMETERS = Object.entries(reportQuery.shape).map(([name, schema]) => ({
  name,
  required: false,
  description: schema.description ?? '',
}));
const BY_TRIPS: readonly string[] = ['presence', 'trips', 'punctuality', 'headways'];
/** Each holds a day of a city in memory. */
const AT_ONCE = 2;

@ApiTags('dispatch')
@Controller('api/v1/dispatch/reports')
@UseGuards(PrincipalGuard)
export class ServiceReportsController {
  #running = 0;

  constructor(
    private readonly schedules: ScheduleStore,
    private readonly byTrips: TripReports,
    private readonly summed: SummedReports,
  ) {}

  @Get(':file')
  @Needs('reports.read')
  @ApiOperation({
    summary:
      'A report of days: presence, trips, punctuality, headways, off_route, ridership, predictions, quality',
    description:
      'NAME or NAME.json for JSON, NAME.csv for the same rows as CSV. What they count: docs/reports.md.',
  })
  @ApiParam({ name: 'file', example: 'presence.csv' })
  @ApiQuery(PARAMETERS[0]!)
  @ApiQuery(PARAMETERS[1]!)
  @ApiQuery(PARAMETERS[2]!)
  @ApiQuery(PARAMETERS[3]!)
  @ApiQuery(PARAMETERS[4]!)
  @ApiQuery(PARAMETERS[5]!)
  @ApiQuery(PARAMETERS[6]!)
  @ApiQuery(PARAMETERS[7]!)
  @ApiQuery(PARAMETERS[8]!)
  @ApiResponse({
    status: 200,
    description: 'The report',
    content: {
      'application/json': { schema: toApiSchema(view) },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such report.' })
  @ApiResponse({ status: 503, description: 'No timetable is in force, or enough reports are being made.' })
  async get(
    @Who() who: Principal,
    @Param('file') file: string,
    @Query() query: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const inForce = this.schedules.current;
    if (!inForce) throw new Problem(503, { detail: 'No timetable is in force yet.' }, 10);
    const { schedule } = inForce;
    const request = readReportRequest(file, query, formatServiceDay(Date.now() / 1000, schedule.timeZone));
    const table = await this.#makeInTurn(schedule, request, who);
    reply.header('cache-control', 'no-store');
    if (request.format === 'csv') sendCsv(reply, request, table);
    else {
      reply
        .header('content-type', 'application/json; charset=utf-8')
        .send(JSON.stringify(toView(schedule, request, table)));
    }
  }

  async #makeInTurn(schedule: Schedule, request: ReportRequest, who: Principal): Promise<Table> {
    if (this.#running >= AT_ONCE) {
      throw new Problem(503, { detail: 'Other reports are being made; try again.' }, 5);
    }
    this.#running++;
    try {
      return await this.#make(schedule, request, who);
    } finally {
      this.#running--;
    }
  }

  #make(schedule: Schedule, request: ReportRequest, who: Principal): Promise<Table> {
    const now = Date.now() / 1000;
    if (BY_TRIPS.includes(request.name)) return this.byTrips.make(schedule, request, who, now);
    const days = new ServiceDays(schedule.timeZone);
    const dates = listDates(request.from, request.to).map((date) => days.startSeconds(getServiceDate(date)));
    return this.summed.make(schedule, request, who, { from: dates[0]!, to: dates.at(-1)! + 86_400 });
  }
}

function toView(
  { timeZone, feedVersion }: Schedule,
  { name, from, to, by }: ReportRequest,
  { columns, rows, total }: Table,
): ReportView {
  return { name, from, to, timeZone, feedVersion, by, columns, rows, ...(total ? { total } : {}) };
}

function sendCsv(reply: Reply, { name, from, to }: ReportRequest, { columns, rows }: Table): void {
  const names = columns.map((column) => column.name);
  reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}-${from}-${to}.csv"`)
    .send(writeCsv(rows, names));
}
