import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FeedHealthView, Principal } from '@rukh/domain/dispatch';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer, lamp } from '../live/describe-live.js';
import { FeedHealthService } from './feed-health.service.js';

const counted = z.array(z.object({ reason: z.string(), count: z.int() }));
const coverage = z.object({
  dueTrips: z.int().describe('Trips under way by the timetable'),
  seenTrips: z.int(),
  predictedTrips: z.int(),
  dueLines: z.int(),
  seenLines: z.int(),
});
const view = z.object({
  at: z.number().describe('Epoch seconds'),
  feedVersion: z.string(),
  lamp,
  coverage,
  carriers: z.array(
    coverage.extend({
      carrierId: z.string().nullable(),
      vehicles: z.int(),
      freshVehicles: z.int(),
      silentVehicles: z.int(),
      newestFixAt: z.number(),
    }),
  ),
  outputs: z.array(
    z.object({ name: z.string(), publishedAt: z.number(), entities: z.int(), bytes: z.int() }),
  ),
  writer: z
    .object({
      at: z.number(),
      withheld: counted,
      refusal: z
        .object({ at: z.number(), reasons: z.array(z.string()), text: z.string().optional() })
        .optional(),
    })
    .optional(),
  intake: z
    .object({
      seconds: z.int().describe('Counts are of the last so many seconds'),
      adapters: z.array(
        z.object({
          adapter: z.string(),
          received: z.int(),
          accepted: z.int(),
          rejected: counted,
          refused: counted,
        }),
      ),
    })
    .optional(),
  readers: z
    .array(
      z.object({
        reader: z.string().describe('The product of its User-Agent'),
        feed: z.string(),
        lastAt: z.number(),
        everySeconds: z.number().optional(),
      }),
    )
    .optional(),
  findings: z
    .array(
      z.object({
        ruleId: z.string(),
        severity: z.enum(['error', 'warning']),
        title: z.object({ uk: z.string(), en: z.string() }),
        count: z.int(),
        example: z.string(),
      }),
    )
    .optional(),
});

/** Health of the data: what comes in, what goes out. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/feeds')
export class FeedHealthController {
  constructor(private readonly health: FeedHealthService) {}

  @Get()
  @Needs('feeds.read')
  @ApiOperation({
    summary: 'How well data comes in and goes out',
    description:
      'Age and coverage by carrier, the feeds as they are published, what is withheld and rejected by reason, and the ' +
      'rules that the feed breaks. Who is bound to carriers is told of theirs and of the feeds alone.',
  })
  @ApiOkResponse(answer('Health of the data', view))
  @ApiResponse({ status: 503, description: 'No timetable is in force yet' })
  look(@Who() principal: Principal): Promise<FeedHealthView> {
    return this.health.view(principal, Date.now() / 1000);
  }
}
