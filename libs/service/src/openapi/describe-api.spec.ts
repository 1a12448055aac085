import { Controller, Get, Headers, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { createApp } from '../bootstrap.js';
import { toApiSchema } from './api-types.js';
import { type SecurityScheme, describeApi } from './describe-api.js';
import { RouteDescriptions } from './route-descriptions.js';

@ApiTags('gtfs')
@Controller('things')
class ThingsController {
  @Get(':id')
  get(): string {
    return 'a thing';
  }

  @Post()
  @ApiBearerAuth('adminToken' satisfies SecurityScheme)
  @ApiResponse({ status: 201, description: 'Made' })
  @ApiResponse({ status: 422, description: 'Refused' })
  make(@Headers('authorization') authorization: string): string {
    return authorization;
  }
}

/** Opens a route past Nest, as feeds do. */
@Module({ controllers: [ThingsController] })
class ThingsModule {
  constructor(descriptions: RouteDescriptions) {
    descriptions.add('/fast', { get: { summary: 'Fast', tags: ['live'], responses: {} } });
  }
}

describe('the OpenAPI document of a process', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createApp(ThingsModule, { name: 'spec' });
    await app.init();
  });
  afterAll(() => app.close());

  it('has the routes of Nest and those opened past it, in order', () => {
    const paths = Object.keys(describeApi(app).paths);
    expect(paths).toEqual([
      '/asyncapi.yaml',
      '/fast',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/things',
      '/things/{id}',
    ]);
  });

  it('answers each failure with a problem, and tells of failures that nobody named', () => {
    const { responses } = describeApi(app).paths['/things']!.post!;
    expect(responses['422']).toMatchObject({
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          example: { status: 422, title: 'Unprocessable Entity', detail: 'Refused' },
        },
      },
    });
    expect(responses.default).toEqual({ $ref: '#/components/responses/Problem' });
  });

  it('has the tokens and tags that its operations ask for, and no others', () => {
    const { components, tags } = describeApi(app);
    expect(Object.keys(components!.securitySchemes!)).toEqual(['adminToken']);
    expect(tags!.map(({ name }) => name)).toEqual(['live', 'gtfs', 'service']);
  });

  it('leaves headers to what OpenAPI has for them', () => {
    expect(describeApi(app).paths['/things']!.post!.parameters).toEqual([]);
  });

  it('is served', async () => {
    const { statusCode, body } = await app.inject('/openapi.json');
    expect([statusCode, JSON.parse(body)]).toEqual([200, JSON.parse(JSON.stringify(describeApi(app)))]);
  });
});

describe('a schema of the document', () => {
  it('says of an integer that it is one, and bounds only where they mean something', () => {
    expect(toApiSchema(z.object({ a: z.int(), b: z.int().min(0) }))).toHaveProperty('properties', {
      a: { type: 'integer' },
      b: { type: 'integer', minimum: 0 },
    });
  });
});
