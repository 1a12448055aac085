/** Sign-in by an OpenID Connect provider: there and back. */
import { Controller, Get, HttpCode, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { readRequest } from '@rukh/service';
import { z } from 'zod';
import { OpenBecause } from './needs.js';
import { OidcService, type Redirect } from './oidc.service.js';
import type { AccessReply } from './session.controller.js';
import type { AccessRequest } from './sessions.js';

const start = z.object({
  /** Never another site: a page of the console only. */
  returnTo: z
    .string()
    .max(2000)
    .regex(/^\/console([/?#][^\\]*)?$/, { error: 'must be a page of the console', abort: true })
    // With its dots followed as well: /console/../..//other.example is one.
    .refine((page) => /^\/console(\/|$)/.test(new URL(page, 'http://localhost').pathname), {
      error: 'must be a page of the console',
    })
    .default('/console'),
});
const answer = z.record(z.string().max(100), z.string().max(4000));

@ApiTags('access')
@Controller('api/v1/session/oidc')
export class OidcController {
  constructor(private readonly oidc: OidcService) {}

  @Get('start')
  @HttpCode(302)
  @OpenBecause('this is the door')
  @ApiOperation({ summary: 'Sends the browser to the provider' })
  @ApiQuery({ name: 'returnTo', required: false, description: 'Page of the console to come back to' })
  @ApiResponse({ status: 302, description: 'To the provider' })
  @ApiResponse({ status: 404, description: 'There is no provider.' })
  async start(
    @Query() query: unknown,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<void> {
    send(reply, await this.oidc.begin(readRequest(start, query).returnTo, request));
  }

  @Get('callback')
  @HttpCode(302)
  @OpenBecause('the provider sends the browser here')
  @ApiOperation({ summary: 'Takes the provider’s answer and goes on into the console' })
  @ApiResponse({ status: 302, description: 'Into the console, or to its door with ?signIn= and why not' })
  @ApiResponse({ status: 404, description: 'There is no provider.' })
  async callback(
    @Query() query: unknown,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ): Promise<void> {
    send(reply, await this.oidc.finish(new URLSearchParams(readRequest(answer, query)), request));
  }
}

function send(reply: AccessReply, { location, cookies }: Redirect): void {
  reply.header('location', location).header('set-cookie', cookies).header('cache-control', 'no-store');
}
