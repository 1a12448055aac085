/** Carriers and their vehicles by HTTP. Who is bound to carriers sees and changes theirs only. */
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessAudit, FleetStore } from '@rukh/adapters/postgres';
import { type FleetImportView, type Principal, seesCarrier } from '@rukh/domain/dispatch';
import { Problem, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import type { AccessRequest } from '../auth/sessions.js';
import { CarrierOf } from './carrier-of.js';
import { carrier, fleetImport, fleetVehicle } from './describe-fleet.js';
import { FleetDesk } from './fleet-desk.js';

const carriers = z.strictObject({ carriers: z.array(carrier).min(1).max(1000) });
const vehicles = z.strictObject({ vehicles: z.array(fleetVehicle).min(1).max(5000) });
const trial = z.object({ trial: z.enum(['true', 'false']).default('false') });
const removal = z.object({ validFrom: z.iso.date().optional() });

@ApiTags('fleet')
@Controller('api/v1')
@UseGuards(PrincipalGuard)
export class FleetController {
  constructor(
    private readonly fleet: FleetStore,
    private readonly carrierOf: CarrierOf,
    private readonly audit: AccessAudit,
    private readonly desk: FleetDesk,
  ) {}

  @Get('carriers')
  @Needs('service.read')
  @ApiOperation({ summary: 'Carriers: those registered, and agencies of the schedule' })
  @ApiResponse({ status: 200, description: 'Those that are seen, by id', content: jsonContent(carriers) })
  listCarriers(@Who() who: Principal): object {
    return { carriers: this.carrierOf.listCarriers().filter(({ carrierId }) => seesCarrier(who, carrierId)) };
  }

  @Put('carriers')
  @HttpCode(204)
  @Needs('vehicles.manage')
  @ApiOperation({
    summary: 'Adds carriers, or names them anew',
    requestBody: { content: jsonContent(carriers) },
  })
  @ApiResponse({ status: 204, description: 'Done' })
  async putCarriers(
    @Who() who: Principal,
    @Body() sent: unknown,
    @Req() request: AccessRequest,
  ): Promise<void> {
    const put = readRequest(carriers, sent).carriers;
    refuseForeign(who, put);
    await this.fleet.putCarriers(put);
    const note = { actor: who.userId, address: request.ip, details: { carriers: put } };
    await this.audit.note({ kind: 'carriers_changed', ...note });
    await this.carrierOf.look();
  }

  @Get('fleet')
  @Needs('vehicles.manage')
  @ApiOperation({ summary: 'The registry of vehicles, of all times' })
  @ApiResponse({
    status: 200,
    description: 'Those that are seen, by vehicle and day',
    content: jsonContent(vehicles),
  })
  list(@Who() who: Principal): object {
    return { vehicles: this.carrierOf.listVehicles().filter(({ carrierId }) => seesCarrier(who, carrierId)) };
  }

  @Put('fleet')
  @HttpCode(204)
  @Needs('vehicles.manage')
  @ApiOperation({
    summary: 'Adds vehicles, or replaces those of the same vehicle and first day; all of them or none',
    requestBody: { content: jsonContent(vehicles) },
  })
  @ApiResponse({ status: 204, description: 'Done' })
  @ApiResponse({ status: 409, description: 'A vehicle would be of two carriers on one day.' })
  async put(@Who() who: Principal, @Body() sent: unknown, @Req() request: AccessRequest): Promise<void> {
    const put = readRequest(vehicles, sent).vehicles;
    refuseForeign(who, put);
    this.#refuseTaken(who, put);
    const clash = await this.fleet.put(put);
    if (clash.length > 0) {
      throw new Problem(409, {
        type: 'urn:rukh:problem:days_meet',
        detail: `Days of a vehicle would meet: ${clash.join(', ')}.`,
        errors: clash,
      });
    }
    const details = { vehicles: put.slice(0, 20), rows: put.length };
    await this.audit.note({ kind: 'fleet_changed', actor: who.userId, address: request.ip, details });
    await this.carrierOf.look();
  }

  @Post('fleet/import')
  @HttpCode(200)
  @Needs('vehicles.manage')
  @ApiOperation({
    summary: 'Takes a CSV of vehicles into the registry; all of it or nothing',
    description:
      'Columns: vehicle_id, carrier_id; optional carrier_name, label, plate, low_floor, capacity, valid_from, valid_to. At ' +
      'most 20,000 rows. What is wrong is told by line, in `faults`, and then nothing was changed.',
  })
  @ApiQuery({
    name: 'trial',
    required: false,
    schema: { type: 'boolean', default: false },
    description: 'Says what would be, and changes nothing',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'What was changed, or what is wrong',
    content: jsonContent(fleetImport),
  })
  @ApiResponse({ status: 415, description: 'The body is not text/csv.' })
  async import(
    @Who() who: Principal,
    @Body() sent: unknown,
    @Query() query: unknown,
    @Req() request: AccessRequest,
  ): Promise<FleetImportView> {
    const isTrial = readRequest(trial, query, 'query').trial === 'true';
    if (typeof sent !== 'string') throw new Problem(415, { detail: 'A file of vehicles is text/csv.' });
    return this.desk.import(who, sent, { isTrial, address: request.ip });
  }

  @Delete('fleet/:vehicleId')
  @HttpCode(204)
  @Needs('vehicles.manage')
  @ApiOperation({ summary: 'Takes a row out of the registry' })
  @ApiQuery({ name: 'validFrom', required: false, description: 'First day of the row, where it has one' })
  @ApiResponse({ status: 204, description: 'Done' })
  @ApiResponse({ status: 404, description: 'There is no such row.' })
  async remove(
    @Who() who: Principal,
    @Param('vehicleId') vehicleId: string,
    @Query() query: unknown,
    @Req() request: AccessRequest,
  ): Promise<void> {
    const { validFrom } = readRequest(removal, query, 'query');
    const row = this.carrierOf
      .listVehicles()
      .find((one) => one.vehicleId === vehicleId && one.validFrom === validFrom);
    if (!row || !seesCarrier(who, row.carrierId) || !(await this.fleet.remove(vehicleId, validFrom))) {
      throw new Problem(404, { detail: 'There is no such row.' });
    }
    const details = { removed: row };
    await this.audit.note({ kind: 'fleet_changed', actor: who.userId, address: request.ip, details });
    await this.carrierOf.look();
  }

  /** A row of another carrier is not overwritten by who does not see it. */
  #refuseTaken(who: Principal, put: readonly { readonly vehicleId: string }[]): void {
    const ids = new Set(put.map(({ vehicleId }) => vehicleId));
    const taken = this.carrierOf.listVehicles().filter(({ vehicleId }) => ids.has(vehicleId));
    refuseForeign(who, taken);
  }
}

function refuseForeign(who: Principal, rows: readonly { readonly carrierId: string }[]): void {
  if (rows.every(({ carrierId }) => seesCarrier(who, carrierId))) return;
  throw new Problem(403, { type: 'urn:rukh:problem:other_carrier', detail: 'This is another carrier’s.' });
}
