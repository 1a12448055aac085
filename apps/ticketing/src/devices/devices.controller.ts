/**
 * The administration of devices by HTTP: who may send taps, by which keys, and on which vehicle. All behind the
 * administration token; every change is noted with who made it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeviceChangeError, DeviceChanges, DeviceReader, DeviceStatus } from '@rukh/adapters/postgres';
import { type Device, countMissing, listMissing } from '@rukh/domain/taps';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { CHANGES, DEVICE, DEVICES, DONE, ENROLMENT, body } from './describe-devices.js';
import { DeviceRegistry } from './device-registry.js';
import {
  ACTOR,
  keyRetirement,
  newAssignment,
  newEnrolment,
  newKey,
  paging,
  provisioning,
  registration,
  stateChange,
} from './device-requests.js';

const MAX_GAPS = 100;
const MAX_CHANGES = 1000;
const HOUR_MS = 3_600_000;

@ApiTags('taps')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/devices')
@UseGuards(AdminTokenGuard)
export class DevicesController {
  constructor(
    private readonly changes: DeviceChanges,
    private readonly status: DeviceStatus,
    private readonly reader: DeviceReader,
    private readonly registry: DeviceRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists devices with what they said last, and what is missing of each' })
  @ApiQuery({
    name: 'after',
    required: false,
    type: String,
    description: 'The last device id of the page before',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    type: Number,
    description: 'At most 1000; 200 where not given',
  })
  @ApiResponse({ status: 200, description: 'Devices by id', content: DEVICES })
  async list(@Query() query: unknown): Promise<object> {
    const { after, limit } = readRequest(paging, query);
    return { devices: await this.status.list(after, limit) };
  }

  @Get(':deviceId')
  @ApiOperation({ summary: 'A device with its keys, where it was, and its gaps' })
  @ApiResponse({ status: 200, description: 'The device', content: DEVICE })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  async get(@Param('deviceId') deviceId: string): Promise<object> {
    const [listed, [device], [progress]] = await Promise.all([
      this.status.find(deviceId),
      this.reader.find([deviceId]),
      this.reader.listProgress([deviceId]),
    ]);
    if (!listed || !device || !progress) {
      throw new Problem(404, { detail: `There is no device ${deviceId}.` });
    }
    const { highWaterMark } = progress;
    const missing = countMissing(progress, listed.lastSeq);
    const gaps = listMissing(progress, listed.lastSeq, MAX_GAPS);
    return { ...listed, highWaterMark, missing, gaps, ...describeTimes(device) };
  }

  @Get(':deviceId/changes')
  @ApiOperation({ summary: 'Who changed what of a device, the newest first' })
  @ApiResponse({ status: 200, description: 'Changes', content: CHANGES })
  async listChanges(@Param('deviceId') deviceId: string): Promise<object> {
    return { changes: await this.status.listChanges(deviceId, MAX_CHANGES) };
  }

  @Post()
  @ApiOperation({
    summary: 'Registers a device',
    description:
      'It is PROVISIONED: it sends nothing yet. Open an enrolment, or add its key and activate it.',
    requestBody: body(registration, { deviceId: 'v17', operatorId: 'let', operatorName: 'Lvivelectrotrans' }),
  })
  @ApiResponse({ status: 201, description: 'Registered', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such operator.' })
  @ApiResponse({ status: 409, description: 'There is a device of this name.' })
  @ApiHeader(ACTOR)
  async register(@Body() sent: unknown, @Headers('x-actor') actor?: string): Promise<object> {
    const { provisionedAt, ...device } = readRequest(registration, sent);
    return this.#change(device.deviceId, () =>
      this.changes.register({ ...device, provisionedAtMs: provisionedAt }, nameActor(actor)),
    );
  }

  @Post(':deviceId/provisioning')
  @ApiOperation({
    summary: 'Says when a device was put up, where it was registered with another day',
    description: 'Its taps of before that day, which are in quarantine, get their times and are charged.',
    requestBody: body(provisioning, { provisionedAt: '2026-11-02T00:00:00+02:00' }),
  })
  @ApiResponse({ status: 201, description: 'Said', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiResponse({ status: 409, description: 'The device has taps of before that time.' })
  @ApiHeader(ACTOR)
  async provision(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { provisionedAt } = readRequest(provisioning, sent);
    return this.#change(deviceId, () =>
      this.changes.setProvisioned(deviceId, provisionedAt, nameActor(actor)),
    );
  }

  @Post(':deviceId/state')
  @ApiOperation({
    summary: 'Activates, suspends or revokes a device',
    description:
      'While it is not ACTIVE nothing it sends is taken, and it keeps what it has. REVOKED says that its keys prove ' +
      'nothing any more, taps of before included; an enrolment brings the device back with a new key.',
    requestBody: body(stateChange, { state: 'SUSPENDED', reason: 'in repair' }),
  })
  @ApiResponse({
    status: 201,
    description: 'Changed; other processes know it within two seconds',
    content: DONE,
  })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiHeader(ACTOR)
  async setState(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { state, reason } = readRequest(stateChange, sent);
    return this.#change(deviceId, () => this.changes.setState(deviceId, state, reason, nameActor(actor)));
  }

  @Post(':deviceId/keys')
  @ApiOperation({ summary: 'Adds a public key; those there are go on to hold', requestBody: body(newKey) })
  @ApiResponse({ status: 201, description: 'Added', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiResponse({ status: 409, description: 'There is a key of this name.' })
  @ApiHeader(ACTOR)
  async addKey(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { validFrom, validUntil, ...key } = readRequest(newKey, sent);
    const dated = { ...key, validFromMs: validFrom, validUntilMs: validUntil };
    return this.#change(deviceId, () => this.changes.addKey(deviceId, dated, nameActor(actor)));
  }

  @Post(':deviceId/keys/:keyId/retirement')
  @ApiOperation({ summary: 'Ends a key, now or at a time', requestBody: body(keyRetirement) })
  @ApiResponse({ status: 201, description: 'Ended', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such key.' })
  @ApiHeader(ACTOR)
  async retireKey(
    @Param('deviceId') deviceId: string,
    @Param('keyId') keyId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { validUntil = Date.now() } = readRequest(keyRetirement, sent);
    return this.#change(deviceId, () =>
      this.changes.retireKey(deviceId, keyId, validUntil, nameActor(actor)),
    );
  }

  @Post(':deviceId/assignments')
  @ApiOperation({
    summary: 'Says on which vehicle a device is, or was',
    description: 'Over whatever was said of that time before. Riders whose taps it moves are priced again.',
    requestBody: body(newAssignment, { vehicleId: '1021', validFrom: '2026-11-24T05:00:00+02:00' }),
  })
  @ApiResponse({ status: 201, description: 'Said', content: DONE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device or operator.' })
  @ApiHeader(ACTOR)
  async assign(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const { validFrom = Date.now(), validUntil, ...place } = readRequest(newAssignment, sent);
    const dated = { ...place, validFromMs: validFrom, validUntilMs: validUntil };
    return this.#change(deviceId, () => this.changes.assign(deviceId, dated, nameActor(actor)));
  }

  @Post(':deviceId/enrolments')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Opens an enrolment: a code by which the device gets its identity, once',
    description:
      'The device makes its key itself and shows the code with its public key; the private one never leaves it.',
    requestBody: { ...body(newEnrolment, { validHours: 48 }), required: false },
  })
  @ApiResponse({ status: 201, description: 'The code', content: ENROLMENT })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such device.' })
  @ApiHeader(ACTOR)
  async openEnrolment(
    @Param('deviceId') deviceId: string,
    @Body() sent: unknown,
    @Headers('x-actor') actor?: string,
  ): Promise<object> {
    const expiresAtMs = Date.now() + readRequest(newEnrolment, sent).validHours * HOUR_MS;
    const code = randomBytes(16).toString('base64url');
    await this.#change(deviceId, () =>
      this.changes.addEnrolment(deviceId, hashCode(code), expiresAtMs, nameActor(actor)),
    );
    return { deviceId, code, expiresAt: new Date(expiresAtMs) };
  }

  async #change(deviceId: string, work: () => Promise<void>): Promise<object> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DeviceChangeError)) throw error;
      throw new Problem(error.kind === 'unknown' ? 404 : 409, { detail: error.message });
    }
    this.registry.forget(deviceId);
    return { deviceId };
  }
}

/** Codes are kept as digests: who reads the table cannot use them. */
export function hashCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/** Who says to have made a change; the token itself is nobody's name. */
export function nameActor(actor: string | undefined): string {
  const name = (actor ?? '').replaceAll(/[^\p{L}\p{N} @._-]/gu, '').slice(0, 64);
  return name === '' ? 'administration' : name;
}

function describeTimes({ keys, assignments }: Device): object {
  const until = (atMs: number): Date | null => (atMs === Infinity ? null : new Date(atMs));
  return {
    keys: keys.map(({ keyId, publicKey, validFromMs, validUntilMs }) => ({
      ...{ keyId, publicKey: Buffer.from(publicKey).toString('base64url') },
      ...{ validFrom: new Date(validFromMs), validUntil: until(validUntilMs) },
    })),
    assignments: assignments.map(({ vehicleId, operatorId, validFromMs, validUntilMs }) => ({
      ...{ vehicleId, operatorId, validFrom: new Date(validFromMs), validUntil: until(validUntilMs) },
    })),
  };
}
