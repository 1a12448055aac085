/** The administration of what the rider of an account may: concessions and passes. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MediaStore, RightsStore } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { ACCOUNT, DONE, ENTITLEMENT_ID, PASS_ID, PASS_REFUND, toBody } from './describe-media.js';
import { KnownRights } from './known-rights.js';
import { activating, ending, granting, refundingPass, selling } from './media-requests.js';
import { readId, refusingUnknown } from './read-request.js';

const ACTOR = 'admin';

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1')
@UseGuards(AdminTokenGuard)
export class AccountsController {
  constructor(
    @Inject(RightsStore) private readonly rights: RightsStore,
    @Inject(MediaStore) private readonly media: MediaStore,
    private readonly known: KnownRights,
  ) {}

  @Get('accounts/:accountId')
  @ApiOperation({ summary: 'An account with its media, concessions and passes' })
  @ApiResponse({ status: 200, description: 'The account', content: ACCOUNT })
  @ApiResponse({ status: 404, description: 'There is no such account.' })
  async get(@Param('accountId') id: string): Promise<object> {
    const accountId = readId(id);
    const account = await this.rights.findAccount(accountId);
    if (!account) throw new Problem(404, { detail: 'There is no such account.' });
    const [media, entitlements, passes] = await Promise.all([
      this.media.listOfAccount(accountId),
      this.rights.listEntitlements(accountId),
      this.rights.listPasses(accountId),
    ]);
    const shown = media.map(({ tokenRef, mediaType, state }) => ({
      tokenRef: tokenRef.toString('hex'),
      mediaType,
      state,
    }));
    return { ...account, media: shown, entitlements, passes };
  }

  @Post('accounts/:accountId/entitlements')
  @ApiOperation({ summary: 'Grants a concession; rides since its start are priced again' })
  @ApiBody(
    toBody(granting, {
      riderCategoryId: 'student',
      fundingBodyId: 'lviv',
      validFrom: '2026-09-01T00:00:00+03:00',
    }),
  )
  @ApiResponse({ status: 201, description: 'Its number', content: ENTITLEMENT_ID })
  @ApiResponse({ status: 422, description: 'There is no such account, funding body or rider category.' })
  async grant(@Param('accountId') id: string, @Body() body: unknown): Promise<object> {
    const { riderCategoryId, fundingBodyId, validFrom, validUntil } = readRequest(granting, body);
    await this.known.checkCategory(riderCategoryId);
    const right = {
      riderCategoryId,
      validFrom,
      ...(fundingBodyId !== undefined && { fundingBodyId }),
      ...(validUntil && { validUntil }),
    };
    const granted = this.rights.grant(readId(id), right, ACTOR);
    return { entitlementId: await refusingUnknown(granted, 'There is no such account or funding body.') };
  }

  @Post('entitlements/:entitlementId/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a concession at a moment; rides since are priced again' })
  @ApiBody(toBody(ending, {}))
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such concession that holds then.' })
  async end(@Param('entitlementId') id: string, @Body() body: unknown): Promise<object> {
    const { at = new Date() } = readRequest(ending, body);
    return done(await this.rights.end(readId(id), at, 'END', ACTOR));
  }

  @Post('entitlements/:entitlementId/revocation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a concession back; the audit has it as that' })
  @ApiBody(toBody(ending, {}))
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such concession that holds then.' })
  async revoke(@Param('entitlementId') id: string, @Body() body: unknown): Promise<object> {
    const { at = new Date() } = readRequest(ending, body);
    return done(await this.rights.end(readId(id), at, 'REVOKE', ACTOR));
  }

  @Post('accounts/:accountId/passes')
  @ApiOperation({ summary: 'Sells a pass; it holds from its activation' })
  @ApiBody(
    toBody(selling, { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' }),
  )
  @ApiResponse({ status: 201, description: 'Its number', content: PASS_ID })
  @ApiResponse({ status: 409, description: 'The rider has not put in enough for it.' })
  @ApiResponse({ status: 422, description: 'There is no such account, pass or currency.' })
  async sell(@Param('accountId') id: string, @Body() body: unknown): Promise<object> {
    const { fareProductId, durationDays, rides, priceMinor, currency, payment } = readRequest(selling, body);
    await this.known.checkPass(fareProductId, currency);
    const pass = {
      ...{ fareProductId, priceMinor, currency, payment },
      ...(durationDays !== undefined && { durationDays }),
      ...(rides !== undefined && { rides }),
    };
    const sold = this.rights.sell(readId(id), pass, ACTOR);
    const passId = await refusingUnknown(sold, 'There is no such account.');
    if (passId === undefined) throw new Problem(409, { detail: 'The rider has not put in enough for it.' });
    return { passId };
  }

  @Post('passes/:passId/refund')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Gives money for a pass back, and ends it; rides that it covered stay covered',
  })
  @ApiBody(toBody(refundingPass, { reason: 'moved away' }))
  @ApiResponse({ status: 200, description: 'What was given back', content: PASS_REFUND })
  @ApiResponse({ status: 404, description: 'There is no such pass, or it was refunded before.' })
  @ApiResponse({ status: 422, description: 'More than the pass cost.' })
  async refund(@Param('passId') id: string, @Body() body: unknown): Promise<object> {
    const given = await this.rights.refund(readId(id), readRequest(refundingPass, body), ACTOR);
    if (given === 'NOT_FOUND') throw new Problem(404, { detail: 'There is no such pass to refund.' });
    if (given === 'TOO_MUCH') throw new Problem(422, { detail: 'It cost less than that.' });
    return { refundedMinor: given };
  }

  @Post('passes/:passId/activation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begins a pass; rides since then are priced again' })
  @ApiBody(toBody(activating, {}))
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such pass that was not begun.' })
  async activate(@Param('passId') id: string, @Body() body: unknown): Promise<object> {
    const { from = new Date(), until } = readRequest(activating, body);
    return done(await this.rights.activate(readId(id), from, ACTOR, until));
  }

  @Post('passes/:passId/refund-wish')
  @HttpCode(200)
  @ApiOperation({ summary: 'The rider wants the money for a pass back; who decides about money answers' })
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  @ApiResponse({ status: 404, description: 'There is no such pass, or it was wished for before.' })
  async wishRefund(@Param('passId') id: string): Promise<object> {
    return done(await this.rights.wishRefund(readId(id), ACTOR));
  }
}

function done(isDone: boolean): { done: true } {
  if (!isDone) throw new Problem(404, { detail: 'There is no such thing to change.' });
  return { done: true };
}
