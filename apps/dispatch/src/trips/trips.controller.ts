import {
  Controller,
  Get,
  Param,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TripsSeen } from '@rukh/adapters/postgres';
import {
  type Principal,
  type ServiceWatch,
  TRIP_STATES,
  TripTable,
  findDayUnderWay,
} from '@rukh/domain/dispatch';
import { type ServiceDate, findServiceDate } from '@rukh/domain/time';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { type JsonReply, type JsonRequest, sendJson } from '../http/send-json.js';
import { answer } from '../live/describe-live.js';
import { seesCarriersOf } from '../live/scope-view.js';
import { WatchService } from '../live/watch.service.js';
import { Moments } from '../replay/moments.js';
import { at } from '../replay/read-moment.js';

const pipes = [new StandardSchemaValidationPipe()];
const date = z
  .string()
  .regex(/^\d{8}$/, 'must be YYYYMMDD')
  .refine((text) => findServiceDate(text) !== undefined, 'is no day')
  .optional()
  .describe('Service day, YYYYMMDD; without it the one under way, whose last trips may run after midnight');

const tripsQuery = z.object({
  t: at,
  date,
  routeId: z.string().min(1).max(200).optional().describe('Only of this line'),
  tripId: z.string().min(1).max(200).optional().describe('Only of this trip'),
  state: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(TRIP_STATES)))
    .optional()
    .describe('States by commas'),
  endsAfter: z.coerce
    .number()
    .min(0)
    .optional()
    .describe('Only what is planned to be over later, epoch seconds, and what still runs'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(2000).default(500),
});
const blockQuery = z.object({ t: at, date });

const trip = z.looseObject({
  tripId: z.string(),
  serviceDate: z.string(),
  startTime: z.string(),
  routeId: z.string(),
  state: z.enum(TRIP_STATES),
  vehicleId: z.string().optional(),
});
const TRIPS = answer(
  'By departure; `counts` of all that fit, by state',
  z.object({
    at: z.number(),
    serviceDate: z.string(),
    total: z.int(),
    counts: z.record(z.string(), z.int()),
    trips: z.array(trip),
  }),
);
const BLOCK = answer(
  'Its trips in order',
  z.looseObject({ at: z.number(), blockId: z.string(), serviceDate: z.string(), trips: z.array(trip) }),
);

const STOPS = answer(
  'The trip and its stops in order',
  trip.extend({
    nextStopSequence: z
      .int()
      .optional()
      .describe('What its vehicle comes to; what is before it was passed. Absent before it is under way'),
    stops: z.array(
      z.object({
        stopId: z.string(),
        name: z.string(),
        stopSequence: z.int(),
        arrivalAt: z.number(),
        departureAt: z.number(),
      }),
    ),
  }),
);

/** Trips and blocks of a day, with what became of each. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch')
export class TripsController {
  constructor(
    private readonly service: WatchService,
    private readonly seen: TripsSeen,
    private readonly moments: Moments,
  ) {}

  @Get('trips')
  @ApiOperation({ summary: 'Trips of a day: planned, running, done, not started, cancelled, unobserved' })
  @ApiOkResponse(TRIPS)
  async list(
    @Who() principal: Principal,
    @Query({ schema: tripsQuery, pipes }) query: z.output<typeof tripsQuery>,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const text = await this.#look(principal, query, (table, day) =>
      JSON.stringify(table.view({ ...query, date: day })),
    );
    await sendJson(request, reply, text);
  }

  @Get('trips/:tripId/stops')
  @ApiOperation({ summary: 'The stops of a trip of a day, as orders on part of it name them' })
  @ApiOkResponse(STOPS)
  @ApiResponse({ status: 404, description: 'The day has no such trip, or it is not yours to see' })
  async listStops(
    @Who() principal: Principal,
    @Param('tripId') tripId: string,
    @Query({ schema: blockQuery, pipes }) query: z.output<typeof blockQuery>,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const stops = await this.#look(principal, query, (table, day) => table.findStops(tripId, day));
    if (!stops) throw new Problem(404, { detail: 'The day has no such trip.' });
    await sendJson(request, reply, JSON.stringify(stops));
  }

  @Get('blocks/:blockId')
  @ApiOperation({ summary: 'One block of a day' })
  @ApiOkResponse(BLOCK)
  @ApiResponse({ status: 404, description: 'The day has no such block, or it is not yours to see' })
  async getBlock(
    @Who() principal: Principal,
    @Param('blockId') blockId: string,
    @Query({ schema: blockQuery, pipes }) query: z.output<typeof blockQuery>,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const block = await this.#look(principal, query, (table, day) => table.findBlock(blockId, day));
    if (!block) throw new Problem(404, { detail: 'The day has no such block.' });
    await sendJson(request, reply, JSON.stringify(block));
  }

  /** What history has of the day, and what is known of the moment. */
  async #look<T>(
    principal: Principal,
    { t, date: wished }: z.output<typeof blockQuery>,
    view: (table: TripTable, day: ServiceDate) => T,
  ): Promise<T> {
    const day = findDay(this.service.get(), wished, t);
    const history = await this.seen.read(day, t);
    return this.moments.look(t, ({ watch, now }) => {
      const table = new TripTable(
        watch,
        now,
        seesCarriersOf(principal),
        (tripId, startTime) => history.get(tripId) ?? history.get(`${tripId}@${startTime}`),
      );
      return view(table, day);
    });
  }
}

function findDay(watch: ServiceWatch, text: string | undefined, now = Date.now() / 1000): ServiceDate {
  const named = text === undefined ? undefined : findServiceDate(text);
  return named ?? findDayUnderWay(watch.timetable, now);
}
