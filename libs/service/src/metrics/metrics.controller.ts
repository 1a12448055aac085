import { Controller, Get, Res } from '@nestjs/common';
import { Metrics } from './metrics.js';

/** The part of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async render(@Res() reply: Reply): Promise<void> {
    const body = await this.metrics.render();
    reply.header('content-type', this.metrics.contentType).header('cache-control', 'no-store').send(body);
  }
}
