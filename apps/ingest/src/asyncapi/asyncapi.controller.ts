import { Controller, Get, Header } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPEN_TO_ALL } from '@rukh/service';
import { writeAsyncApi } from './write-asyncapi.js';

/** GET /asyncapi.yaml: what may be sent over MQTT, for those who build trackers. */
@ApiTags('ingest')
@Controller()
export class AsyncApiController {
  readonly #document = writeAsyncApi();

  @Get('asyncapi.yaml')
  @RouteConfig(OPEN_TO_ALL)
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'What may be sent over MQTT' })
  @ApiOkResponse({
    description: 'AsyncAPI 3',
    content: { 'application/yaml': { schema: { type: 'string' } } },
  })
  get(): string {
    return this.#document;
  }
}
