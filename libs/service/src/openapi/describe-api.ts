/**
 * The OpenAPI document of the process: Nest's own account of its controllers, the routes that apps opened past
 * Nest, and what all of them share: the form of failures and the tokens. It is made from what runs, so it says
 * neither more nor less than what is there.
 */
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { ApiDocument, ApiOperation, ApiPathItem } from './api-types.js';
import { PROBLEM_SCHEMA, withProblems } from './problem-schema.js';
import { RouteDescriptions } from './route-descriptions.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const DESCRIPTION = [
  'Everything that Rukh answers over HTTP. The feeds, the live view and the static GTFS are open to everybody and',
  'to any web page; what is written needs a bearer token. HEAD is answered wherever GET is. Failures are problem',
  'details (RFC 9457), with Retry-After where waiting helps. Positions over MQTT are in /asyncapi.yaml.',
].join(' ');

/** Tokens of Rukh. A document has those that its operations ask for. */
const SECURITY_SCHEMES = {
  ingestToken: {
    type: 'http',
    scheme: 'bearer',
    description:
      'RUKH_INGEST_TOKEN. A demo takes positions without it; anything else without one takes none.',
  },
  adminToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'RUKH_ADMIN_TOKEN. Where none is set, these paths answer 404.',
  },
} as const;

/** Name of a bearer token, for `@ApiBearerAuth`. */
export type SecurityScheme = keyof typeof SECURITY_SCHEMES;

/** @param app after its start: routes that are opened past Nest are known only then */
export function describeApi(app: INestApplication): ApiDocument {
  const config = new DocumentBuilder()
    .setTitle('Rukh')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.0.3')
    .build();
  const { paths, components, ...rest } = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const all = Object.entries({ ...paths, ...app.get(RouteDescriptions).list() });
  const described = all
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, item]) => [path, withSharedProblems(item)] as const);
  const securitySchemes = pickSchemes(described.map(([, item]) => item));
  const schemas = { ...components?.schemas, Problem: PROBLEM_SCHEMA };
  return { ...rest, paths: Object.fromEntries(described), components: { securitySchemes, schemas } };
}

function withSharedProblems(item: ApiPathItem): ApiPathItem {
  const described: ApiPathItem = { ...item };
  for (const [method, operation] of listOperations(item)) {
    described[method] = { ...operation, responses: withProblems(operation.responses) };
  }
  return described;
}

function pickSchemes(items: readonly ApiPathItem[]): Record<string, { type: 'http' }> {
  const operations = items.flatMap((item) => listOperations(item).map(([, operation]) => operation));
  const used = new Set(operations.flatMap(({ security = [] }) => security.flatMap(Object.keys)));
  return Object.fromEntries(Object.entries(SECURITY_SCHEMES).filter(([name]) => used.has(name)));
}

function listOperations(item: ApiPathItem): [(typeof METHODS)[number], ApiOperation][] {
  return METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, operation]] : [];
  });
}
