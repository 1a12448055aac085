/** One's own password. */
import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { UserStore } from '@rukh/adapters/postgres';
import type { Principal } from '@rukh/domain/dispatch';
import { Problem, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import { PASSWORD_LENGTH, hashPassword, isPassword } from './hash-password.js';
import { NeedsSession, Who } from './needs.js';
import { PrincipalGuard } from './principal.guard.js';
import type { AccessReply } from './session.controller.js';
import type { AccessRequest } from './sessions.js';
import { SignIn } from './sign-in.service.js';

const passwordChange = z.strictObject({
  current: z.string().min(1).max(PASSWORD_LENGTH.max),
  next: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max),
  totp: z.string().regex(/^\d{6}$/, 'must be six digits'),
});

@ApiTags('access')
@Controller('api/v1/session')
@UseGuards(PrincipalGuard)
export class PasswordController {
  constructor(
    private readonly signIn: SignIn,
    private readonly users: UserStore,
  ) {}

  @Post('password')
  @HttpCode(200)
  @NeedsSession()
  @ApiOperation({
    summary: 'Changes one’s own password; every other session is over',
    requestBody: { content: jsonContent(passwordChange) },
  })
  @ApiResponse({
    status: 200,
    description: 'Changed; a new session has begun.',
    content: jsonContent(z.object({})),
  })
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
}
