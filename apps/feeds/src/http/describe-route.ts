import type { ApiOperation, ApiResponses, ApiSchema } from '@rukh/service';

/** What a planner's developer must know of a route that anybody may read. */
export interface RouteDescription {
  readonly tag: 'feeds' | 'live' | 'open data' | 'pages';
  readonly summary: string;
  readonly description?: string;
  /** Media type of the answer, without parameters. */
  readonly mediaType: string;
  readonly schema?: ApiSchema;
  readonly example?: unknown;
  readonly parameters?: ApiOperation['parameters'];
  /** Answered with entity tags, dates and codings, so that polling costs little. */
  readonly isConditional?: boolean;
  /** When there is nothing to answer with: said in a 503 with Retry-After. */
  readonly isAwayWhen?: string;
}

const BYTES: ApiSchema = { type: 'string', format: 'binary' };
const TEXT = { type: 'string' } as const;

const CONDITIONAL_PARAMETERS = [
  {
    name: 'If-None-Match',
    in: 'header',
    schema: TEXT,
    description: 'ETag of what you have; 304 where it is still so',
  },
  { name: 'If-Modified-Since', in: 'header', schema: TEXT, description: 'Last-Modified of what you have' },
  { name: 'Accept-Encoding', in: 'header', schema: TEXT, description: 'br or gzip; compressed once for all' },
] as const;

const CONDITIONAL_HEADERS = {
  ETag: { schema: TEXT, description: 'Strong; each coding has its own' },
  'Last-Modified': { schema: TEXT, description: 'Time of the snapshot, whole seconds' },
  'Cache-Control': { schema: TEXT },
  'Content-Length': { schema: { type: 'integer' } as const },
};

const RETRY_AFTER = { 'Retry-After': { schema: { type: 'integer' } as const, description: 'Seconds' } };

/** The GET of a route as an operation of OpenAPI. */
export function describeRoute(url: string, route: RouteDescription): ApiOperation {
  const { tag, summary, description, isConditional = false, parameters = [] } = route;
  return {
    operationId: toOperationId(url),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [...parameters, ...(isConditional ? CONDITIONAL_PARAMETERS : [])],
    responses: listResponses(route, isConditional),
  };
}

function listResponses(route: RouteDescription, isConditional: boolean): ApiResponses {
  const { mediaType, schema = BYTES, example, isAwayWhen } = route;
  const content = { [mediaType]: { schema, ...(example === undefined ? {} : { example }) } };
  const ok = {
    description: 'All of it',
    content,
    ...(isConditional ? { headers: CONDITIONAL_HEADERS } : {}),
  };
  return {
    200: ok,
    ...(isConditional
      ? {
          304: { description: 'You have it already' },
          406: { description: `You accept neither ${mediaType} nor any coding we have` },
        }
      : {}),
    ...(isAwayWhen === undefined ? {} : { 503: { description: isAwayWhen, headers: RETRY_AFTER } }),
  };
}

/** `/gtfs-rt/trip-updates.pb` becomes `get_gtfs_rt_trip_updates_pb`. */
function toOperationId(url: string): string {
  const parts = url.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  return ['get', ...(parts.length > 0 ? parts : ['front_page'])].join('_');
}
