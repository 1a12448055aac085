import type { City } from '../../live/city.js';
import type { OrderOffer } from '../offer-orders.js';
import { type DetourSketch, emptySketch, readDetour } from './detour-sketch.js';

/** A detour of a line, drawn; what is drawn so far is kept in this browser until it is given. */
export function offerDetour(city: City, routeId: string): OrderOffer[] {
  const [first] = city.routes.get(routeId)?.patterns ?? [];
  if (!first) return [];
  const key = `rukh.detour.${routeId}`;
  return [
    {
      kind: 'detour',
      fields: [
        { type: 'detour', name: 'detour', routeId, first: recall(key) ?? emptySketch(first.directionId) },
      ],
      action: ({ detour: [written] = [] }, now) => {
        if (written === undefined) return undefined;
        keep(key, written);
        return readDetour(city, routeId, readSketch(written), now);
      },
      onGiven: () => keep(key, undefined),
    },
  ];
}

export function readSketch(written: string): DetourSketch {
  return JSON.parse(written) as DetourSketch;
}

export function writeSketch(sketch: DetourSketch): string {
  return JSON.stringify(sketch);
}

/** What cannot be kept or read, as in a private window, is drawn anew. */
function recall(key: string): DetourSketch | undefined {
  try {
    const written = localStorage.getItem(key);
    return written === null ? undefined : { ...emptySketch(0), ...readSketch(written) };
  } catch {
    return undefined;
  }
}

function keep(key: string, written: string | undefined): void {
  try {
    if (written === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, written);
  } catch {
    // Nothing is lost but the draft.
  }
}
