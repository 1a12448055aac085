import {
  Body,
  Controller,
  Get,
  Inject,
  Param,
  Put,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PastReader } from '@rukh/adapters/postgres';
import {
  type LineSetting,
  type LineView,
  PAST_VISITS_SECONDS,
  type PastVisit,
  type Principal,
  type ServiceWatch,
  logVisits,
  viewDiagram,
  viewLine,
} from '@rukh/domain/dispatch';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { type JsonReply, type JsonRequest, sendJson } from '../http/send-json.js';
import { seesCarriersOf, seesOf } from '../live/scope-view.js';
import { WatchService } from '../live/watch.service.js';
import { Moments } from '../replay/moments.js';
import { type MomentQuery, momentQuery } from '../replay/read-moment.js';
import {
  DIAGRAM_ANSWER,
  type DiagramQuery,
  LINE_ANSWER,
  diagramQuery,
  modeBody,
  windowOf,
} from './line-requests.js';
import { LineSettings } from './line-settings.js';

/** The watch may have forgotten what it is to remember by so much. */
const REMEMBERED_SECONDS = 600;
const pipes = [new StandardSchemaValidationPipe()];

/** One line: its ladder, its diagram, how it is dispatched. */
@ApiTags('dispatch')
@ApiResponse({ status: 404, description: 'The timetable has no such line' })
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/lines')
export class LinesController {
  constructor(
    private readonly service: WatchService,
    private readonly settings: LineSettings,
    private readonly moments: Moments,
    @Inject(PastReader) private readonly reader: PastReader,
  ) {}

  @Get(':routeId')
  @Needs('service.read')
  @ApiOperation({ summary: 'A line of now, as its ladder shows it' })
  @ApiOkResponse(LINE_ANSWER)
  async get(
    @Who() principal: Principal,
    @Param('routeId') routeId: string,
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    await sendJson(request, reply, JSON.stringify(await this.#view(principal, routeId, t)));
  }

  @Get(':routeId/diagram')
  @Needs('service.read')
  @ApiOperation({ summary: 'Time and distance of one direction: planned, seen and expected' })
  @ApiOkResponse(DIAGRAM_ANSWER)
  async getDiagram(
    @Who() principal: Principal,
    @Param('routeId') routeId: string,
    @Query({ schema: diagramQuery, pipes }) query: DiagramQuery,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const visits = await this.#readBefore(routeId, query);
    const text = await this.moments.look(query.t, ({ watch, now }) => {
      const directions = watch.scales.listDirections(getRoute(watch, routeId));
      const direction = directions.find(({ directionId }) => directionId === query.direction);
      if (!direction) throw new Problem(404, { detail: 'The line does not go in this direction.' });
      const sees = seesCarriersOf(principal);
      const history = visits.length > 0 ? { log: logVisits(watch, visits), sees } : undefined;
      const window = { ...windowOf(query, now), history };
      return JSON.stringify(viewDiagram(watch, direction, window, now, seesOf(principal, watch)));
    });
    await sendJson(request, reply, text);
  }

  @Put(':routeId/mode')
  @Needs('lines.configure')
  @ApiOperation({ summary: 'How a line is dispatched: its mode, and from where on something needs somebody' })
  @ApiBody({ schema: toApiSchema(modeBody) })
  @ApiOkResponse(LINE_ANSWER)
  async setMode(
    @Who() principal: Principal,
    @Param('routeId') routeId: string,
    @Body() body: unknown,
  ): Promise<LineView> {
    getRoute(this.service.get(), routeId);
    await this.settings.set(routeId, readRequest(modeBody, body) as LineSetting, principal);
    return this.#view(principal, routeId);
  }

  /** Stops passed on a line before the watch remembers them, where the diagram goes back so far. */
  async #readBefore(routeId: string, query: DiagramQuery): Promise<PastVisit[]> {
    const now = query.t ?? Date.now() / 1000;
    const { from, to } = windowOf(query, now);
    const visits: PastVisit[] = [];
    if (from >= now - PAST_VISITS_SECONDS + REMEMBERED_SECONDS) return visits;
    await this.reader.readVisits(
      { after: from, to: Math.min(to, now) },
      (visit) => visits.push(visit),
      routeId,
    );
    return visits;
  }

  #view(principal: Principal, routeId: string, t?: number): Promise<LineView> {
    return this.moments.look(t, ({ watch, now }) => {
      const sight = { sees: seesOf(principal, watch), seesCarrier: seesCarriersOf(principal) };
      return viewLine(watch, getRoute(watch, routeId), now, sight);
    });
  }
}

function getRoute({ schedule }: ServiceWatch, routeId: string): number {
  const route = schedule.routeIndexOf.get(routeId);
  if (route === undefined) throw new Problem(404, { detail: 'The timetable has no such line.' });
  return route;
}
