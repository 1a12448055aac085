import { type ExecutionContext, SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiResponse } from '@nestjs/swagger';
import { PERMISSIONS, type Permission, type Principal } from '@rukh/domain/dispatch';
import type { SecurityScheme } from '@rukh/service';

export const NEEDS = 'rukh:needs';
export const OPEN = 'rukh:open';

/** What who calls this route must be allowed: any one of these. Routes of the dispatchers' API without it are refused. */
export const Needs = (...permissions: readonly Permission[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(NEEDS, permissions),
    ApiBearerAuth('adminToken' satisfies SecurityScheme),
    ApiCookieAuth('session' satisfies SecurityScheme),
    ApiResponse({ status: 401, description: 'Nobody is signed in.' }),
    ApiResponse({ status: 403, description: 'The role does not allow this.' }),
  );

/** What anybody signed in may do: with their own account, and no other. */
export const NeedsSession = (): MethodDecorator & ClassDecorator => Needs(...PERMISSIONS);

/** A route of the dispatchers' API for people who are not signed in, and why. */
export const OpenBecause = (reason: string): MethodDecorator => SetMetadata(OPEN, reason);

/** A request that the guard let in. */
export interface RequestOfPrincipal {
  principal?: Principal;
}

/** The one who calls. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<RequestOfPrincipal>();
  if (!principal) throw new Error('a route asks who calls, and has no guard');
  return principal;
});
