import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeviceStatus } from '@rukh/adapters/postgres';
import type { Principal, VehicleMessagesView, VehicleValidatorsView } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { seesVehicle } from '../live/scope-view.js';
import { WatchService } from '../live/watch.service.js';
import { listValidators } from './list-validators.js';
import { TrackerMessages } from './tracker-messages.js';

const MESSAGES = answer(
  'The newest first, twenty at most; where nobody has answered yet, ask again in a second',
  z.object({
    at: z.number(),
    isAnswered: z.boolean(),
    messages: z.array(
      z.object({
        at: z.number(),
        adapter: z.string(),
        topic: z.string().optional(),
        text: z.string(),
        bytes: z.int(),
        outcome: z.string(),
        detail: z.string().optional(),
      }),
    ),
  }),
);
const VALIDATORS = answer(
  'By id; what a device never said is left out',
  z.object({
    at: z.number(),
    newestListVersion: z.int().optional(),
    validators: z.array(
      z.object({
        deviceId: z.string(),
        kind: z.string(),
        state: z.string(),
        heardAt: z.number().optional(),
        clockOffsetSeconds: z.number().optional(),
        queueLength: z.int().optional(),
        listVersion: z.int().optional(),
        lastTapAt: z.number().optional(),
        softwareVersion: z.string().optional(),
      }),
    ),
  }),
);

/** What the equipment of one vehicle says of itself: its tracker, its validators. Of now only. */
@ApiTags('dispatch')
@ApiResponse({ status: 404, description: 'No such vehicle was heard of, or it is not yours to see' })
@UseGuards(PrincipalGuard)
@Controller('api/v1/dispatch/vehicles/:vehicleId')
export class EquipmentController {
  constructor(
    private readonly watch: WatchService,
    private readonly messages: TrackerMessages,
    @Inject(DeviceStatus) private readonly devices: DeviceStatus,
  ) {}

  @Get('messages')
  @Needs('raw.read')
  @ApiOperation({ summary: 'What its tracker said last, as it came, and what became of it' })
  @ApiOkResponse(MESSAGES)
  listMessages(
    @Who() principal: Principal,
    @Param('vehicleId') vehicleId: string,
  ): Promise<VehicleMessagesView> {
    this.#refuseUnseen(principal, vehicleId);
    return this.messages.list(vehicleId, Date.now() / 1000);
  }

  @Get('validators')
  @Needs('service.read')
  @ApiOperation({
    summary: 'Its validators: when heard of, what they still have to send, their list, their clock',
  })
  @ApiOkResponse(VALIDATORS)
  listValidators(
    @Who() principal: Principal,
    @Param('vehicleId') vehicleId: string,
  ): Promise<VehicleValidatorsView> {
    this.#refuseUnseen(principal, vehicleId);
    return listValidators(this.devices, vehicleId, Date.now() / 1000);
  }

  #refuseUnseen(principal: Principal, vehicleId: string): void {
    const watch = this.watch.get();
    if (watch.vehicles.has(vehicleId) && seesVehicle(principal, watch, vehicleId)) return;
    throw new Problem(404, { detail: 'No such vehicle was heard of of late.' });
  }
}
