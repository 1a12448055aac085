import { Body, Controller, Headers, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Database, declareLost } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { TICKETING_POOL } from '../tokens.js';
import { GIVEN_UP, body } from './describe-devices.js';
import { ACTOR, lostTaps } from './device-requests.js';
import { nameActor } from './devices.controller.js';

/** What was on a device that was smashed, and will never be sent. */
@ApiTags('taps')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/devices/:deviceId/lost-taps')
@UseGuards(AdminTokenGuard)
export class LostTapsController {
  constructor(@Inject(TICKETING_POOL) private readonly pool: Database) {}

  @Post()
  @ApiOperation({
    summary: 'Gives up numbers that are missing of a device: its storage is gone',
    description:
      'They are asked for no more, and nothing waits for them: fare days, inspections. In the reports they stay missing. A tap that ' +
      'surfaces under one of them after all is taken, but a device that still had them deletes them by its next receipt: only of one that is ' +
      'suspended or revoked. Numbers that are here, or that the device never gave, stay as they are.',
    requestBody: body(lostTaps, { from: 4103, until: 4121, reason: 'smashed in vehicle 1021' }),
  })
  @ApiResponse({ status: 201, description: 'How many', content: GIVEN_UP })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiResponse({ status: 409, description: 'The device is in use.' })
  @ApiHeader(ACTOR)
  async giveUp(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const wish = readRequest(lostTaps, sent);
    const lost = await declareLost(this.pool, { deviceId, ...wish, madeBy: nameActor(actor) });
    if (lost === undefined) throw new Problem(404, { detail: `There is no device ${deviceId}.` });
    if (lost === 'IN_USE') {
      throw new Problem(409, {
        detail: 'The device is in use. Suspend or revoke it first: what it still has it would delete.',
      });
    }
    return { deviceId, lost };
  }
}
