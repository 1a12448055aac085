import { Controller, Get, Header } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPEN_TO_ALL } from '../http/answer-other-methods.js';
import { writeAsyncApi } from './compose-asyncapi.js';
import { MessageDescriptions } from './message-descriptions.js';

/** GET /asyncapi.yaml: what this process takes and sends over MQTT, for those who build trackers and validators. */
@ApiTags('service')
@Controller()
export class AsyncApiController {
  constructor(private readonly descriptions: MessageDescriptions) {}

  @Get('asyncapi.yaml')
  @RouteConfig(OPEN_TO_ALL)
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'What may be sent over MQTT, and what is answered' })
  @ApiOkResponse({
    description: 'AsyncAPI 3',
    content: { 'application/yaml': { schema: { type: 'string' } } },
  })
  get(): string {
    return writeAsyncApi(this.descriptions.list());
  }
}
