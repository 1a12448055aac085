/** Which exceptions the list shows, by the filters that the address holds. */
import type { DispatchException } from '@rukh/domain/dispatch';
import type { ChosenLines } from '../../lines/choose-lines.js';

export interface Who {
  readonly userId: string;
  /** Narrowed to these lines; all where undefined. */
  readonly chosen: ChosenLines;
}

/** `kind`, `carrier` and `route` name what is shown, `lines` is in `chosen`; `state` open, unowned, own, put_off. */
export function fitsFilters(
  exception: DispatchException,
  filters: Readonly<Record<string, string>>,
  { userId, chosen }: Who,
): boolean {
  const { kind, carrier, route, state = 'open' } = filters;
  if (kind !== undefined && exception.kind !== kind) return false;
  if (carrier !== undefined && exception.carrierId !== carrier) return false;
  if (route !== undefined && !route.split(',').includes(exception.routeId ?? '')) return false;
  if (chosen && !chosen.has(exception.routeId ?? '')) return false;
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
