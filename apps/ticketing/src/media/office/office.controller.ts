/** Configurations of validators: published by the administration, fetched by devices. */
import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type SignedConfiguration, signedConfiguration, validatorRules } from '@rukh/adapters/deny-list';
import { ticketKeySet } from '@rukh/adapters/tickets';
import type { TicketKeySet } from '@rukh/adapters/tickets';
import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '@rukh/domain/media';
import { AdminTokenGuard, type SecurityScheme, readRequest } from '@rukh/service';
import { z } from 'zod';
import { toBody, toContent } from '../describe-media.js';
import { DeviceDoor, signedRequest } from './device-door.js';
import { OfficeDesk } from './office-desk.js';

const fetching = z.object({ sentAtMs: z.int() });

const SIGNED = toContent(signedConfiguration);

@ApiTags('taps')
@Controller('api/v1')
export class OfficeController {
  constructor(
    private readonly desk: OfficeDesk,
    private readonly door: DeviceDoor,
  ) {}

  /** Signed as a batch is, since the answer has a key that is not for everybody. */
  @Post('devices/:deviceId/configuration')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a validator goes by, for a device that signs sentAtMs' })
  @ApiBody(toBody(signedRequest, { deviceId: 'v-17', keyId: 'k1', body: 'e30', signature: 'A'.repeat(86) }))
  @ApiResponse({ status: 200, description: 'The configuration, signed', content: SIGNED })
  @ApiResponse({ status: 401, description: 'No key of the device that holds now signed this.' })
  @ApiResponse({ status: 403, description: 'The device is not in use.' })
  async getConfiguration(
    @Param('deviceId') deviceId: string,
    @Body() body: unknown,
  ): Promise<SignedConfiguration> {
    await this.door.open('configuration', deviceId, body, fetching);
    return this.desk.signConfiguration();
  }

  @Get('ticket-keys')
  @ApiOperation({ summary: 'Public keys of signed tickets, to be fetched every day and kept' })
  @ApiResponse({ status: 200, description: 'The key set', content: toContent(ticketKeySet) })
  async getTicketKeys(): Promise<TicketKeySet> {
    return this.desk.listTicketKeys();
  }
}

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/validator-configuration')
@UseGuards(AdminTokenGuard)
export class ValidatorConfigurationController {
  constructor(private readonly desk: OfficeDesk) {}

  @Get()
  @ApiOperation({ summary: 'What validators go by now' })
  @ApiResponse({ status: 200, description: 'The configuration', content: toContent(validatorRules) })
  get(): ValidatorConfiguration {
    return this.desk.configuration;
  }

  @Post()
  @ApiOperation({ summary: 'Publishes what validators go by from now on' })
  @ApiBody(toBody(validatorRules, DEFAULT_VALIDATOR_CONFIGURATION))
  @ApiResponse({
    status: 201,
    description: 'Its version',
    content: toContent(z.object({ version: z.int() })),
  })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async publish(@Body() body: unknown): Promise<{ version: number }> {
    return { version: await this.desk.publish(readRequest(validatorRules, body), 'admin') };
  }
}
