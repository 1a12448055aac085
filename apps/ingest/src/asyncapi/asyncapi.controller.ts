import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { writeAsyncApi } from './write-asyncapi.js';

/** GET /asyncapi.yaml: what may be sent over MQTT, for those who build trackers. */
@ApiTags('ingest')
@Controller()
export class AsyncApiController {
  readonly #document = writeAsyncApi();

  @Get('asyncapi.yaml')
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
