/** What orders in force make of the map: ways of detours, and stops that nobody calls at. Told apart by shape. */
import type { OrderView } from '@rukh/domain/dispatch';
import type { City } from '../../live/city.js';
import { mercatorX, mercatorY } from '../../live/shape-line.js';
import { type Camera, toPixel } from '../../map/map-camera.js';
import type { MapColors } from '../../map/map-colors.js';

type Point = readonly [x: number, y: number];

/** In the plane of the map. */
export interface OrderedPlaces {
  readonly detours: readonly (readonly Point[])[];
  readonly closed: readonly Point[];
  /** Served instead. */
  readonly instead: readonly Point[];
}

export const NOTHING_ORDERED: OrderedPlaces = { detours: [], closed: [], instead: [] };
const CROSS_PIXELS = 6;

export function placeOrders(city: City, orders: readonly Pick<OrderView, 'action'>[]): OrderedPlaces {
  const ofStop = (stopId: string): Point[] => {
    const stop = city.stops.get(stopId);
    return stop ? [[mercatorX(stop.lon), mercatorY(stop.lat)]] : [];
  };
  const actions = orders.map(({ action }) => action);
  const detours = actions.filter((action) => action.kind === 'detour');
  return {
    detours: detours.flatMap(({ line }) =>
      line ? [line.map(([lon, lat]): Point => [mercatorX(lon), mercatorY(lat)])] : [],
    ),
    closed: actions.flatMap((action) => {
      if (action.kind === 'close_stop') return action.stopIds.flatMap(ofStop);
      return action.kind === 'detour' ? action.missedStopIds.flatMap(ofStop) : [];
    }),
    instead: detours.flatMap(({ replacementStops }) =>
      replacementStops.flatMap(({ stopId, temporary }) =>
        temporary ? [[mercatorX(temporary.lon), mercatorY(temporary.lat)] as const] : ofStop(stopId),
      ),
    ),
  };
}

export function drawOrders(
  context: CanvasRenderingContext2D,
  camera: Camera,
  colors: MapColors,
  { detours, closed, instead }: OrderedPlaces,
): void {
  context.strokeStyle = colors.state.off_route;
  context.lineWidth = 3;
  context.setLineDash([8, 5]);
  context.beginPath();
  for (const line of detours) {
    for (const [i, [x, y]] of line.entries()) {
      const pixel = toPixel(camera, x, y);
      if (i === 0) context.moveTo(...pixel);
      else context.lineTo(...pixel);
    }
  }
  context.stroke();
  context.setLineDash([]);
  context.strokeStyle = colors.state.very_late;
  context.beginPath();
  for (const [x, y] of closed) {
    const [left, top] = toPixel(camera, x, y);
    context.moveTo(left - CROSS_PIXELS, top - CROSS_PIXELS);
    context.lineTo(left + CROSS_PIXELS, top + CROSS_PIXELS);
    context.moveTo(left + CROSS_PIXELS, top - CROSS_PIXELS);
    context.lineTo(left - CROSS_PIXELS, top + CROSS_PIXELS);
  }
  context.stroke();
  context.strokeStyle = colors.emphasis;
  for (const [x, y] of instead) {
    const [left, top] = toPixel(camera, x, y);
    context.strokeRect(left - CROSS_PIXELS, top - CROSS_PIXELS, 2 * CROSS_PIXELS, 2 * CROSS_PIXELS);
  }
}
