import { useMemo } from 'react';
import type { AlertList, SpeedsView, TapCountsView } from '@rukh/domain/dispatch';
import { type Asked, useAsked } from '../../live/use-asked.js';
import { useMay } from '../../session/session.js';
import { usePageState } from '../../url/use-page-state.js';

export const LAYERS = ['speed', 'taps', 'alerts'] as const;
export type Layer = (typeof LAYERS)[number];

const SPEEDS_EVERY_SECONDS = 30;
/** Counted by whole minutes. */
const TAPS_EVERY_SECONDS = 60;
const ALERTS_EVERY_SECONDS = 60;

export interface ShownLayers {
  /** Those that one may see. */
  readonly offered: readonly Layer[];
  /** Those of them that are on. */
  readonly on: ReadonlySet<Layer>;
  readonly speed: Asked<SpeedsView>;
  readonly taps: Asked<TapCountsView>;
  readonly alerts: Asked<AlertList>;
}

/** The layers that the address has on, `layers=speed,taps`, and what they show. */
export function useLayers(): ShownLayers {
  const { filters, at } = usePageState();
  const mayCount = useMay('reports.read');
  const isNow = at === undefined;
  const wish = filters['layers'] ?? '';
  const offered = useMemo(
    // Which alerts riders had at a past moment is not kept.
    () => LAYERS.filter((layer) => (layer !== 'taps' || mayCount) && (layer !== 'alerts' || isNow)),
    [mayCount, isNow],
  );
  const on = useMemo(() => {
    const wanted = wish.split(',');
    return new Set(offered.filter((layer) => wanted.includes(layer)));
  }, [wish, offered]);
  return {
    offered,
    on,
    speed: useAsked(on.has('speed') ? '/dispatch/layers/speeds' : undefined, SPEEDS_EVERY_SECONDS),
    taps: useAsked(on.has('taps') ? '/dispatch/layers/taps' : undefined, TAPS_EVERY_SECONDS),
    alerts: useAsked(
      on.has('alerts') ? '/dispatch/alerts' : undefined,
      ALERTS_EVERY_SECONDS,
      'alerts',
      'orders',
    ),
  };
}
