import {
  Controller,
  Get,
  Inject,
  Param,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeviceStatus } from '@rukh/adapters/postgres';
import {
  type Principal,
  type SearchView,
  type ValidatorsSummary,
  type VehicleView,
  permissionsOf,
  searchService,
  tellNextStops,
  viewVehicle,
  viewVehicles,
} from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { ToldDrivers } from '../drivers/told-drivers.js';
import { CarrierOf } from '../fleet/carrier-of.js';
import { type JsonReply, type JsonRequest, sendJson } from '../http/send-json.js';
import { answer } from '../live/describe-live.js';
import { scopeException, seesCarriersOf, seesOf } from '../live/scope-view.js';
import { FeedMirror } from '../orders/feed-mirror.js';
import { seesOrder, seesWords } from '../orders/may-order.js';
import { Moments } from '../replay/moments.js';
import { type MomentQuery, at, momentQuery } from '../replay/read-moment.js';
import { summarizeValidators } from './summarize-validators.js';

const pipes = [new StandardSchemaValidationPipe()];
const vehiclesQuery = z.object({
  t: at,
  q: z.string().max(100).optional().describe('Part of a fleet number, a plate or an id'),
});
const searchQuery = z.object({
  t: at,
  q: z.string().min(1).max(100).describe('What somebody calls it'),
});

const vehicle = z.looseObject({
  vehicleId: z.string(),
  label: z.string(),
  carrierId: z.string().optional(),
  state: z.string(),
  fixAt: z.number(),
});
const VEHICLES = answer('By label', z.object({ at: z.number(), vehicles: z.array(vehicle) }));
const VEHICLE = answer('All that is known of it now', vehicle);
const SEARCH = answer(
  'The best of each kind',
  z.object({
    query: z.string(),
    found: z.array(z.looseObject({ kind: z.string(), id: z.string(), title: z.string() })),
  }),
);

/** The vehicles, one by one, and the search over all kinds of things. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch')
export class VehiclesController {
  constructor(
    private readonly moments: Moments,
    private readonly drivers: ToldDrivers,
    private readonly feed: FeedMirror,
    private readonly carriers: CarrierOf,
    @Inject(DeviceStatus) private readonly devices: DeviceStatus,
  ) {}

  @Get('vehicles')
  @ApiOperation({ summary: 'The table of vehicles' })
  @ApiOkResponse(VEHICLES)
  async list(
    @Who() principal: Principal,
    @Query({ schema: vehiclesQuery, pipes }) { q, t }: z.output<typeof vehiclesQuery>,
    @Req() request: JsonRequest,
    @Res() reply: JsonReply,
  ): Promise<void> {
    const { at, vehicles } = await this.moments.look(t, ({ watch, now }) =>
      viewVehicles(watch, now, seesOf(principal, watch)),
    );
    const wanted = q?.trim().toLowerCase() ?? '';
    const fitting = vehicles.filter(({ vehicleId, label, licensePlate = '' }) =>
      [vehicleId, label, licensePlate].some((name) => name.toLowerCase().includes(wanted)),
    );
    const summaries = t === undefined ? await this.#summarize() : undefined;
    const listed = fitting.map((one) => {
      const validators = summaries?.get(one.vehicleId);
      return validators ? { ...one, validators } : one;
    });
    await sendJson(request, reply, JSON.stringify({ at, vehicles: listed }));
  }

  @Get('vehicles/:vehicleId')
  @ApiOperation({ summary: 'One vehicle: its trip and block, next stops, headways, trail' })
  @ApiOkResponse(VEHICLE)
  @ApiResponse({ status: 404, description: 'No such vehicle was heard of, or it is not yours to see' })
  async get(
    @Who() principal: Principal,
    @Param('vehicleId') vehicleId: string,
    @Query({ schema: momentQuery, pipes }) { t }: MomentQuery,
  ): Promise<VehicleView> {
    const view = await this.moments.look(t, ({ watch, now, exceptions: open }) => {
      const sees = seesOf(principal, watch);
      const found = watch.vehicles.get(vehicleId);
      if (!found || !sees(found)) throw new Problem(404, { detail: 'No such vehicle was heard of of late.' });
      const exceptions = open.flatMap((exception) => scopeException(principal, watch, exception) ?? []);
      const context = {
        sees,
        seesCarrier: seesCarriersOf(principal),
        exceptions,
        seesDrivers: permissionsOf(principal).has('drivers.read'),
      };
      return viewVehicle(watch, found, context, now);
    });
    const nextStops = t === undefined ? await this.#tellStops(view) : view.nextStops;
    const orders = t === undefined ? await this.drivers.listOf(vehicleId) : undefined;
    const told = orders?.filter(({ kind }) => seesWords(principal, kind));
    return { ...view, nextStops, ...(told ? { orders: told } : {}) };
  }

  @Get('search')
  @ApiOperation({ summary: 'Vehicles, lines, stops, blocks, trips and orders by what people call them' })
  @ApiOkResponse(SEARCH)
  search(
    @Who() principal: Principal,
    @Query({ schema: searchQuery, pipes }) { q, t }: z.output<typeof searchQuery>,
  ): Promise<SearchView> {
    return this.moments.look(t, ({ watch }) =>
      searchService(watch, q, {
        sees: seesOf(principal, watch),
        seesCarrier: seesCarriersOf(principal),
        seesOrder: ({ action }) =>
          seesWords(principal, action.kind) && seesOrder(principal, action, watch.schedule, this.carriers),
      }),
    );
  }

  /** While Redis is away nobody can say what is published: what is expected stands there. */
  async #tellStops({ vehicleId, trip, nextStops }: VehicleView): Promise<VehicleView['nextStops']> {
    const published = trip && (await this.feed.findPublished(trip));
    return !trip || published === 'unknown' ? nextStops : tellNextStops(nextStops, published, vehicleId);
  }

  /** The table of vehicles is there also where nobody can say how validators do. */
  async #summarize(): Promise<ReadonlyMap<string, ValidatorsSummary> | undefined> {
    try {
      return summarizeValidators(await this.devices.listOnVehicles(), Date.now() / 1000);
    } catch {
      return undefined;
    }
  }
}
