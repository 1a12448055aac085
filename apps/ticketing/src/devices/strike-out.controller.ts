import { Body, Controller, Headers, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Database, strikeTaps } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { TICKETING_POOL } from '../tokens.js';
import { STRUCK, body } from './describe-devices.js';
import { ACTOR, strikeOut } from './device-requests.js';
import { nameActor } from './devices.controller.js';

/** What a thief sent with the key of a device, before anybody knew of it. */
@ApiTags('taps')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/devices/:deviceId/strike-outs')
@UseGuards(AdminTokenGuard)
export class StrikeOutController {
  constructor(@Inject(TICKETING_POOL) private readonly pool: Database) {}

  @Post()
  @ApiOperation({
    summary: 'Strikes out all taps that came in under the name of a device while it was stolen',
    description:
      'They are charged to nobody; what was taken for them is given back. Counted by when they came in, since a thief dates ' +
      'them at will. The same again strikes out what came since. One that was honest is brought back by a correction of its time.',
    requestBody: body(strikeOut, {
      receivedFrom: '2026-11-24T22:10:00+02:00',
      receivedUntil: '2026-11-25T09:00:00+02:00',
      reason: 'stolen from vehicle 1021',
    }),
  })
  @ApiResponse({ status: 201, description: 'How many', content: STRUCK })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiHeader(ACTOR)
  async strike(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { receivedFrom, receivedUntil = Date.now(), reason } = readRequest(strikeOut, sent);
    const struck = await strikeTaps(this.pool, {
      deviceId,
      receivedFromMs: receivedFrom,
      receivedUntilMs: receivedUntil,
      reason,
      madeBy: nameActor(actor),
    });
    if (struck === undefined) throw new Problem(404, { detail: `There is no device ${deviceId}.` });
    return { deviceId, struck };
  }
}
