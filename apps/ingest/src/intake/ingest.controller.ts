import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem, type SecurityScheme, isSameSecret } from '@rukh/service';
import { HTTP_ADAPTERS, MessageRefusedError } from '../adapters/index.js';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { ADAPTER_PARAMETER, OPERATION, OUTCOME_CONTENT } from './describe-intake.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IntakeService, type ItemOutcome } from './intake.service.js';
import { PositionsStream } from './positions-stream.js';

/** Answer to a POST: what became of each report, in the order of the message. */
export interface PostOutcome {
  readonly accepted: number;
  readonly rejected: number;
  readonly items: readonly ItemOutcome[];
}

/** Positions over HTTP, for trackers and gateways that do not speak MQTT. */
@ApiTags('ingest')
@ApiBearerAuth('ingestToken' satisfies SecurityScheme)
@Controller('ingest/v1')
export class IngestController {
  constructor(
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    private readonly intake: IntakeService,
    private readonly stream: PositionsStream,
    private readonly metrics: IngestMetrics,
  ) {}

  @Post(':adapter')
  @HttpCode(202)
  @ApiOperation(OPERATION)
  @ApiParam(ADAPTER_PARAMETER)
  @ApiResponse({ status: 202, description: 'What became of each report', content: OUTCOME_CONTENT })
  @ApiResponse({ status: 400, description: 'Nothing of the message could be used' })
  @ApiResponse({ status: 401, description: 'The bearer token is missing or wrong' })
  @ApiResponse({ status: 403, description: 'Positions over HTTP are switched off' })
  @ApiResponse({ status: 404, description: 'There is no such form of positions' })
  @ApiResponse({ status: 413, description: 'The message is too large' })
  @ApiResponse({ status: 415, description: 'The content type is neither JSON nor Protobuf' })
  @ApiResponse({ status: 503, description: 'Too many positions wait; come again after Retry-After' })
  post(
    @Param('adapter') name: string,
    @Body() body: unknown,
    @Headers('content-type') contentType?: string,
    @Headers('authorization') authorization?: string,
  ): PostOutcome {
    this.#authorize(authorization);
    const adapter = HTTP_ADAPTERS.find((candidate) => candidate.name === name);
    if (!adapter) throw new Problem(404, { detail: `There is no form of positions named "${name}".` });
    if (this.stream.isCrowded) {
      this.metrics.held.inc({ adapter: name });
      throw new Problem(503, { detail: 'Too many positions wait.' }, 5);
    }
    const message = { payload: toBytes(body), ...(contentType !== undefined && { contentType }) };
    const taken = this.intake.take(adapter, message);
    if (taken instanceof MessageRefusedError) {
      throw new Problem(taken.reason === 'too_large' ? 413 : 400, {
        title: taken.reason,
        detail: taken.message,
      });
    }
    const accepted = taken.filter(({ status }) => status === 'accepted').length;
    return { accepted, rejected: taken.length - accepted, items: taken };
  }

  #authorize(authorization: string | undefined): void {
    const { RUKH_INGEST_TOKEN, RUKH_DEMO } = this.config;
    if (RUKH_INGEST_TOKEN === undefined) {
      if (RUKH_DEMO) return;
      throw new Problem(403, {
        detail: 'Positions over HTTP are switched off: RUKH_INGEST_TOKEN is not set.',
      });
    }
    const [scheme, token] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer' && isSameSecret(token ?? '', RUKH_INGEST_TOKEN)) return;
    throw new Problem(401, { detail: 'The bearer token is missing or wrong.' });
  }
}

/** Fastify has parsed JSON already; adapters read bytes, wherever they come from. */
function toBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(body === undefined ? '' : JSON.stringify(body));
}
