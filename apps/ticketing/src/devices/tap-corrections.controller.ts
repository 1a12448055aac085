import { Body, Controller, Headers, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type CorrectionFault, TapCorrections } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { DONE, body } from './describe-devices.js';
import { ACTOR, correction, tapNumber } from './device-requests.js';
import { nameActor } from './devices.controller.js';

const FAULTS: Readonly<Record<CorrectionFault, string>> = {
  BEFORE_DEVICE: 'The device was put up after that time: nobody can have tapped on it then.',
  AFTER_RECEIPT: 'The tap had come in before that time: nobody can have made it then.',
};

/** Times of single taps, said by somebody who knows: the camera of the vehicle, the complaint of a rider. */
@ApiTags('taps')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/devices/:deviceId/taps/:seq/corrections')
@UseGuards(AdminTokenGuard)
export class TapCorrectionsController {
  constructor(private readonly corrections: TapCorrections) {}

  @Post()
  @ApiOperation({
    summary: 'Says when a tap was made; its rider is priced again',
    requestBody: body(correction, {
      tappedAt: '2026-11-24T08:15:00+02:00',
      reason: 'the clock of the device was off',
    }),
  })
  @ApiResponse({ status: 201, description: 'Said; earlier times are kept', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such tap.' })
  @ApiResponse({
    status: 422,
    description: 'The tap had come in before that time, or its device was not put up yet.',
  })
  @ApiHeader(ACTOR)
  async correct(
    @Param('deviceId') deviceId: string,
    @Param('seq') number: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { tappedAt, reason } = readRequest(correction, sent);
    const seq = readRequest(tapNumber, number);
    const made = {
      deviceId,
      seq,
      tappedAtMs: tappedAt,
      quality: 'CORRECTED',
      reason,
      madeBy: nameActor(actor),
    } as const;
    const answer = await this.corrections.add(made);
    if (answer === 'NO_TAP') throw new Problem(404, { detail: 'There is no such tap.' });
    if (answer !== 'MADE') throw new Problem(422, { detail: FAULTS[answer] });
    return { deviceId };
  }
}
