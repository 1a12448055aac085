import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission, type Principal, permissionsOf } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { NEEDS, type RequestOfPrincipal } from './needs.js';

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
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context
      .switchToHttp()
      .getRequest<RequestOfPrincipal & { headers: { authorization?: string } }>();
    const principal = this.#byToken(request.headers.authorization);
    if (!principal) throw new Problem(401, { detail: 'Sign in first.' });
    const needs = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const granted = permissionsOf(principal.roles);
    if (!needs?.some((permission) => granted.has(permission))) {
      throw new Problem(403, { detail: 'Your role does not allow this.' });
    }
    request.principal = principal;
    return true;
  }

  #byToken(authorization: string | undefined): Principal | undefined {
    const token = this.config.RUKH_ADMIN_TOKEN;
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && given !== undefined && isSame(given, token) ? BY_TOKEN : undefined;
  }
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
