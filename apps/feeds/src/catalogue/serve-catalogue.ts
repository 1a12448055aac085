import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { FEED_NAMES, RULES } from '@rukh/domain/realtime';
import type { FeedsConfig } from '../config.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import { baseUrlOf } from '../http/base-url.js';
import type { RouteDescription } from '../http/describe-route.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { creditData } from './credit-data.js';
import { type CityDescription, describeTimetable } from './describe-city.js';
import { describeCkan } from './describe-ckan.js';
import { describeDcat } from './describe-dcat.js';
import { type ServedFeed, describeFeeds } from './describe-feeds.js';
import { writeJsonLd, writeTurtle } from './graph.js';

/** /feeds.json, /catalog.jsonld, /catalog.ttl and /ckan/package.json: what there is to use, for people and portals. */
@Injectable()
export class ServeCatalogue implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    const { routes } = this;
    routes.open('/feeds.json', json('Every feed, with its age and size now'), (request, reply) =>
      send(reply, 'application/json; charset=utf-8', JSON.stringify(this.#feeds(request))),
    );
    routes.open('/ckan/package.json', json('The catalogue as CKAN has it'), (request, reply) =>
      send(reply, 'application/json; charset=utf-8', JSON.stringify(describeCkan(this.#city(request)))),
    );
    routes.open('/catalog.jsonld', catalogue('application/ld+json'), (request, reply) =>
      send(reply, 'application/ld+json; charset=utf-8', writeJsonLd(this.#dcat(request))),
    );
    routes.open('/catalog.ttl', catalogue('text/turtle'), (request, reply) =>
      send(reply, 'text/turtle; charset=utf-8', writeTurtle(this.#dcat(request))),
    );
  }

  #feeds(request: HttpRequest): unknown {
    return describeFeeds(this.#city(request), this.#served(), RULES.length, Date.now() / 1000);
  }

  #dcat(request: HttpRequest): ReturnType<typeof describeDcat> {
    const now = Date.now() / 1000;
    const ages = [...this.#served()].map(([name, { timestamp }]) => [name, now - timestamp] as const);
    return describeDcat(this.#city(request), Object.fromEntries(ages));
  }

  #served(): Map<string, ServedFeed> {
    const served = new Map<string, ServedFeed>();
    for (const name of FEED_NAMES) {
      const snapshot = this.shelf.find(name);
      if (!snapshot) continue;
      const { timestamp, entityCount: entities, body } = snapshot;
      served.set(name, { timestamp, entities, bytes: body.length });
    }
    return served;
  }

  #city(request: HttpRequest): CityDescription {
    const { RUKH_AGENCY, RUKH_CONTACT_EMAIL } = this.config;
    const schedule = this.schedules.current?.schedule;
    return {
      baseUrl: baseUrlOf(this.config, request),
      network: RUKH_AGENCY,
      publisher: { name: RUKH_AGENCY },
      ...creditData(this.config, schedule),
      ...(schedule ? describeTimetable(schedule) : {}),
      ...(RUKH_CONTACT_EMAIL === undefined ? {} : { contactEmail: RUKH_CONTACT_EMAIL }),
    };
  }
}

function send(reply: HttpReply, contentType: string, text: string): HttpReply {
  return reply
    .headers({ ...OPEN_HEADERS, 'content-type': contentType, 'cache-control': 'public, max-age=5' })
    .send(text);
}

function json(summary: string): RouteDescription {
  return { tag: 'open data', summary, mediaType: 'application/json', schema: { type: 'object' } };
}

function catalogue(mediaType: string): RouteDescription {
  return {
    tag: 'open data',
    summary: 'The catalogue as DCAT-AP 3 has it',
    mediaType,
    schema: { type: 'string' },
  };
}
