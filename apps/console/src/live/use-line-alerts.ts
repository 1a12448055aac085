import type { AlertList, AlertView } from '@rukh/domain/dispatch';
import { usePageState } from '../url/use-page-state.js';
import { useAsked } from './use-asked.js';

const EVERY_SECONDS = 60;

/** What riders of a line are told now; undefined while it is not known. Of the past it is not kept which line it was. */
export function useLineAlerts(routeId: string | undefined): readonly AlertView[] | undefined {
  const { at } = usePageState();
  const isAsked = at === undefined && routeId !== undefined;
  const { value } = useAsked<AlertList>(
    isAsked ? '/dispatch/alerts' : undefined,
    EVERY_SECONDS,
    'alerts',
    'orders',
  );
  return value?.alerts.filter(
    ({ state, alert }) =>
      state === 'active' &&
      alert.informedEntities.some((entity) => (entity.routeId ?? entity.trip?.routeId) === routeId),
  );
}
