import { Controller, Get, Header } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPEN_TO_ALL } from '../http/answer-other-methods.js';
import { Problem } from '../problems/problem.js';
import type { ApiDocument } from './api-types.js';
import { ServedApi } from './served-api.js';

@ApiTags('service')
@Controller()
export class OpenApiController {
  constructor(private readonly api: ServedApi) {}

  @Get('openapi.json')
  @RouteConfig(OPEN_TO_ALL)
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'This document' })
  @ApiOkResponse({
    description: 'OpenAPI 3.0',
    content: { 'application/json': { schema: { type: 'object' } } },
  })
  get(): ApiDocument {
    const document = this.api.find();
    if (!document) throw new Problem(404, { detail: 'This process does not describe itself.' });
    return document;
  }
}
