/**
 * The OpenAPI document of the process: Nest's own account of its controllers, the routes that apps opened past
 * Nest, and what all of them share: the form of failures and the tokens. It is made from what runs, so it says
 * neither more nor less than what is there.
 */
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { ApiDocument, ApiOperation, ApiPathItem } from './api-types.js';
import { PROBLEM_RESPONSE, PROBLEM_SCHEMA, withProblems } from './problem-schema.js';
import { RouteDescriptions } from './route-descriptions.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const DESCRIPTION = [
  'Everything that Rukh answers over HTTP. The feeds, the live view and the static GTFS are open to everybody and',
  'to any web page; what is written needs a bearer token. HEAD is answered wherever GET is. Failures are problem',
  'details (RFC 9457), with Retry-After where waiting helps. Messages over MQTT are in /asyncapi.yaml.',
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
  inspectorToken: {
    type: 'http',
    scheme: 'bearer',
    description: "Of an inspector's phone, from /api/v1/inspection/sign-in.",
  },
  reportToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'Of one operator, or of all, from /api/v1/reports/tokens: it opens what is theirs.',
  },
  sellerToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'Of one seller, from /api/v1/seller-tokens: it sells under his name, and nothing else.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'rukh_session',
    description:
      'A session of the console, from /api/v1/session. What changes something must come from the same origin.',
  },
} as const;

/** What the operations are about; a document has the tags that its operations have. */
const TAGS: Readonly<Record<string, string>> = {
  feeds: 'GTFS-realtime for planners and apps',
  access: "Signing in to the dispatchers' side, and who may",
  fleet: 'Carriers and their vehicles',
  dispatch: 'What dispatchers see and order',
  live: 'The city as it moves, for maps',
  passengers: 'Arrivals, stops, routes and alerts, for apps, screens and bots',
  siri: 'The same as SIRI Lite has it',
  assistants: 'For bots and language models',
  gtfs: 'The timetable in force, and its administration',
  history: 'What happened, under TIDES names',
  ingest: 'Positions of vehicles',
  taps: 'Devices of the e-ticket and their taps',
  inspection: "Inspectors' phones",
  reports: 'What operators and funding bodies are told of a day and a period',
  media: 'Cards and tickets of the e-ticket, and what their riders may',
  sellers: 'Selling for the scheme: desks, kiosks and drivers’ terminals',
  money: 'Charges, the ledger and payments of the e-ticket',
  pages: 'For people',
  service: 'For those who run Rukh',
};

/** Name of a way to be known, for `@ApiBearerAuth` and `@ApiCookieAuth`. */
export type SecurityScheme = keyof typeof SECURITY_SCHEMES;

/** @param app after its start: routes that are opened past Nest are known only then */
export function describeApi(app: INestApplication): ApiDocument {
  const config = new DocumentBuilder()
    .setTitle('Rukh')
    .setVersion('1.0.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.0.3')
    .build();
  const { openapi, info, paths, components } = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const all = Object.entries({ ...paths, ...app.get(RouteDescriptions).list() });
  const described = all
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, item]) => [path, withSharedProblems(item)] as const);
  const items = described.map(([, item]) => item);
  return {
    openapi,
    info: { title: info.title, version: info.version, description: DESCRIPTION, license: info.license! },
    tags: pickTags(items),
    paths: Object.fromEntries(described),
    components: {
      securitySchemes: pickSchemes(items),
      schemas: { ...components?.schemas, Problem: PROBLEM_SCHEMA },
      responses: { Problem: PROBLEM_RESPONSE },
    },
  };
}

function withSharedProblems(item: ApiPathItem): ApiPathItem {
  const described: ApiPathItem = { ...item };
  for (const [method, operation] of listOperations(item)) {
    const parameters = (operation.parameters ?? []).filter((parameter) => !isSaidElsewhere(parameter));
    described[method] = { ...operation, parameters, responses: withProblems(operation.responses) };
  }
  return described;
}

/** OpenAPI says these headers by content and security; as parameters it ignores them. */
function isSaidElsewhere(parameter: object): boolean {
  const { in: place, name } = parameter as { readonly in?: string; readonly name?: string };
  return place === 'header' && /^(accept|content-type|authorization)$/i.test(name ?? '');
}

function pickSchemes(
  items: readonly ApiPathItem[],
): Record<string, (typeof SECURITY_SCHEMES)[SecurityScheme]> {
  const used = new Set(
    items.flatMap(listOperations).flatMap(([, { security = [] }]) => security.flatMap(Object.keys)),
  );
  return Object.fromEntries(Object.entries(SECURITY_SCHEMES).filter(([name]) => used.has(name)));
}

function pickTags(items: readonly ApiPathItem[]): { name: string; description: string }[] {
  const used = new Set(items.flatMap(listOperations).flatMap(([, { tags = [] }]) => tags));
  return Object.entries(TAGS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
}

function listOperations(item: ApiPathItem): [(typeof METHODS)[number], ApiOperation][] {
  return METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, operation]] : [];
  });
}
