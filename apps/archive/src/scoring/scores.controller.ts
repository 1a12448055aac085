/** How right predictions were, as open data: GET /api/v1/scores/predictions, as JSON or CSV. */
import { Controller, Get, Header, Query, Res, StandardSchemaValidationPipe } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PredictionScores, SCORE_COLUMNS } from '@rukh/adapters/postgres';
import { OPEN_TO_ALL, toApiSchema, writeCsv } from '@rukh/service';
import { toJsonRow } from '../history-api/write-values.js';
import { type ScoresQuery, scoresAnswer, scoresQuery } from './scores-query.js';

/** The parts of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

@ApiTags('scores')
@ApiResponse({ status: 400, description: 'The query does not fit.' })
@ApiResponse({ status: 503, description: 'The database is away; come again after Retry-After' })
@Controller('api/v1/scores')
export class ScoresController {
  constructor(private readonly scores: PredictionScores) {}

  @Get('predictions')
  @RouteConfig(OPEN_TO_ALL)
  @Header('access-control-allow-origin', '*')
  @ApiOperation({
    summary: 'How right predictions of arrivals were, by hour and by minutes before the arrival',
  })
  @ApiOkResponse({
    description: 'In order of hours and horizons',
    content: {
      'application/json': { schema: toApiSchema(scoresAnswer, 'output') },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async listPredictionScores(
    @Query({ schema: scoresQuery, pipes: [new StandardSchemaValidationPipe()] })
    { fromMs, toMs, routeId, format }: ScoresQuery,
    @Res() reply: Reply,
  ): Promise<void> {
    const rows = await this.scores.list({ fromMs, toMs, routeId: routeId ?? '' });
    // An hour is scored anew for a while.
    reply.header('cache-control', 'public, max-age=60');
    if (format === 'json') {
      reply.send({ rows: rows.map(toJsonRow).map(withoutNetwork) });
      return;
    }
    reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', 'attachment; filename="prediction_scores.csv"')
      .send(writeCsv(rows, ['hour', ...SCORE_COLUMNS]));
  }
}

/** The network has no route. */
function withoutNetwork(row: ReturnType<typeof toJsonRow>): ReturnType<typeof toJsonRow> {
  const { route_id: routeId, ...rest } = row;
  return routeId === '' ? rest : row;
}
