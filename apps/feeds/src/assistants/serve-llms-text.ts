import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { creditData } from '../catalogue/credit-data.js';
import type { FeedsConfig } from '../config.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import { baseUrlOf } from '../http/base-url.js';
import { OpenRoutes } from '../http/open-routes.js';
import { FEEDS_CONFIG } from '../tokens.js';

/** /llms.txt: for language models, what there is and how to ask for it (llmstxt.org). */
@Injectable()
export class ServeLlmsText implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    const description = {
      tag: 'assistants',
      summary: 'What there is, for language models',
      mediaType: 'text/plain',
      schema: { type: 'string' },
    } as const;
    this.routes.open('/llms.txt', description, (request, reply) => {
      const schedule = this.schedules.current?.schedule;
      const { attribution } = creditData(this.config, schedule);
      return reply
        .headers({
          ...OPEN_HEADERS,
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'public, max-age=300',
        })
        .send(writeLlmsText(baseUrlOf(this.config, request), attribution, schedule?.timeZone ?? 'UTC'));
    });
  }
}

export function writeLlmsText(base: string, attribution: string, timeZone: string): string {
  return `# Public transport live

> Arrivals, vehicles and alerts of a city's public transport, open to everybody: no key, CORS for any page. Times are epoch seconds (UTC); clocks are ${timeZone}. Data: ${attribution}

A stop is named by the code on its sign. \`lang\` is uk or en. What is \`live\` is predicted from where the vehicle is; what is \`scheduled\` is only the timetable.

## Ask
- [Arrivals](${base}/api/v1/stops/{code}/arrivals?lang=en): JSON; as sentences at ${base}/api/v1/stops/{code}/arrivals.txt
- [Stops](${base}/api/v1/stops?q={name}): by name, or around a place with near={lat},{lon}
- [Routes](${base}/api/v1/routes): and ${base}/api/v1/routes/{id}, ${base}/api/v1/routes/{id}/vehicles
- [Alerts](${base}/api/v1/alerts?lang=en)
- [MCP](${base}/mcp): Model Context Protocol over HTTP, read-only: find_stops, arrivals, alerts, route, vehicles

## Feeds
- [GTFS](${base}/gtfs/static.zip): the timetable
- [GTFS-realtime](${base}/gtfs-rt/all.pb): also vehicle-positions, trip-updates, alerts; .json and .txt
- [SIRI Lite](${base}/siri-lite/estimated-timetable.json): also stop-monitoring, vehicle-monitoring, situation-exchange
- [Vehicles](${base}/live/vehicles.geojson): GeoJSON
- [All feeds](${base}/feeds.json)

## Reference
- [OpenAPI](${base}/openapi.json)
- [Catalogue](${base}/catalog.jsonld): DCAT-AP
`;
}
