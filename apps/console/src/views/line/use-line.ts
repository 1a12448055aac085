import { useEffect, useRef } from 'react';
import type { LiveStore } from '../../live/live-store.js';
import { useLive } from '../../live/use-live.js';
import { usePreferences } from '../../ui/preferences.js';
import type { Selection } from '../../url/page-state.js';
import { usePageState } from '../../url/use-page-state.js';
import { type PickedLine, pickLine } from './pick-line.js';

/** The line that the panes of one line show. */
export function useLine(): PickedLine | undefined {
  const store = useLive('vehicles', 'exceptions', 'network');
  const { filters, selection } = usePageState();
  const { myRoutes } = usePreferences();
  const before = useRef<string>(undefined);
  const picked = pickLine({
    chosen: filters['line'],
    selected: routeOf(store, selection),
    before: before.current,
    mine: myRoutes,
    known: store.city?.network.routes.map(({ routeId }) => routeId) ?? [],
  });
  const routeId = picked?.routeId;
  useEffect(() => {
    before.current = routeId;
  }, [routeId]);
  return picked;
}

function routeOf(store: LiveStore, selection: Selection | undefined): string | undefined {
  if (selection?.kind === 'route') return selection.id;
  if (selection?.kind === 'vehicle') return store.vehicles.get(selection.id)?.routeId ?? undefined;
  return selection?.kind === 'exception' ? store.exceptions.get(selection.id)?.routeId : undefined;
}
