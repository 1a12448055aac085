/** Configurations of validators: published by the administration, fetched by devices. */
import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ticketKeySet } from '@rukh/adapters/tickets';
import type { TicketKeySet } from '@rukh/adapters/tickets';
import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '@rukh/domain/media';
import { MEDIA_TYPES } from '@rukh/domain/taps';
import { AdminTokenGuard, type SecurityScheme, readRequest } from '@rukh/service';
import { z } from 'zod';
import { toBody, toContent } from '../describe-media.js';
import { DeviceDoor, signedRequest } from './device-door.js';
import { OfficeDesk, type SignedConfiguration } from './office-desk.js';

const staleRule = z.object({
  maxAgeSeconds: z.int().min(60).max(31_536_000),
  whenStale: z.enum(['ALLOW_DEGRADED', 'DENY']),
  atMost: z.int().min(0).max(1_000_000).exactOptional(),
});
const configuration: z.ZodType<ValidatorConfiguration> = z.object({
  staleList: z.record(z.enum(MEDIA_TYPES), staleRule).describe('A rule for each kind of medium'),
  dynamicTicket: z.object({
    windowSeconds: z.int().min(1).max(3_600),
    skewSeconds: z.int().min(0).max(600),
  }),
  passbackSeconds: z.int().min(0).max(600),
  transferHintMinutes: z.int().min(0).max(360),
});
const fetching = z.object({ sentAtMs: z.int() });

const SIGNED = toContent(
  z.object({
    keyId: z.string().describe('Of the list’s keys'),
    body: z
      .string()
      .describe('base64url of the JSON text that is signed; docs/deny-list.md says what is in it'),
    signature: z.string(),
  }),
);

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
  @ApiResponse({ status: 200, description: 'The configuration', content: toContent(configuration) })
  get(): ValidatorConfiguration {
    return this.desk.configuration;
  }

  @Post()
  @ApiOperation({ summary: 'Publishes what validators go by from now on' })
  @ApiBody(toBody(configuration, DEFAULT_VALIDATOR_CONFIGURATION))
  @ApiResponse({
    status: 201,
    description: 'Its version',
    content: toContent(z.object({ version: z.int() })),
  })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async publish(@Body() body: unknown): Promise<{ version: number }> {
    return { version: await this.desk.publish(readRequest(configuration, body), 'admin') };
  }
}
