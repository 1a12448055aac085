/** Which exceptions the list shows, by the filters that the address holds. */
import type { DispatchException } from '@rukh/domain/dispatch';

export interface Who {
  readonly userId: string;
  readonly myRoutes: readonly string[];
}

/** `kind`, `carrier` and `route` name what is shown; `lines=mine` those in charge; `state` open, unowned, own, put_off. */
export function fitsFilters(
  exception: DispatchException,
  filters: Readonly<Record<string, string>>,
  { userId, myRoutes }: Who,
): boolean {
  const { kind, carrier, route, lines, state = 'open' } = filters;
  if (kind !== undefined && exception.kind !== kind) return false;
  if (carrier !== undefined && exception.carrierId !== carrier) return false;
  if (route !== undefined && !route.split(',').includes(exception.routeId ?? '')) return false;
  if (lines === 'mine' && !myRoutes.includes(exception.routeId ?? '')) return false;
  return fitsState(exception, state, userId);
}

function fitsState(exception: DispatchException, state: string, userId: string): boolean {
  const isSnoozed = exception.state === 'snoozed';
  if (state === 'put_off') return isSnoozed;
  if (isSnoozed) return false;
  if (state === 'unowned') return exception.takenBy === undefined;
  if (state === 'own') return exception.takenBy?.userId === userId;
  return true;
}
