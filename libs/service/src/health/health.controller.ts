import { Controller, Get, Header, Res } from '@nestjs/common';
import { HealthRegistry, type HealthReport } from './health-registry.js';

/** The part of a Fastify reply used here. */
interface Reply {
  status(code: number): unknown;
}

@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthRegistry) {}

  /** Answers as long as the event loop turns. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when ready or degraded, 503 when requests should go elsewhere. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<HealthReport> {
    const report = await this.health.report();
    reply.status(report.status === 'down' ? 503 : 200);
    return report;
  }
}
