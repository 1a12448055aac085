import { Controller, Get, Query, StandardSchemaValidationPipe, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { findDayUnderWay } from '@rukh/domain/dispatch';
import { z } from 'zod';
import { Needs } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { WatchService } from '../live/watch.service.js';
import { type MomentQuery, momentQuery } from '../replay/read-moment.js';

const DAY = z.object({ serviceDate: z.string().describe('YYYYMMDD') });

/** Which day "today" is. The console asks rather than guesses: trips, blocks and reports begin with the same one. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch/service-day')
export class ServiceDayController {
  constructor(private readonly service: WatchService) {}

  @Get()
  @ApiOperation({
    summary: 'The service day under way, which after midnight is the one before while its last trips run',
  })
  @ApiOkResponse(answer('The day that is meant where none is named', DAY))
  get(
    @Query({ schema: momentQuery, pipes: [new StandardSchemaValidationPipe()] })
    { t: now = Date.now() / 1000 }: MomentQuery,
  ): z.output<typeof DAY> {
    return { serviceDate: findDayUnderWay(this.service.get().timetable, now) };
  }
}
