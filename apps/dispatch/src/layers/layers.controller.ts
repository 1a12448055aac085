import { Controller, Get, Query, Req, Res, StandardSchemaValidationPipe, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, type TapCountsView, viewSpeeds } from '@rukh/domain/dispatch';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { type JsonReply, type JsonRequest, sendJson } from '../http/send-json.js';
import { answer } from '../live/describe-live.js';
import { seesCarriersOf } from '../live/scope-view.js';
import { Moments } from '../replay/moments.js';
import { type MomentQuery, momentQuery } from '../replay/read-moment.js';
import { TapCounts } from './tap-counts.js';

const pipes = [new StandardSchemaValidationPipe()];
const SPEEDS = answer(
  'Sections from stop to stop, the slowest first',
  z.object({
    at: z.number(),
    windowSeconds: z.int(),
    sections: z.array(
      z.object({
        fromStopId: z.string(),
        toStopId: z.string(),
        patternId: z.string(),
        fromMetres: z.int(),
        toMetres: z.int(),
        metresPerSecond: z.number().describe('From departure to departure'),
        plannedMetresPerSecond: z.number().optional(),
        passages: z.int(),
      }),
    ),
  }),
);
const TAPS = answer(
  'Stops by how many got in, by fives; those with fewer than `fewest` are left out',
  z.object({
    at: z.number(),
    windowSeconds: z.int(),
    fewest: z.int(),
    stops: z.array(z.object({ stopId: z.string(), taps: z.int() })),
  }),
);

/** What the map can show beside vehicles. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/layers')
export class LayersController {
  constructor(
    private readonly moments: Moments,
    private readonly taps: TapCounts,
  ) {}

  @Get('speeds')
  @Needs('service.read')
  @ApiOperation({ summary: 'How fast lines go from stop to stop, in the last half hour' })
  @ApiOkResponse(SPEEDS)
  async getSpeeds(
    @Who() principal: Principal,
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const text = await this.moments.look(t, ({ watch, now }) =>
      JSON.stringify(viewSpeeds(watch, now, seesCarriersOf(principal))),
    );
    await sendJson(request, reply, text);
  }

  @Get('taps')
  @Needs('reports.read')
  @ApiOperation({ summary: 'Where people got in in the last hour, as counts of stops' })
  @ApiOkResponse(TAPS)
  getTaps(
    @Who() principal: Principal,
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
  ): Promise<TapCountsView> {
    return this.taps.view(principal, t ?? Date.now() / 1000);
  }
}
