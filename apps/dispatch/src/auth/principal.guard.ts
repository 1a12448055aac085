import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission, type Principal, permissionsOf } from '@rukh/domain/dispatch';
import { Problem, isSameSecret, readBearer } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { isUnsafe, judgeOrigin } from './check-origin.js';
import { NEEDS, type RequestOfPrincipal } from './needs.js';
import { type AccessRequest, Sessions } from './sessions.js';

/** Who has the administration token: a script, or whoever sets the city up. */
const BY_TOKEN: Principal = {
  userId: 'admin-token',
  name: 'admin-token',
  roles: ['admin', 'supervisor', 'auditor'],
};

/** Lets in who is known and may do what the route is for: 401 for strangers, 403 for who may not. */
@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RequestOfPrincipal & AccessRequest>();
    const principal = await this.#find(request);
    if (!principal) throw new Problem(401, { detail: 'Sign in first.' });
    const needs = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const granted = permissionsOf(principal);
    if (!needs?.some((permission) => granted.has(permission))) {
      throw new Problem(403, { detail: 'Your role does not allow this.' });
    }
    if (isUnsafe(request.method) && isOfThePast(request)) {
      throw new Problem(409, { detail: 'The past cannot be changed: ask without t.' });
    }
    request.principal = principal;
    return true;
  }

  async #find(request: AccessRequest): Promise<Principal | undefined> {
    const byToken = this.findByToken(request);
    if (byToken) return byToken;
    const signedIn = await this.sessions.find(request);
    if (!signedIn) return undefined;
    const { RUKH_CONSOLE_URL } = this.config;
    if (isUnsafe(request.method) && judgeOrigin(request.headers, RUKH_CONSOLE_URL) !== 'same') {
      throw new Problem(403, { detail: 'This was not asked for by the console itself.' });
    }
    return signedIn.principal;
  }

  /** Who has the administration token. */
  findByToken({ headers }: AccessRequest): Principal | undefined {
    const token = this.config.RUKH_ADMIN_TOKEN;
    const given = readBearer(headers['authorization']);
    return token !== undefined && given !== undefined && isSameSecret(given, token) ? BY_TOKEN : undefined;
  }
}

/** Whether it names a moment: what is shown of the past cannot be changed. */
function isOfThePast({ query }: AccessRequest): boolean {
  return typeof query === 'object' && query !== null && 't' in query;
}
