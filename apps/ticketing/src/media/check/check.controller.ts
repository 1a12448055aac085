/**
 * The online check: a validator with a network asks before it opens. It is told what it needs for this door and nothing
 * of where the rider has been; while the database is away it is told to decide alone.
 */
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CheckReader } from '@rukh/adapters/postgres';
import {
  type CheckAnswer,
  type Feedback,
  giveFeedback,
  judgeCheck,
  transferHintMinutesOf,
} from '@rukh/domain/media';
import { MEDIA_TYPES, isAllowed } from '@rukh/domain/taps';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { DenyListBoard } from '../deny-list/deny-list-board.js';
import { toBody } from '../describe-media.js';
import { ListRefKeeper } from '../list-ref-keeper.js';
import { MediaKeys } from '../media-keys.js';
import { NO_PAN, isNoPan, token } from '../media-requests.js';
import { DeviceDoor, signedRequest } from '../office/device-door.js';
import { OfficeDesk } from '../office/office-desk.js';
import { CheckMetrics } from './check-metrics.js';
import { CHECKED } from './describe-check.js';
import { UnknownTokenPaces } from './unknown-token-paces.js';

export const checkRequest = z
  .object({
    token,
    mediaType: z.enum(MEDIA_TYPES),
    vehicleId: z.string().min(1).max(64).optional(),
    hasExtras: z.boolean().default(false),
  })
  .refine(isNoPan, NO_PAN);

export interface Checked extends CheckAnswer {
  readonly decision: 'ALLOW' | 'DENY';
  readonly feedback: Feedback;
  /** Newest: a device that has an older one fetches it. */
  readonly denyListVersion: number;
  readonly serverTimeMs: number;
}

@ApiTags('taps')
@Controller('api/v1/devices')
export class CheckController {
  // eslint-disable-next-line max-params -- each is a part of the e-ticket that the check asks
  constructor(
    private readonly keys: MediaKeys,
    private readonly door: DeviceDoor,
    private readonly desk: OfficeDesk,
    private readonly board: DenyListBoard,
    private readonly keeper: ListRefKeeper,
    private readonly metrics: CheckMetrics,
    private readonly paces: UnknownTokenPaces,
    @Inject(CheckReader) private readonly reader: CheckReader,
  ) {}

  @Post(':deviceId/check')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Whether a medium may ride now: for a device that signs token, mediaType, vehicleId and hasExtras',
  })
  @ApiBody(toBody(signedRequest, { deviceId: 'v-17', keyId: 'k1', body: 'e30', signature: 'A'.repeat(86) }))
  @ApiResponse({ status: 200, description: 'The decision', content: CHECKED })
  @ApiResponse({ status: 400, description: 'The request, or what it signs, does not fit the schema.' })
  @ApiResponse({ status: 401, description: 'No key of the device that holds now signed this.' })
  @ApiResponse({ status: 403, description: 'The device is not in use.' })
  @ApiResponse({
    status: 429,
    description: 'The device asked about too many tokens that nobody knows: it decides alone for a while.',
  })
  @ApiResponse({ status: 503, description: 'Cannot be looked up now: the device decides alone' })
  async check(@Param('deviceId') deviceId: string, @Body() body: unknown): Promise<Checked> {
    const started = performance.now();
    try {
      const request = await this.door.open('check', deviceId, body, checkRequest);
      const answer = await this.#judge(deviceId, request);
      this.metrics.answers.inc({ answer: answer.reason });
      this.metrics.seconds.observe((performance.now() - started) / 1000);
      return answer;
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.metrics.answers.inc({ answer: 'UNAVAILABLE' });
      throw new Problem(503, { detail: 'The check is not available; decide alone.' }, 1);
    }
  }

  async #judge(
    deviceId: string,
    { token: read, mediaType, vehicleId, hasExtras }: z.output<typeof checkRequest>,
  ): Promise<Checked> {
    const atMs = Date.now();
    const { configuration } = this.desk;
    const { passbackSeconds } = configuration;
    const transferMinutes = transferHintMinutesOf(configuration, mediaType);
    const tokenRef = this.keys.refOf(read);
    const medium = await this.#find(deviceId, tokenRef, { atMs, transferMinutes });
    this.keeper.note(read, tokenRef);
    const request = {
      atMs,
      mediaType,
      hasExtras,
      passbackSeconds,
      ...(vehicleId !== undefined && { vehicleId }),
    };
    const answer = judgeCheck(medium, request);
    return {
      decision: isAllowed(answer.reason) ? 'ALLOW' : 'DENY',
      ...answer,
      feedback: giveFeedback(answer.reason),
      denyListVersion: this.board.shelf.version,
      serverTimeMs: atMs,
    };
  }

  /** Past the bound known tokens are not answered either: the difference would tell which they are. */
  async #find(deviceId: string, ...asked: Parameters<CheckReader['find']>): ReturnType<CheckReader['find']> {
    const waitSeconds = this.paces.take(deviceId, performance.now());
    if (waitSeconds > 0) {
      this.metrics.answers.inc({ answer: 'TOO_MANY_UNKNOWN' });
      throw new Problem(429, { detail: 'Too many tokens that nobody knows; decide alone.' }, waitSeconds);
    }
    let isUnknown = false;
    try {
      const medium = await this.reader.find(...asked);
      isUnknown = medium === undefined;
      return medium;
    } finally {
      if (!isUnknown) this.paces.giveBack(deviceId);
    }
  }
}
