import { Inject, Injectable } from '@nestjs/common';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { DemoUsers } from './demo-users.js';
import { PasskeyService } from './passkey.service.js';
import type { AccessRequest } from './sessions.js';

/** In which ways one may sign in here. */
@Injectable()
export class SignInWays {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly demo: DemoUsers,
    private readonly passkeys: PasskeyService,
  ) {}

  async list(request: AccessRequest): Promise<object> {
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
