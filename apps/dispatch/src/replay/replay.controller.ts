import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Needs } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { KeptRange, type ReplayRange } from './kept-range.js';

const RANGE = answer(
  'The first and the last moment, epoch seconds; `from` is `to` where nothing is kept yet',
  z.object({ from: z.number(), to: z.number() }),
);

/** The past, to be looked at again. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch/replay')
export class ReplayController {
  constructor(private readonly kept: KeptRange) {}

  @Get('range')
  @ApiOperation({
    summary: 'Of what moments something is kept',
    description:
      'Any of them is asked for by `?t=` of the other routes that show the service; commands are refused with it. The same moment asked for twice is answered alike.',
  })
  @ApiOkResponse(RANGE)
  range(): Promise<ReplayRange> {
    return this.kept.get();
  }
}
