/** What a funding body sees: the concession trips that it owes for, and nobody else's. */
import { randomBytes } from 'node:crypto';
import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ConcessionEvidence, type EvidenceRow, type EvidenceScope } from '@rukh/adapters/postgres';
import { Problem, type SecurityScheme, readRequest, writeCsv } from '@rukh/service';
import { z } from 'zod';
import { makeEvidence, sumUp } from './make-evidence.js';
import { ReportDoor } from './report-door.js';

interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

const query = z.object({
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
  fundingBodyId: z.string().min(1).max(64).optional(),
  asOf: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});

@ApiTags('reports')
@ApiBearerAuth('reportToken' satisfies SecurityScheme)
@ApiQuery({ name: 'month', type: String, example: '2026-11' })
@ApiQuery({ name: 'fundingBodyId', required: false, type: String, description: 'Where the token opens all' })
@ApiQuery({ name: 'asOf', required: false, type: String, description: 'Without it as of now; ISO 8601' })
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The token is of nobody.' })
@ApiResponse({ status: 404, description: 'There is no such funding body, or the token is not of it.' })
@Controller('api/v1/reports/concessions')
export class EvidenceController {
  constructor(
    private readonly door: ReportDoor,
    @Inject(ConcessionEvidence) private readonly evidence: ConcessionEvidence,
  ) {}

  @Get('evidence')
  @ApiOperation({
    summary:
      'A month of a funding body’s concession trips with their evidence, as ZIP; the same bytes each time',
  })
  @ApiResponse({
    status: 200,
    description: 'trips.csv, sums.csv, quotas.csv and manifest.json with their hashes',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  async pack(
    @Headers('authorization') authorization: string | undefined,
    @Query() request: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const { scope, name, trips } = await this.#read(authorization, request);
    reply
      .header('content-type', 'application/zip')
      .header('cache-control', 'no-store')
      .header(
        'content-disposition',
        `attachment; filename="concessions-${scope.fundingBodyId.replaceAll(/[^A-Za-z0-9_.-]/g, '_')}-${scope.month.slice(0, 7)}.zip"`,
      )
      .send(makeEvidence(trips, scope, name));
  }

  @Get('sums')
  @ApiOperation({ summary: 'The same month by carrier, category and tariff, as CSV' })
  @ApiResponse({
    status: 200,
    description: 'Rows',
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  async sums(
    @Headers('authorization') authorization: string | undefined,
    @Query() request: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const { trips } = await this.#read(authorization, request);
    reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('cache-control', 'no-store')
      .send(writeCsv(sumUp(trips)));
  }

  async #read(
    authorization: string | undefined,
    request: unknown,
  ): Promise<{ scope: EvidenceScope; name: string; trips: EvidenceRow[] }> {
    const { operatorId } = await this.door.open(authorization);
    const { month, fundingBodyId = operatorId, asOf = new Date() } = readRequest(query, request);
    const isOthers = operatorId !== undefined && fundingBodyId !== operatorId;
    const found =
      isOthers || fundingBodyId === undefined
        ? undefined
        : await this.evidence.findFundingBody(fundingBodyId, asOf);
    if (found === undefined || fundingBodyId === undefined) {
      throw new Problem(404, { detail: 'There is no such funding body among those of the token.' });
    }
    const scope = { fundingBodyId, month: `${month}-01`, asOf };
    return { scope, name: found.name, trips: await this.evidence.listTrips(scope, randomBytes(32)) };
  }
}
