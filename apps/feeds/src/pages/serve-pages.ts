import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { FEED_NAMES, type FeedName } from '@rukh/domain/realtime';
import { readFile } from 'node:fs/promises';
import type { FeedsConfig } from '../config.js';
import type { Handler, HttpReply, HttpRequest, HttpServer } from '../http/http-server.js';
import { openRoute } from '../http/open-route.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { type Language, chooseLanguage } from './texts.js';
import { type FeedLine, writeFrontPage, writeMapPage } from './write-pages.js';

/** Of the bundled city: its open data are under CC BY 4.0. */
const LVIV = 'ЛКП «Львівавтодор» / Львівська міська рада, CC BY 4.0 (https://opendata.city-adm.lviv.ua)';
const ASSETS = { 'map.js': 'text/javascript; charset=utf-8', 'page.css': 'text/css; charset=utf-8' } as const;

/** The front page with all addresses, and a map of what moves. */
@Injectable()
export class ServePages implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly host: HttpAdapterHost,
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<HttpServer>();
    openRoute(server, '/', (request, reply) => sendPage(reply, this.#frontPage(languageOf(request))));
    openRoute(server, '/map', (request, reply) =>
      sendPage(reply, writeMapPage(languageOf(request), this.#attribution())),
    );
    for (const [file, contentType] of Object.entries(ASSETS)) {
      openRoute(server, `/assets/feeds/${file}`, serveAsset(file, contentType));
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
    const { RUKH_ATTRIBUTION, RUKH_AGENCY } = this.config;
    if (RUKH_ATTRIBUTION !== undefined) return RUKH_ATTRIBUTION;
    if (RUKH_AGENCY === 'lviv') return LVIV;
    return (this.schedules.current?.schedule.agencies ?? []).map(({ name }) => name).join(', ');
  }
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

/** Read once, when first asked for. */
function serveAsset(file: string, contentType: string): Handler {
  let bytes: Promise<Buffer> | undefined;
  return async (_, reply) => {
    bytes ??= readFile(new URL(`../../public/${file}`, import.meta.url));
    const body = await bytes;
    return reply.headers({ 'content-type': contentType, 'cache-control': 'public, max-age=300' }).send(body);
  };
}
