import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { chooseLanguage } from '@rukh/service';
import { INSPECT_STYLE, writeInspectPage } from './write-inspect-page.js';

/** The same number of folders up from src and from dist. */
const SCRIPT = readFileSync(fileURLToPath(new URL('../../public/inspect.js', import.meta.url)), 'utf8');

const text = (type: string): Record<string, { schema: { type: 'string' } }> => ({
  [type]: { schema: { type: 'string' } },
});

@ApiTags('pages')
@Controller('inspect')
export class InspectPageController {
  @Get()
  @ApiOperation({ summary: "An inspector's phone: sign in, begin an inspection, scan or type" })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiResponse({ status: 200, description: 'The page', content: text('text/html') })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @Header('vary', 'Accept-Language')
  page(@Query('lang') lang: unknown, @Headers('accept-language') accepted: string | undefined): string {
    return writeInspectPage(chooseLanguage(typeof lang === 'string' ? lang : undefined, accepted));
  }

  @Get('inspect.js')
  @ApiOperation({ summary: "Part of the inspector's page, js" })
  @ApiResponse({ status: 200, description: 'A part of the page', content: text('text/javascript') })
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-cache')
  script(): string {
    return SCRIPT;
  }

  @Get('inspect.css')
  @ApiOperation({ summary: "Part of the inspector's page, css" })
  @ApiResponse({ status: 200, description: 'A part of the page', content: text('text/css') })
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'no-cache')
  style(): string {
    return INSPECT_STYLE;
  }
}
