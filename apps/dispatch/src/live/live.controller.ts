import type { ServerResponse } from 'node:http';
import { Controller, Get, Query, Req, Res, StandardSchemaValidationPipe, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  type LiveSnapshot,
  type NetworkView,
  type Principal,
  type ServiceWatch,
  listCityModes,
  viewNetwork,
} from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { type JsonReply, type JsonRequest, sendJson } from '../http/send-json.js';
import { type Moment, Moments } from '../replay/moments.js';
import { type MomentQuery, momentQuery } from '../replay/read-moment.js';
import { EVENTS_ANSWER, LIVE_ANSWER, NETWORK_ANSWER } from './describe-live.js';
import { LiveEvents } from './live-events.js';
import { scopeEvent, scopeException, scopeLamp, scopeRows, seesAll } from './scope-view.js';
import { WatchService } from './watch.service.js';

const pipes = [new StandardSchemaValidationPipe()];

/** The parts of Fastify's reply used for a stream. */
interface StreamReply {
  hijack(): void;
  readonly raw: ServerResponse;
}

/** The network, the vehicles of now, and what changes. */
@ApiTags('dispatch')
@ApiResponse({ status: 503, description: 'No timetable is in force yet' })
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch')
export class LiveController {
  #network: { readonly etag: string; readonly text: string } | undefined;

  constructor(
    private readonly service: WatchService,
    private readonly events: LiveEvents,
    private readonly moments: Moments,
  ) {}

  @Get('network')
  @ApiOperation({ summary: 'Lines, patterns and stops of the timetable in force, once a version' })
  @ApiOkResponse(NETWORK_ANSWER)
  async getNetwork(
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    if (t !== undefined) {
      const past = await this.moments.look(t, ({ watch }) => JSON.stringify(networkOf(watch)));
      await sendJson(request, reply, past);
      return;
    }
    const watch = this.service.get();
    const etag = `"${encodeURIComponent(watch.schedule.feedVersion)}-${watch.modesVersion}"`;
    if (this.#network?.etag !== etag) this.#network = { etag, text: JSON.stringify(networkOf(watch)) };
    await sendJson(request, reply, this.#network.text, etag);
  }

  @Get('live')
  @ApiOperation({ summary: 'All vehicles and open exceptions of now' })
  @ApiOkResponse(LIVE_ANSWER)
  async getLive(
    @Who() principal: Principal,
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const text = await this.moments.look(t, (moment) => JSON.stringify(snapshotOf(principal, moment)));
    await sendJson(request, reply, text);
  }

  @Get('events')
  @ApiOperation({
    summary: 'What changes, as server-sent events',
    description:
      'Asked for with the `eventId` of a snapshot as Last-Event-ID, it goes on from there. `vehicles`: at most one a second, ' +
      '`{at, changed, gone}`. `exception`: one that is new, changed or solved. `lamp`, `orders`, `alerts`, `journal`, `line`, ' +
      '`lineGroups`, `network`: see their types. `resync`: the stream cannot be taken up there, ask for the snapshot again. A comment every ' +
      '15 s keeps the connection.',
  })
  @ApiOkResponse(EVENTS_ANSWER)
  follow(
    @Who() principal: Principal,
    @Req() { headers, query }: JsonRequest & { query: { lastEventId?: unknown } },
    @Res() reply: StreamReply,
  ): void {
    this.service.get();
    if (this.events.isFull) {
      this.events.noteRefused();
      throw new Problem(503, { detail: 'Too many consoles follow already.' }, 30);
    }
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const scope = seesAll(principal)
      ? undefined
      : (event: Parameters<typeof scopeEvent>[2]): unknown =>
          scopeEvent(principal, this.service.get(), event, Date.now() / 1000);
    // EventSource cannot set the header on its first request.
    const lastId = headers['last-event-id'] ?? query.lastEventId;
    this.events.open(reply.raw, principal, scope, typeof lastId === 'string' ? lastId : undefined);
  }
}

function networkOf(watch: ServiceWatch): NetworkView {
  return viewNetwork(watch.scales, (route) => watch.ruleOf(route).mode);
}

function snapshotOf(principal: Principal, { watch, now, exceptions, eventId }: Moment): LiveSnapshot {
  return {
    eventId,
    at: Math.floor(now),
    feedVersion: watch.schedule.feedVersion,
    vehicles: scopeRows(principal, watch, watch.listRows()),
    exceptions: exceptions.flatMap((exception) => scopeException(principal, watch, exception) ?? []),
    lamp: scopeLamp(principal, watch, now),
    cityModes: listCityModes(watch.ordered.orders),
  };
}
