/**
 * A validator in a web page: for a demonstration, and for a driver whose own is broken. It is served the very state
 * machine that every validator of Rukh runs, as the domain was built.
 */
import { readFile } from 'node:fs/promises';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem, chooseLanguage } from '@rukh/service';
import { z } from 'zod';
import { writeValidatorPage } from './write-page.js';

/** The parts of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

const OWN = [
  'page.js',
  'device.js',
  'store.js',
  'key.js',
  'session.js',
  'office.js',
  'held-list.js',
  'signed.js',
  'ticket.js',
  'camera.js',
  'page.css',
];
/** Finds QR codes in pictures (jsQR, Apache-2.0). */
const FINDER = 'jsqr.js';
/** Parts of the domain that a validator is made of. */
const DOMAIN = /^(?:validator|media|geo|taps|time)\/[a-z0-9-]{1,60}\.js$/;
/** As it was built: browsers read no TypeScript. */
const BUILT_DOMAIN = new URL('../../../../libs/domain/dist/', import.meta.url);
const lang = z.object({ lang: z.enum(['uk', 'en']).optional().catch(undefined) });

@ApiTags('pages')
@Controller()
export class ValidatorPageController {
  @Get('validator')
  @ApiOperation({ summary: 'A validator in a page: camera or typed codes, works without a network' })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiResponse({
    status: 200,
    description: 'The page',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  show(
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res() reply: Reply,
  ): void {
    const language = chooseLanguage(lang.parse(query).lang, accepted);
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'Accept-Language')
      .send(writeValidatorPage(language));
  }

  /** At the root, since a worker keeps only what lies below it. */
  @Get('validator-worker.js')
  @ApiOperation({ summary: 'A part of the page of a validator: keeps it for when there is no network' })
  @ApiResponse({
    status: 200,
    description: 'A script',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  async worker(@Res() reply: Reply): Promise<void> {
    await send(reply, new URL('../../public/validator/worker.js', import.meta.url));
  }

  @Get('assets/validator/:file')
  @ApiOperation({ summary: 'A part of the page of a validator' })
  @ApiParam({ name: 'file', enum: [...OWN, FINDER] })
  @ApiResponse({
    status: 200,
    description: 'A script or a style',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 404, description: 'There is no such part.' })
  async asset(@Param('file') file: string, @Res() reply: Reply): Promise<void> {
    if (file === FINDER) {
      await send(reply, new URL(import.meta.resolve('jsqr')));
      return;
    }
    if (!OWN.includes(file)) throw new Problem(404, { detail: 'There is no such part of the page.' });
    await send(reply, new URL(`../../public/validator/${file}`, import.meta.url));
  }

  @Get('assets/validator/domain/:folder/:file')
  @ApiOperation({ summary: 'A module of what every validator of Rukh runs' })
  @ApiParam({ name: 'folder', enum: ['validator', 'media', 'geo', 'taps', 'time'] })
  @ApiParam({ name: 'file', schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'A script',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 404, description: 'There is no such module.' })
  async module(
    @Param('folder') folder: string,
    @Param('file') file: string,
    @Res() reply: Reply,
  ): Promise<void> {
    const path = `${folder}/${file}`;
    if (!DOMAIN.test(path)) throw new Problem(404, { detail: 'There is no such module.' });
    await send(reply, new URL(path, BUILT_DOMAIN));
  }
}

async function send(reply: Reply, url: URL): Promise<void> {
  const bytes = await readFile(url).catch(() => {
    throw new Problem(404, { detail: 'There is no such part of the page.' });
  });
  reply
    .header(
      'content-type',
      `${url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript'}; charset=utf-8`,
    )
    .header('cache-control', 'no-cache')
    .send(bytes);
}
