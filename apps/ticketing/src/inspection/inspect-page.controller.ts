import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { INSPECT_STYLE, writeInspectPage } from './write-inspect-page.js';

/** The same number of folders up from src and from dist. */
const SCRIPT = readFileSync(fileURLToPath(new URL('../../public/inspect.js', import.meta.url)), 'utf8');

@ApiExcludeController()
@Controller('inspect')
export class InspectPageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  page(@Query('lang') language: unknown): string {
    return writeInspectPage(language === 'en' ? 'en' : 'uk');
  }

  @Get('inspect.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-cache')
  script(): string {
    return SCRIPT;
  }

  @Get('inspect.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'no-cache')
  style(): string {
    return INSPECT_STYLE;
  }
}
