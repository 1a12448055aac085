import { mercatorX, mercatorY } from '../../live/shape-line.js';
import { primeMinutes } from '../../text/format.js';
import { type Camera, toPixel } from '../../map/map-camera.js';
import type { MapColors } from '../../map/map-colors.js';
import type { MovingVehicle } from './moving-vehicle.js';

/** The selected vehicle: a ring, where it has been, and how far the one ahead is. */
export function drawSelection(
  context: CanvasRenderingContext2D,
  camera: Camera,
  colors: MapColors,
  {
    selected,
    ahead,
    headwaySeconds,
    trail,
  }: {
    selected: MovingVehicle;
    ahead: MovingVehicle | undefined;
    headwaySeconds: number | null;
    trail: readonly (readonly [number, number, number])[];
  },
): void {
  const [left, top] = toPixel(camera, selected.x, selected.y);
  context.strokeStyle = colors.emphasis;
  context.lineWidth = 3;
  if (trail.length > 1) {
    context.beginPath();
    for (const [, lat, lon] of trail) context.lineTo(...toPixel(camera, mercatorX(lon), mercatorY(lat)));
    context.lineTo(left, top);
    context.setLineDash([1, 5]);
    context.lineCap = 'round';
    context.stroke();
    context.lineCap = 'butt';
    context.setLineDash([]);
  }
  context.beginPath();
  context.arc(left, top, 16, 0, 2 * Math.PI);
  context.stroke();
  if (!ahead || headwaySeconds === null) return;
  const [aheadLeft, aheadTop] = toPixel(camera, ahead.x, ahead.y);
  context.lineWidth = 1.5;
  context.setLineDash([6, 4]);
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(aheadLeft, aheadTop);
  context.stroke();
  context.setLineDash([]);
  context.font = '600 13px system-ui, sans-serif';
  context.lineWidth = 4;
  context.strokeStyle = colors.background;
  context.fillStyle = colors.text;
  const [textLeft, textTop] = [(left + aheadLeft) / 2 + 6, (top + aheadTop) / 2];
  context.strokeText(primeMinutes(headwaySeconds), textLeft, textTop);
  context.fillText(primeMinutes(headwaySeconds), textLeft, textTop);
}
