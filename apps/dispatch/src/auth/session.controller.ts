/** Signing in and out, and who is signed in. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessAudit, UserStore } from '@rukh/adapters/postgres';
import { PERMISSIONS, type Principal, ROLES, permissionsOf } from '@rukh/domain/dispatch';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { judgeOrigin } from './check-origin.js';
import { DemoUsers } from './demo-users.js';
import { PASSWORD_LENGTH, hashPassword, isPassword } from './hash-password.js';
import { NeedsSession, OpenBecause, Who } from './needs.js';
import { PasskeyService } from './passkey.service.js';
import { PrincipalGuard } from './principal.guard.js';
import { type AccessRequest, Sessions } from './sessions.js';
import { SignIn } from './sign-in.service.js';

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
const passwordChange = z.strictObject({
  current: z.string().min(1).max(PASSWORD_LENGTH.max),
  next: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max),
  totp: z.string().regex(/^\d{6}$/, 'must be six digits'),
});
const session = z.object({
  user: z.object({ userId: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(PERMISSIONS)),
  carrierIds: z.array(z.string()).optional(),
  expiresAt: z.number().optional(),
});
const json = (schema: z.ZodType): Record<string, { schema: ReturnType<typeof toApiSchema> }> => ({
  'application/json': { schema: toApiSchema(schema) },
});

@ApiTags('access')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly demo: DemoUsers,
    private readonly passkeys: PasskeyService,
    private readonly users: UserStore,
    private readonly audit: AccessAudit,
    private readonly guard: PrincipalGuard,
  ) {}

  @Get()
  @OpenBecause('who is not signed in asks how to')
  @ApiOperation({ summary: 'Who is signed in; 401 says in `signIn` how to sign in' })
  @ApiResponse({ status: 200, description: 'The session', content: json(session) })
  @ApiResponse({ status: 401, description: 'Nobody is signed in; `signIn` says which ways there are.' })
  async get(@Req() request: AccessRequest, @Res({ passthrough: true }) reply: AccessReply): Promise<object> {
    reply.header('cache-control', 'no-store');
    const token = this.guard.findByToken(request);
    if (token) return describe(token);
    const signedIn = await this.sessions.find(request);
    if (signedIn) return { ...describe(signedIn.principal), expiresAt: signedIn.expiresAt };
    const problem = { detail: 'Sign in first.', signIn: await this.#listWays(request) };
    throw new Problem(401, problem);
  }

  @Post()
  @HttpCode(200)
  @OpenBecause('this is the door')
  @ApiOperation({
    summary: 'Signs in by login, password and the code of an authenticator app',
    requestBody: { content: json(login) },
  })
  @ApiResponse({ status: 200, description: 'Signed in; the cookie is set.', content: json(z.object({})) })
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

  @Post('password')
  @HttpCode(200)
  @UseGuards(PrincipalGuard)
  @NeedsSession()
  @ApiOperation({
    summary: 'Changes one’s own password; every other session is over',
    requestBody: { content: json(passwordChange) },
  })
  @ApiResponse({ status: 200, description: 'Changed; a new session has begun.', content: json(z.object({})) })
  @ApiResponse({ status: 409, description: 'The account has no password of its own.' })
  async changePassword(
    @Who() who: Principal,
    @Body() sent: unknown,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<object> {
    const { current, next, totp } = readRequest(passwordChange, sent);
    await this.signIn.countTry('password', request);
    const user = await this.users.find(who.userId);
    if (!user?.hasTotp) throw new Problem(409, { detail: 'The account has no password of its own.' });
    const secrets = await this.users.getSecrets(user.userId);
    const isRight =
      (await isPassword(current, secrets.passwordHash)) &&
      (await this.signIn.checkCode(user, secrets.totpSecret, totp));
    if (!isRight) throw new Problem(403, { detail: 'The password or the code is wrong.' });
    const kept = { ...secrets, passwordHash: await hashPassword(next) };
    const note = {
      kind: 'password_changed',
      actor: who.userId,
      subject: who.userId,
      address: request.ip,
    } as const;
    await this.users.change(user.userId, { secrets: kept }, note);
    reply.header('set-cookie', await this.signIn.enter(user, 'password', request));
    return {};
  }

  async #listWays(request: AccessRequest): Promise<object> {
    const { RUKH_OIDC_ISSUER, RUKH_OIDC_CLIENT_ID, RUKH_OIDC_NAME, RUKH_CONSOLE_URL } = this.config;
    const hasOidc = [RUKH_OIDC_ISSUER, RUKH_OIDC_CLIENT_ID, RUKH_CONSOLE_URL].every(
      (value) => value !== undefined,
    );
    const demoUsers = await this.demo.list();
    return {
      local: true,
      passkeys: this.passkeys.findParty(request) !== undefined,
      ...(hasOidc ? { oidc: { name: RUKH_OIDC_NAME, start: '/api/v1/session/oidc/start' } } : {}),
      ...(demoUsers.length > 0 ? { demoUsers } : {}),
    };
  }
}

/** @throws Problem 403 where another page makes the browser sign in */
export function refuseOthers(request: AccessRequest, { RUKH_CONSOLE_URL }: DispatchConfig): void {
  if (judgeOrigin(request.headers, RUKH_CONSOLE_URL) === 'other') {
    throw new Problem(403, { detail: 'This was not asked for by the console itself.' });
  }
}

function describe({ userId, name, roles, carrierIds }: Principal): object {
  return {
    user: { userId, name },
    roles,
    permissions: [...permissionsOf(roles)],
    ...(carrierIds ? { carrierIds } : {}),
  };
}
