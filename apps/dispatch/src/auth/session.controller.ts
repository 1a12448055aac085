/** Signing in and out, and who is signed in. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessAudit } from '@rukh/adapters/postgres';
import { PERMISSIONS, type Principal, ROLES, permissionsOf } from '@rukh/domain/dispatch';
import { Problem, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { judgeOrigin } from './check-origin.js';
import { PASSWORD_LENGTH } from './hash-password.js';
import { NeedsSession, OpenBecause, Who } from './needs.js';
import { PrincipalGuard } from './principal.guard.js';
import { type AccessRequest, Sessions } from './sessions.js';
import { SignIn } from './sign-in.service.js';
import { SignInWays } from './sign-in-ways.js';

export interface AccessReply {
  header(name: string, value: string | string[]): AccessReply;
}

const login = z.strictObject({
  login: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(PASSWORD_LENGTH.max),
  totp: z
    .string()
    .regex(/^\d{6}$/, 'must be six digits')
    .optional(),
});
const session = z.object({
  user: z.object({ userId: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(PERMISSIONS)),
  carrierIds: z.array(z.string()).optional(),
  expiresAt: z.number().optional(),
});

@ApiTags('access')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly ways: SignInWays,
    private readonly audit: AccessAudit,
    private readonly guard: PrincipalGuard,
  ) {}

  @Get()
  @OpenBecause('who is not signed in asks how to')
  @ApiOperation({ summary: 'Who is signed in; 401 says in `signIn` how to sign in' })
  @ApiResponse({ status: 200, description: 'The session', content: jsonContent(session) })
  @ApiResponse({ status: 401, description: 'Nobody is signed in; `signIn` says which ways there are.' })
  async get(@Req() request: AccessRequest, @Res({ passthrough: true }) reply: AccessReply): Promise<object> {
    reply.header('cache-control', 'no-store');
    const token = this.guard.findByToken(request);
    if (token) return describe(token);
    const signedIn = await this.sessions.find(request);
    if (signedIn) return { ...describe(signedIn.principal), expiresAt: signedIn.expiresAt };
    const problem = { detail: 'Sign in first.', signIn: await this.ways.list(request) };
    throw new Problem(401, problem);
  }

  @Post()
  @HttpCode(200)
  @OpenBecause('this is the door')
  @ApiOperation({
    summary: 'Signs in by login, password and the code of an authenticator app',
    requestBody: { content: jsonContent(login) },
  })
  @ApiResponse({
    status: 200,
    description: 'Signed in; the cookie is set.',
    content: jsonContent(z.object({})),
  })
  @ApiResponse({
    status: 401,
    description: 'Something is wrong; of type /problems/totp-needed where the code is.',
  })
  @ApiResponse({ status: 403, description: 'Another page asked for this.' })
  @ApiResponse({ status: 429, description: 'Too many tries.' })
  async post(
    @Body() sent: unknown,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<object> {
    refuseOthers(request, this.config);
    const cookie = await this.signIn.byPassword(readRequest(login, sent), request);
    reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return {};
  }

  @Delete()
  @HttpCode(204)
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({ summary: 'Signs out' })
  @ApiResponse({ status: 204, description: 'Signed out.' })
  async delete(
    @Who() who: Principal,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<void> {
    reply.header('set-cookie', await this.sessions.end(request));
    await this.audit.note({ kind: 'signed_out', actor: who.userId, address: request.ip });
  }

  @Delete('all')
  @HttpCode(204)
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({ summary: 'Signs out everywhere: every session of the one who calls is over' })
  @ApiResponse({ status: 204, description: 'Signed out everywhere.' })
  async deleteAll(
    @Who() who: Principal,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<void> {
    await this.sessions.endAll(who.userId);
    reply.header('set-cookie', await this.sessions.end(request));
    await this.audit.note({ kind: 'signed_out_everywhere', actor: who.userId, address: request.ip });
  }
}

/** @throws Problem 403 where another page makes the browser sign in */
export function refuseOthers(request: AccessRequest, { RUKH_CONSOLE_URL }: DispatchConfig): void {
  if (judgeOrigin(request.headers, RUKH_CONSOLE_URL) === 'other') {
    throw new Problem(403, { detail: 'This was not asked for by the console itself.' });
  }
}

function describe(principal: Principal): object {
  const { userId, name, roles, carrierIds } = principal;
  return {
    user: { userId, name },
    roles,
    permissions: [...permissionsOf(principal)],
    ...(carrierIds ? { carrierIds } : {}),
  };
}
