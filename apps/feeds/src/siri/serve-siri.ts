import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EMPTY_LIVE, findStopsByCode, listArrivals, listPlatforms } from '@rukh/domain/passenger';
import type { ApiSchema } from '@rukh/service';
import { z } from 'zod';
import { AnswerCity } from '../city/answer-city.js';
import { jsonBody } from '../city/bodies.js';
import type { City } from '../city/read-city.service.js';
import type { FeedsConfig } from '../config.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { describeParameters, readQuery } from '../passengers/read-query.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { describeActivities } from './describe-activities.js';
import { describeJourneys } from './describe-journeys.js';
import { describeSituations } from './describe-situations.js';
import { describeStopVisits } from './describe-stop-visits.js';
import { siriTime } from './siri-terms.js';

const id = z.string().min(1).max(200);
const wrap = z
  .literal('1')
  .optional()
  .describe('1: within Siri and ServiceDelivery, as SIRI Lite had it first');
const line = id.optional().describe('Only this line: its route_id');

const QUERIES = {
  'stop-monitoring': {
    MonitoringRef: id.describe('Code on the sign of a stop, or its stop_id'),
    LineRef: line,
    MaximumStopVisits: z.coerce.number().int().min(1).max(200).default(20).describe('At most so many'),
    PreviewInterval: z
      .string()
      .regex(/^PT\d{1,4}M$/, 'minutes as PT60M')
      .default('PT120M')
      .describe('How far ahead, as PT60M'),
    wrap,
  },
  'estimated-timetable': { LineRef: line, wrap },
  'vehicle-monitoring': { LineRef: line, wrap },
  'situation-exchange': { wrap },
} as const;
type Service = keyof typeof QUERIES;

interface SiriQuery {
  readonly MonitoringRef?: string;
  readonly LineRef?: string | undefined;
  readonly MaximumStopVisits?: number;
  readonly PreviewInterval?: string;
  readonly wrap?: '1' | undefined;
}

const SUMMARIES: Readonly<Record<Service, string>> = {
  'stop-monitoring': 'SIRI Lite: what calls at a stop',
  'estimated-timetable': 'SIRI Lite: all trips under way, expected, added or cancelled, with all their stops',
  'vehicle-monitoring': 'SIRI Lite: where the vehicles are',
  'situation-exchange': 'SIRI Lite: what riders should know',
};

const DELIVERY: ApiSchema = { type: 'object', required: ['ResponseTimestamp'] };

/** /siri-lite/*.json: SIRI 2.0 as JSON, top keys unwrapped as MOTIS reads them. */
@Injectable()
export class ServeSiri implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly answers: AnswerCity,
  ) {}

  onModuleInit(): void {
    for (const service of Object.keys(QUERIES) as Service[]) {
      const url = `/siri-lite/${service}.json`;
      const description = {
        tag: 'siri',
        summary: SUMMARIES[service],
        description: 'Ids are those of the static GTFS. Times have offsets in figures.',
        mediaType: 'application/json',
        schema: DELIVERY,
        isConditional: true,
        isAwayWhen: 'No timetable is in force yet',
        parameters: describeParameters(url, {}, QUERIES[service]),
      } as const;
      this.routes.open(url, description, (request, reply) => this.#answer(service, request, reply));
    }
  }

  async #answer(service: Service, request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const shape: z.ZodRawShape = QUERIES[service];
    const query: SiriQuery | string = readQuery(request, shape);
    if (typeof query === 'string') return sendProblem(reply, 400, query);
    return this.answers.send(request, reply, {
      // By name: what is left out has no place of its own, and ?LineRef=1 must not be answered as ?wrap=1 was.
      key: `siri\n${service}\n${JSON.stringify(query)}`,
      missing: 'There is no stop of that code.',
      answer: (city, now) => {
        const delivery = this.#deliver(service, city, now, query);
        return delivery && jsonBody(this.#envelope(city, now, delivery, query.wrap === '1'));
      },
    });
  }

  #deliver(service: Service, city: City, now: number, query: SiriQuery): Delivery | undefined {
    const { calls, live = EMPTY_LIVE, alerts } = city;
    const { LineRef } = query;
    switch (service) {
      case 'stop-monitoring':
        return deliverStop(city, now, query);
      case 'estimated-timetable': {
        const route = LineRef === undefined ? undefined : calls.schedule.routeIndexOf.get(LineRef);
        const trips = LineRef === undefined ? live.trips : live.trips.filter((trip) => trip.route === route);
        const frame = {
          RecordedAtTime: siriTime(now, calls.schedule.timeZone),
          EstimatedVehicleJourney: describeJourneys(calls, trips, now),
        };
        return ['EstimatedTimetableDelivery', { EstimatedJourneyVersionFrame: [frame] }];
      }
      case 'vehicle-monitoring':
        return [
          'VehicleMonitoringDelivery',
          { VehicleActivity: describeActivities(calls, live, now, LineRef) },
        ];
      case 'situation-exchange': {
        const told = { participant: this.config.RUKH_AGENCY, timeZone: calls.schedule.timeZone, now };
        const situations = { PtSituationElement: describeSituations(alerts, told) };
        return ['SituationExchangeDelivery', { Situations: situations }];
      }
    }
  }

  #envelope({ calls }: City, now: number, [name, content]: Delivery, isWrapped: boolean): unknown {
    const timestamp = siriTime(now, calls.schedule.timeZone);
    const body = {
      ResponseTimestamp: timestamp,
      ProducerRef: { value: this.config.RUKH_AGENCY },
      [name]: [{ version: '2.0', ResponseTimestamp: timestamp, Status: true, ...content }],
    };
    return isWrapped ? { Siri: { ServiceDelivery: body } } : body;
  }
}

type Delivery = readonly [name: string, content: Readonly<Record<string, unknown>>];

function deliverStop(city: City, now: number, query: SiriQuery): Delivery | undefined {
  const { MonitoringRef = '', MaximumStopVisits = 20, PreviewInterval = 'PT120M', LineRef } = query;
  const stops = findStopsByCode(city.calls, MonitoringRef);
  if (stops.length === 0) return undefined;
  const arrivals = listArrivals(city.calls, city.live, {
    stops: listPlatforms(city.calls, stops),
    now,
    limit: MaximumStopVisits,
    horizonSeconds: Number(PreviewInterval.slice(2, -1)) * 60,
    isToComeOnly: true,
    ...(LineRef === undefined ? {} : { routeIds: new Set([LineRef]) }),
  });
  return [
    'StopMonitoringDelivery',
    { MonitoredStopVisit: describeStopVisits(city.calls, arrivals, now, MonitoringRef) },
  ];
}
