/** The administration of media: given out, lost, blocked, replaced, moved to another account. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Medium, MediaStore, type NewMedium } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import type { z } from 'zod';
import { ACCOUNT_OF, CODE, DONE, ISSUED, MEDIUM, toBody } from './describe-media.js';
import { MediaKeys } from './media-keys.js';
import { blocking, issuedMedium, merging, newMedium, tokenOnly, unblocking } from './media-requests.js';
import { readTokenRef, refusingUnknown } from './read-request.js';
import { RiderStore } from '@rukh/adapters/postgres';
import { hashCode, makeCode } from './rider-codes.js';

const ACTOR = 'admin';

/** A medium as the API shows it. */
type ShownMedium = Omit<Medium, 'tokenRef' | 'replacedBy'> & { tokenRef: string; replacedBy: string | null };

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/media')
@UseGuards(AdminTokenGuard)
export class MediaController {
  constructor(
    private readonly keys: MediaKeys,
    @Inject(MediaStore) private readonly media: MediaStore,
    @Inject(RiderStore) private readonly riders: RiderStore,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Gives out a medium; its token is told here once and kept nowhere' })
  @ApiBody(toBody(issuedMedium, { token: '0400123456', mediaType: 'CLOSED_CARD', withCode: true }))
  @ApiResponse({ status: 201, description: 'The medium’s name, its account, and its code', content: ISSUED })
  @ApiResponse({ status: 409, description: 'There is such a medium already.' })
  @ApiResponse({ status: 422, description: 'There is no such account.' })
  async issue(@Body() body: unknown): Promise<object> {
    const request = readRequest(issuedMedium, body);
    const { medium, code } = await this.#prepare(request);
    const issued = this.media.issue(medium, ACTOR, request.accountId);
    const accountId = await refusingUnknown(issued, 'There is no such account.');
    if (accountId === undefined) throw new Problem(409, { detail: 'There is such a medium already.' });
    return { tokenRef: medium.tokenRef.toString('hex'), accountId, ...(code !== undefined && { code }) };
  }

  @Post('find')
  @HttpCode(200)
  @ApiOperation({
    summary: 'The medium of a token; a POST, so that the token stands in no address and no log',
  })
  @ApiBody(toBody(tokenOnly, { token: '0400123456' }))
  @ApiResponse({ status: 200, description: 'The medium', content: MEDIUM })
  @ApiResponse({ status: 404, description: 'There is no such medium.' })
  async find(@Body() body: unknown): Promise<ShownMedium> {
    return this.#get(this.keys.name(readRequest(tokenOnly, body).token).tokenRef);
  }

  @Get(':tokenRef')
  @ApiOperation({ summary: 'A medium' })
  @ApiResponse({ status: 200, description: 'The medium', content: MEDIUM })
  @ApiResponse({ status: 404, description: 'There is no such medium.' })
  async get(@Param('tokenRef') tokenRef: string): Promise<ShownMedium> {
    return this.#get(readTokenRef(tokenRef));
  }

  @Post(':tokenRef/loss')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A medium is lost: refused from now on',
    description:
      'Rides with it from now on are not its rider’s to pay. Where the loss was told earlier than it is typed in, add an ' +
      'entry to the deny list, for the reason LOST with `validFrom`.',
  })
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such medium, or another is in its place.' })
  async lose(@Param('tokenRef') tokenRef: string): Promise<object> {
    return done(await this.media.lose(readTokenRef(tokenRef), ACTOR));
  }

  @Post(':tokenRef/block')
  @HttpCode(200)
  @ApiOperation({ summary: 'Blocks a medium' })
  @ApiBody(toBody(blocking, { reason: 'ADMINISTRATION' }))
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such medium, or another is in its place.' })
  async block(@Param('tokenRef') tokenRef: string, @Body() body: unknown): Promise<object> {
    const { reason } = readRequest(blocking, body);
    return done(await this.media.block(readTokenRef(tokenRef), reason, ACTOR));
  }

  @Post(':tokenRef/unblock')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A medium was found again, or blocked by mistake; a debt goes on to block it',
    description:
      'Rides since it was reported lost stay the scheme’s loss, unless `wasMistake` says that its rider had it all the time: ' +
      'they are priced again then, and are his.',
  })
  @ApiBody({ ...toBody(unblocking, { wasMistake: true }), required: false })
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such medium that is blocked.' })
  async unblock(@Param('tokenRef') tokenRef: string, @Body() body: unknown): Promise<object> {
    const { wasMistake } = readRequest(unblocking, body ?? {});
    return done(await this.media.unblock(readTokenRef(tokenRef), ACTOR, wasMistake));
  }

  @Post(':tokenRef/replacement')
  @ApiOperation({ summary: 'A new medium in place of one: account, balance, concessions and passes go on' })
  @ApiBody(toBody(newMedium, { token: '0400123457', mediaType: 'CLOSED_CARD', withCode: true }))
  @ApiResponse({
    status: 201,
    description: 'The new medium’s name, its account, and its code',
    content: ISSUED,
  })
  @ApiResponse({ status: 404, description: 'There is no such medium with an account.' })
  @ApiResponse({ status: 409, description: 'It is replaced already, or the new medium is somebody’s.' })
  async replace(@Param('tokenRef') tokenRef: string, @Body() body: unknown): Promise<object> {
    const { medium, code } = await this.#prepare(readRequest(newMedium, body));
    const accountId = await this.media.replace(readTokenRef(tokenRef), medium, ACTOR);
    if (accountId === 'UNKNOWN') {
      throw new Problem(404, { detail: 'There is no such medium with an account.' });
    }
    if (accountId === 'TAKEN') throw new Problem(409, { detail: 'The new medium is somebody’s already.' });
    if (accountId === 'REPLACED') throw new Problem(409, { detail: 'It is replaced already.' });
    return { tokenRef: medium.tokenRef.toString('hex'), accountId, ...(code !== undefined && { code }) };
  }

  @Post(':tokenRef/account')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives a medium to another account: a rider’s card and phone become one' })
  @ApiBody(toBody(merging, { accountId: 12 }))
  @ApiResponse({ status: 200, description: 'The account', content: ACCOUNT_OF })
  @ApiResponse({ status: 404, description: 'There is no such medium or account, or it is its already.' })
  async merge(@Param('tokenRef') tokenRef: string, @Body() body: unknown): Promise<object> {
    const { accountId, since = new Date() } = readRequest(merging, body);
    done(await this.media.merge(readTokenRef(tokenRef), accountId, since, ACTOR));
    return { accountId };
  }

  @Post(':tokenRef/code')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new code for the rider’s page; the old one opens nothing any more' })
  @ApiResponse({ status: 200, description: 'The code', content: CODE })
  @ApiResponse({ status: 404, description: 'There is no such medium.' })
  async renewCode(@Param('tokenRef') tokenRef: string): Promise<object> {
    const code = makeCode();
    done(await this.riders.setCode(readTokenRef(tokenRef), await hashCode(code), ACTOR));
    return { code };
  }

  async #get(tokenRef: Buffer): Promise<ShownMedium> {
    const medium = await this.media.find(tokenRef);
    if (!medium) throw new Problem(404, { detail: 'There is no such medium.' });
    const { replacedBy } = medium;
    return { ...medium, tokenRef: tokenRef.toString('hex'), replacedBy: replacedBy?.toString('hex') ?? null };
  }

  async #prepare(request: z.output<typeof newMedium>): Promise<{ medium: NewMedium; code?: string }> {
    const { token, withCode, mediaType, fareMediaId, expiresAt } = request;
    const medium = {
      ...this.keys.name(token),
      mediaType,
      ...(fareMediaId !== undefined && { fareMediaId }),
      ...(expiresAt && { expiresAt }),
    };
    if (!withCode) return { medium };
    const code = makeCode();
    return { medium: { ...medium, code: await hashCode(code) }, code };
  }
}

function done(isDone: boolean): { done: true } {
  if (!isDone) throw new Problem(404, { detail: 'There is no such thing to change.' });
  return { done: true };
}
