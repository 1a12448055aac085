import {
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
  createParamDecorator,
} from '@nestjs/common';
import type { Permission, Principal } from '@rukh/domain/dispatch';

export const NEEDS = 'rukh:needs';

/** What who calls this route must be allowed: any one of these. Routes of the dispatchers' API without it are refused. */
export const Needs = (...permissions: readonly Permission[]): CustomDecorator =>
  SetMetadata(NEEDS, permissions);

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
