/** Passkeys: to sign in with, and one's own to manage. What the browser says is passed through as WebAuthn has it. */
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessAudit, SignInStore, type User, UserStore } from '@rukh/adapters/postgres';
import type { Principal } from '@rukh/domain/dispatch';
import { Problem, jsonContent, readRequest } from '@rukh/service';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { NeedsSession, OpenBecause, Who } from './needs.js';
import { PasskeyService, type Step } from './passkey.service.js';
import { PrincipalGuard } from './principal.guard.js';
import { type AccessReply, refuseOthers } from './session.controller.js';
import type { AccessRequest } from './sessions.js';

const text = z.string().max(20_000);
const credential = z.object({
  id: z.string().min(1).max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).optional(),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()).default({}),
});
const signInAnswer = z.object({
  stepId: z.string().max(100),
  response: credential.extend({
    response: z.object({
      clientDataJSON: text,
      authenticatorData: text,
      signature: text,
      userHandle: z.string().max(200).optional(),
    }),
  }),
});
const registration = z.object({
  stepId: z.string().max(100),
  label: z.string().trim().min(1).max(100),
  response: credential.extend({
    response: z.object({
      clientDataJSON: text,
      attestationObject: text,
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  }),
});
const step = z.object({ stepId: z.string(), options: z.record(z.string(), z.unknown()) });
const passkey = z.object({ credentialId: z.string(), label: z.string() });

@ApiTags('access')
@Controller('api/v1/session')
export class PasskeyController {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly passkeys: PasskeyService,
    private readonly store: SignInStore,
    private readonly users: UserStore,
    private readonly audit: AccessAudit,
  ) {}

  @Post('passkey/options')
  @HttpCode(200)
  @OpenBecause('this is the door')
  @ApiOperation({ summary: 'Begins a sign-in by passkey' })
  @ApiResponse({ status: 200, description: 'For navigator.credentials.get', content: jsonContent(step) })
  @ApiResponse({ status: 409, description: 'This site has no name that passkeys can be made for.' })
  async begin(@Req() request: AccessRequest): Promise<Step> {
    refuseOthers(request, this.config);
    return this.passkeys.beginSignIn(request);
  }

  @Post('passkey')
  @HttpCode(200)
  @OpenBecause('this is the door')
  @ApiOperation({ summary: 'Signs in by passkey', requestBody: { content: jsonContent(signInAnswer) } })
  @ApiResponse({
    status: 200,
    description: 'Signed in; the cookie is set.',
    content: jsonContent(z.object({})),
  })
  @ApiResponse({ status: 401, description: 'The passkey is of nobody who may in.' })
  async finish(
    @Body() sent: unknown,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<object> {
    refuseOthers(request, this.config);
    const { stepId, response } = readRequest(signInAnswer, sent);
    const cookie = await this.passkeys.finishSignIn(stepId, response as AuthenticationResponseJSON, request);
    reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return {};
  }

  @Get('passkeys')
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({ summary: 'One’s own passkeys' })
  @ApiResponse({
    status: 200,
    description: 'Passkeys',
    content: jsonContent(z.object({ passkeys: z.array(passkey) })),
  })
  async list(@Who() who: Principal): Promise<object> {
    const passkeys = await this.store.listPasskeys(who.userId);
    return { passkeys: passkeys.map(({ credentialId, label }) => ({ credentialId, label })) };
  }

  @Post('passkeys/options')
  @HttpCode(200)
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({ summary: 'Begins the making of a passkey' })
  @ApiResponse({ status: 200, description: 'For navigator.credentials.create', content: jsonContent(step) })
  @ApiResponse({ status: 409, description: 'Who calls is no user, or the site has no name.' })
  async beginAdding(@Who() who: Principal, @Req() request: AccessRequest): Promise<Step> {
    return this.passkeys.beginRegistration(await this.#getUser(who), request);
  }

  @Post('passkeys')
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({
    summary: 'Keeps a passkey that was made',
    requestBody: { content: jsonContent(registration) },
  })
  @ApiResponse({ status: 201, description: 'Kept', content: jsonContent(passkey) })
  @ApiResponse({ status: 409, description: 'It is known already.' })
  async add(@Who() who: Principal, @Body() sent: unknown, @Req() request: AccessRequest): Promise<object> {
    const { response, ...rest } = readRequest(registration, sent);
    const made = { ...rest, response: response as RegistrationResponseJSON };
    const { credentialId, label } = await this.passkeys.finishRegistration(
      await this.#getUser(who),
      made,
      request,
    );
    const note = { actor: who.userId, subject: who.userId, address: request.ip, details: { credentialId } };
    await this.audit.note({ kind: 'passkey_added', ...note });
    return { credentialId, label };
  }

  @Delete('passkeys/:credentialId')
  @HttpCode(204)
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({ summary: 'Forgets one of one’s own passkeys' })
  @ApiResponse({ status: 204, description: 'Forgotten' })
  @ApiResponse({ status: 404, description: 'There is no such passkey.' })
  async remove(
    @Who() who: Principal,
    @Param('credentialId') credentialId: string,
    @Req() request: AccessRequest,
  ): Promise<void> {
    if (!(await this.store.removePasskey(who.userId, credentialId))) throw new Problem(404, {});
    const note = { actor: who.userId, subject: who.userId, address: request.ip, details: { credentialId } };
    await this.audit.note({ kind: 'passkey_removed', ...note });
  }

  async #getUser({ userId }: Principal): Promise<User> {
    const user = await this.users.find(userId);
    if (user) return user;
    throw new Problem(409, { detail: 'Only a user has passkeys.' });
  }
}
