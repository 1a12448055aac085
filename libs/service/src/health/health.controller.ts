import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { toApiSchema } from '../openapi/api-types.js';
import { HealthRegistry, type HealthReport } from './health-registry.js';

/** The part of a Fastify reply used here. */
interface Reply {
  status(code: number): unknown;
}

const check = z.object({ ok: z.boolean(), critical: z.boolean(), detail: z.string().optional() });
const report = toApiSchema(
  z.object({ status: z.enum(['ok', 'degraded', 'down']), checks: z.record(z.string(), check) }),
  'output',
);
const READY_CONTENT = {
  'application/json': {
    schema: report,
    example: {
      status: 'degraded',
      checks: {
        tracking: { ok: true, critical: true },
        'feeds-redis': { ok: false, critical: false, detail: 'Redis is away; feeds are served from memory' },
      },
    },
  },
};
const LIVE_CONTENT = {
  'application/json': { schema: toApiSchema(z.object({ status: z.literal('ok') }), 'output') },
};

@ApiTags('service')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthRegistry) {}

  /** Answers as long as the event loop turns. */
  @Get('live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process lives; if not, restart it' })
  @ApiOkResponse({ description: 'It lives', content: LIVE_CONTENT })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when ready or degraded, 503 when requests should go elsewhere. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether to send requests here, and what is wrong' })
  @ApiOkResponse({ description: 'Ready, or degraded and saying why', content: READY_CONTENT })
  @ApiResponse({ status: 503, description: 'Send requests elsewhere', content: READY_CONTENT })
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<HealthReport> {
    const report = await this.health.report();
    reply.status(report.status === 'down' ? 503 : 200);
    return report;
  }
}
