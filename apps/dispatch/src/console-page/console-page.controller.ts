/** Serves the console's page and its parts, under a policy stricter than that of the rest of the process. */
import { randomBytes } from 'node:crypto';
import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Basemap } from '@rukh/domain/dispatch';
import { Problem, chooseLanguage, readRequest } from '@rukh/service';
import { z } from 'zod';
import { BuiltConsole } from './built-console.js';
import { BasemapFinder } from './find-basemap.js';
import { findConsoleAddress } from './find-console-address.js';

/** The parts of a Fastify reply used here. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body?: unknown): unknown;
}

const wholeNumber = z.coerce.number().int().min(0);
const tilePlace = z
  .object({ z: wholeNumber.max(22), x: wholeNumber, y: wholeNumber })
  .refine(({ z: zoom, x, y }) => Math.max(x, y) < 2 ** zoom, 'There is no such tile at this zoom.');
const lang = z.object({ lang: z.enum(['uk', 'en']).optional().catch(undefined) });

@ApiTags('pages')
@Controller('console')
export class ConsolePageController {
  constructor(
    private readonly console: BuiltConsole,
    private readonly maps: BasemapFinder,
  ) {}

  @Get()
  @ApiOperation({ summary: "The dispatchers' console" })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiResponse({
    status: 200,
    description: 'The page; it asks to sign in',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 503, description: 'The console is not built.' })
  async show(
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const language = chooseLanguage(lang.parse(query).lang, accepted);
    const nonce = randomBytes(18).toString('base64url');
    const { basemap } = this.maps;
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .header('vary', 'Accept-Language')
      .header('content-security-policy', policy(nonce, basemap))
      .header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
      .send(await this.console.page({ language, nonce, basemap }));
  }

  @Get('assets/:file')
  @ApiOperation({ summary: 'A part of the console: its name holds its hash, so that it never changes' })
  @ApiParam({ name: 'file', schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'A script, a style or a picture',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 404, description: 'There is no such part.' })
  async asset(
    @Param('file') file: string,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res() reply: Reply,
  ): Promise<void> {
    const { type, plain, packed } = await this.console.part(file);
    const takesGzip = /\bgzip\b/.test(encodings ?? '') && packed.length < plain.length;
    reply
      .header('content-type', type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'Accept-Encoding');
    if (takesGzip) reply.header('content-encoding', 'gzip');
    reply.send(takesGzip ? packed : plain);
  }

  @Get('tiles/:z/:x/:y')
  @ApiOperation({ summary: 'A tile of the map under the console, where it is a file of this machine' })
  @ApiParam({ name: 'y', schema: { type: 'integer', minimum: 0 } })
  @ApiParam({ name: 'x', schema: { type: 'integer', minimum: 0 } })
  @ApiParam({ name: 'z', schema: { type: 'integer', minimum: 0, maximum: 22 } })
  @ApiResponse({
    status: 200,
    description: 'The tile: a picture, or vectors',
    content: { 'application/vnd.mapbox-vector-tile': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 204, description: 'Nothing is there.' })
  @ApiResponse({ status: 400, description: 'There can be no such tile.' })
  async tile(@Param() params: unknown, @Res() reply: Reply): Promise<void> {
    const { z, x, y } = readRequest(tilePlace, params);
    const tile = await this.maps.findTile(z, x, y);
    reply.header('cache-control', 'public, max-age=86400');
    if (tile) reply.header('content-type', tile.type).send(tile.bytes);
    else reply.status(204).send();
  }

  /** What somebody typed below the console: leads to the view of that name, or to the first. */
  @Get('*')
  @ApiExcludeEndpoint()
  elsewhere(@Req() { url }: { url: string }, @Res() reply: Reply): void {
    const address = findConsoleAddress(url);
    if (address === undefined) throw new Problem(404, { detail: 'There is no such part of the console.' });
    reply.status(302).header('location', address).header('cache-control', 'no-store').send();
  }
}

/**
 * Scripts from this server only; MapLibre's worker too. Styles by file: the one element that the widgets make
 * themselves carries the nonce. Pictures of a basemap may come from its own server.
 */
function policy(nonce: string, basemap: Basemap | undefined): string {
  const foreign = basemap && /^https?:/.test(basemap.tiles) ? ` ${new URL(basemap.tiles).origin}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:${foreign}`,
    `connect-src 'self'${foreign}`,
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
