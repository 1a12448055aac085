/**
 * Draws all vehicles in a few strokes: those of one state are one path. The cost is what counts here: it is called
 * each frame.
 */
import type { VehicleState } from '@rukh/domain/dispatch';
import { QUIET_SECONDS, type Vehicle, shownState } from '../../live/vehicle.js';
import { type Camera, zoomOf } from '../../map/map-camera.js';
import type { MapColors } from '../../map/map-colors.js';
import type { MovingVehicle } from './moving-vehicle.js';
import { VEHICLE_SHAPES } from './vehicle-shapes.js';

export interface DrawnVehicle {
  readonly vehicle: Vehicle;
  readonly moving: MovingVehicle;
}

const STATES = Object.keys(VEHICLE_SHAPES) as VehicleState[];
const DOT_ZOOM = 11;
const LABEL_ZOOM = 13.6;
const MARGIN = 16;

export class VehicleDrawing {
  readonly #filled = new Map<VehicleState, Path2D>();
  readonly #hollow = new Map<VehicleState, Path2D>();
  readonly #labels = new Map<string, HTMLCanvasElement>();
  #labelKey = '';

  draw(
    context: CanvasRenderingContext2D,
    drawn: Iterable<DrawnVehicle>,
    view: {
      camera: Camera;
      colors: MapColors;
      now: number;
      ratio: number;
      nameOf: (routeId: string | null) => string;
    },
  ): void {
    const { camera, colors, now, ratio } = view;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    this.#collect(drawn, camera, now);
    const zoom = zoomOf(camera.scale);
    context.lineJoin = 'round';
    for (const state of STATES) this.#paint(context, state, colors);
    if (zoom >= LABEL_ZOOM) this.#write(context, drawn, view);
  }

  #collect(drawn: Iterable<DrawnVehicle>, { x, y, scale, width, height }: Camera, now: number): void {
    this.#filled.clear();
    this.#hollow.clear();
    const zoom = zoomOf(scale);
    const size = zoom < DOT_ZOOM ? 0.45 : Math.min(1.25, 0.75 + (zoom - DOT_ZOOM) * 0.12);
    for (const { vehicle, moving } of drawn) {
      const left = (moving.x - x) * scale + width / 2;
      const top = (moving.y - y) * scale + height / 2;
      if (left < -MARGIN || top < -MARGIN || left > width + MARGIN || top > height + MARGIN) continue;
      const state = shownState(vehicle, now);
      const shape = VEHICLE_SHAPES[state];
      const isHollow = shape.isOutline || now - vehicle.fixAt > QUIET_SECONDS;
      const paths = isHollow ? this.#hollow : this.#filled;
      let path = paths.get(state);
      if (!path) paths.set(state, (path = new Path2D()));
      const turn = shape.isTurned ? moving.bearing : 0;
      const cos = Math.cos(turn) * size;
      const sin = Math.sin(turn) * size;
      for (const ring of shape.rings) {
        for (let i = 0; i < ring.length; i += 2) {
          const px = left + ring[i]! * cos - ring[i + 1]! * sin;
          const py = top + ring[i]! * sin + ring[i + 1]! * cos;
          if (i === 0) path.moveTo(px, py);
          else path.lineTo(px, py);
        }
        path.closePath();
      }
    }
  }

  #paint(context: CanvasRenderingContext2D, state: VehicleState, colors: MapColors): void {
    const filled = this.#filled.get(state);
    if (filled) {
      context.setLineDash([]);
      context.strokeStyle = colors.background;
      context.lineWidth = 2.5;
      context.stroke(filled);
      context.fillStyle = colors.state[state];
      context.fill(filled);
    }
    const hollow = this.#hollow.get(state);
    if (hollow) {
      context.fillStyle = colors.background;
      context.fill(hollow);
      context.setLineDash(state === 'no_signal' ? [3, 2.5] : []);
      context.strokeStyle = colors.state[state];
      context.lineWidth = 2;
      context.stroke(hollow);
      context.setLineDash([]);
    }
  }

  #write(
    context: CanvasRenderingContext2D,
    drawn: Iterable<DrawnVehicle>,
    {
      camera,
      colors,
      ratio,
      nameOf,
    }: { camera: Camera; colors: MapColors; ratio: number; nameOf: (routeId: string | null) => string },
  ): void {
    const { x, y, scale, width, height } = camera;
    const key = `${colors.text} ${colors.background} ${ratio}`;
    if (key !== this.#labelKey) this.#labels.clear();
    this.#labelKey = key;
    for (const { vehicle, moving } of drawn) {
      const left = (moving.x - x) * scale + width / 2;
      const top = (moving.y - y) * scale + height / 2;
      if (left < 0 || top < 0 || left > width || top > height) continue;
      const name = nameOf(vehicle.routeId) || vehicle.label;
      let label = this.#labels.get(name);
      if (!label) this.#labels.set(name, (label = writeLabel(name, colors, ratio)));
      context.drawImage(
        label,
        left + 9,
        top - label.height / ratio / 2,
        label.width / ratio,
        label.height / ratio,
      );
    }
  }
}

/** Text once as a picture: drawing it again costs next to nothing. */
function writeLabel(text: string, { background, text: color }: MapColors, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const font = '600 12px system-ui, sans-serif';
  const measure = canvas.getContext('2d')!;
  measure.font = font;
  canvas.width = Math.ceil((measure.measureText(text).width + 6) * ratio);
  canvas.height = Math.ceil(18 * ratio);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  context.font = font;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = background;
  context.strokeText(text, 3, 9);
  context.fillStyle = color;
  context.fillText(text, 3, 9);
  return canvas;
}
