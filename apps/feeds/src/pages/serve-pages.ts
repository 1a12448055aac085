import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { FEED_NAMES, type FeedName } from '@rukh/domain/realtime';
import { type ApiSchema, chooseLanguage } from '@rukh/service';
import { readFile } from 'node:fs/promises';
import { creditData } from '../catalogue/credit-data.js';
import type { FeedsConfig } from '../config.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import type { RouteDescription } from '../http/describe-route.js';
import type { Handler, HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { LANGUAGES, type Language } from '@rukh/domain/passenger';
import { type FeedLine, writeFrontPage, writeMapPage } from './write-pages.js';

const ASSETS = {
  'map.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'boards.css': 'text/css; charset=utf-8',
  'boards.js': 'text/javascript; charset=utf-8',
} as const;

/** The front page with all addresses, and a map of what moves. */
@Injectable()
export class ServePages implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    this.routes.open('/', page('All addresses, and how old each feed is'), (request, reply) =>
      sendPage(reply, this.#frontPage(languageOf(request))),
    );
    this.routes.open('/map', page('A map of what moves'), (request, reply) =>
      sendPage(reply, writeMapPage(languageOf(request), this.#attribution())),
    );
    for (const [file, contentType] of Object.entries(ASSETS)) {
      const description = asset(contentType.split(';')[0]!);
      this.routes.open(`/assets/feeds/${file}`, description, serveAsset(file, contentType));
    }
  }

  #frontPage(language: Language): string {
    const now = Date.now() / 1000;
    const feeds: Partial<Record<FeedName, FeedLine>> = {};
    for (const name of FEED_NAMES) {
      const snapshot = this.shelf.find(name, now);
      if (!snapshot) continue;
      feeds[name] = {
        entityCount: snapshot.entityCount,
        ageSeconds: Math.max(0, Math.round(now - snapshot.timestamp)),
      };
    }
    const feedVersion = this.schedules.current?.feedVersion;
    return writeFrontPage({ language, attribution: this.#attribution(), feedVersion, feeds });
  }

  #attribution(): string {
    return creditData(this.config, this.schedules.current?.schedule).attribution;
  }
}

function page(summary: string): RouteDescription {
  const name = 'lang';
  const description = 'Language of the page; else what Accept-Language asks for';
  const schema: ApiSchema = { type: 'string', enum: [...LANGUAGES] };
  return {
    tag: 'pages',
    summary,
    mediaType: 'text/html',
    schema: { type: 'string' },
    parameters: [{ name, in: 'query', description, schema }],
  };
}

function asset(mediaType: string): RouteDescription {
  return { tag: 'pages', summary: 'A part of the pages', mediaType, schema: { type: 'string' } };
}

function languageOf({ query, headers }: HttpRequest): Language {
  const { lang } = query as { lang?: unknown };
  return chooseLanguage(typeof lang === 'string' ? lang : undefined, headers['accept-language']);
}

function sendPage(reply: HttpReply, html: string): HttpReply {
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'Accept-Language',
    })
    .send(html);
}

/** Read once, when first asked for. Open: in a frame with a sandbox, as many pages put boards, our own page is of no origin. */
function serveAsset(file: string, contentType: string): Handler {
  let bytes: Promise<Buffer> | undefined;
  return async (_, reply) => {
    bytes ??= readFile(new URL(`../../public/${file}`, import.meta.url));
    const body = await bytes;
    const headers = { ...OPEN_HEADERS, 'content-type': contentType, 'cache-control': 'public, max-age=300' };
    return reply.headers(headers).send(body);
  };
}
