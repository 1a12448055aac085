import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Metrics } from './metrics.js';

/** The part of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

@ApiTags('service')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @ApiOperation({
    summary: 'What this process counts and measures, for Prometheus',
    description: 'See docs/metrics.md.',
  })
  @ApiOkResponse({
    description: 'Prometheus text form',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async render(@Res() reply: Reply): Promise<void> {
    const body = await this.metrics.render();
    reply.header('content-type', this.metrics.contentType).header('cache-control', 'no-store').send(body);
  }
}
