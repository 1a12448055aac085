/** Speeds of sections and taps at stops, on a canvas of their own under the vehicles: drawn anew only when the map moves. */
import type { AlertView, SectionSpeed, SpeedsView, TapCountsView } from '@rukh/domain/dispatch';
import type { City } from '../../live/city.js';
import { type ShapeLine, mercatorX, mercatorY, placeOnLine } from '../../live/shape-line.js';
import { type BaseMap, type Camera, toPixel, zoomOf } from '../../map/map-camera.js';
import type { MapColors } from '../../map/map-colors.js';
import { type Pace, PACES, paceOf } from './pace.js';
import { type AlertedPlaces, placeAlerts } from './place-alerts.js';

type Point = readonly [x: number, y: number];

/** In the plane of the map. */
export interface MapLayers {
  readonly sections: readonly { readonly pace: Pace; readonly points: readonly Point[] }[];
  readonly taps: readonly { readonly at: Point; readonly count: number }[];
  readonly alerted: AlertedPlaces;
}

export const NO_LAYERS: MapLayers = { sections: [], taps: [], alerted: { lines: [], stops: [] } };
const LABEL_ZOOM = 13.6;
/** Told apart by width and dashes as well as by colour. */
const STROKES: Readonly<Record<Pace, { readonly width: number; readonly dash: readonly number[] }>> = {
  slow: { width: 8, dash: [] },
  middling: { width: 5, dash: [7, 4] },
  quick: { width: 2, dash: [] },
};

export function placeLayers(
  city: City,
  speeds: Pick<SpeedsView, 'sections'> | undefined,
  taps: Pick<TapCountsView, 'stops'> | undefined,
  alerts: readonly AlertView[] | undefined,
): MapLayers {
  return {
    sections: (speeds?.sections ?? []).flatMap((section) => {
      const line = city.shape(section.patternId);
      return line ? [{ pace: paceOf(section.metresPerSecond), points: cutLine(line, section) }] : [];
    }),
    taps: (taps?.stops ?? []).flatMap(({ stopId, taps: count }) => {
      const stop = city.stops.get(stopId);
      return stop ? [{ at: [mercatorX(stop.lon), mercatorY(stop.lat)] as const, count }] : [];
    }),
    alerted: placeAlerts(city, alerts ?? []),
  };
}

/** The part of a line between two distances along it. */
function cutLine(
  line: ShapeLine,
  { fromMetres, toMetres }: Pick<SectionSpeed, 'fromMetres' | 'toMetres'>,
): Point[] {
  const place = new Float64Array(3);
  const at = (metres: number): Point => {
    placeOnLine(line, metres, place);
    return [place[0]!, place[1]!];
  };
  const between: Point[] = [];
  for (const [i, along] of line.along.entries()) {
    if (along > fromMetres && along < toMetres) between.push([line.x[i]!, line.y[i]!]);
  }
  return [at(fromMetres), ...between, at(toMetres)];
}

export class LayerDrawing {
  readonly #canvas = document.createElement('canvas');
  #layers: MapLayers = NO_LAYERS;
  #drawn = '';
  #version = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly base: BaseMap,
  ) {
    this.#canvas.className = 'map-canvas map-layers';
    this.#canvas.setAttribute('aria-hidden', 'true');
    container.append(this.#canvas);
  }

  get layers(): MapLayers {
    return this.#layers;
  }

  show(layers: MapLayers): void {
    this.#layers = layers;
    this.renew();
  }

  /** What was drawn is drawn anew: other colours, another size. */
  renew(): void {
    this.#version++;
  }

  remove(): void {
    this.#canvas.remove();
  }

  /** To be called each frame; it does something only where something is different. */
  draw(colors: MapColors): void {
    const camera = this.base.camera();
    const now = `${this.#version} ${camera.x} ${camera.y} ${camera.scale} ${camera.width} ${camera.height}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#canvas.width = Math.round(this.container.clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(this.container.clientHeight * devicePixelRatio);
    const context = this.#canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    context.lineJoin = 'round';
    drawAlertedLines(context, camera, colors, this.#layers);
    for (const pace of PACES) drawSections(context, camera, colors, this.#layers, pace);
    drawTaps(context, camera, colors, this.#layers);
    drawAlertedStops(context, camera, colors, this.#layers);
  }
}

function drawSections(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { state }: MapColors,
  { sections }: MapLayers,
  pace: Pace,
): void {
  const { width, dash } = STROKES[pace];
  context.strokeStyle = { slow: state.very_late, middling: state.late, quick: state.normal }[pace];
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.beginPath();
  for (const { pace: own, points } of sections) {
    if (own === pace) addLine(context, camera, points);
  }
  context.stroke();
  context.setLineDash([]);
}

/** The area of a ring is the count. */
function drawTaps(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { emphasis, text, background }: MapColors,
  { taps }: MapLayers,
): void {
  const isWritten = zoomOf(camera.scale) >= LABEL_ZOOM;
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { at, count } of taps) {
    const [left, top] = toPixel(camera, ...at);
    const radius = 3 + 1.4 * Math.sqrt(count);
    if (left < -radius || top < -radius || left > camera.width + radius || top > camera.height + radius) {
      continue;
    }
    context.beginPath();
    context.arc(left, top, radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.25;
    context.fillStyle = emphasis;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = emphasis;
    context.lineWidth = 2;
    context.stroke();
    if (!isWritten) continue;
    context.lineWidth = 3;
    context.strokeStyle = background;
    context.strokeText(String(count), left, top);
    context.fillStyle = text;
    context.fillText(String(count), left, top);
  }
}

function addLine(context: CanvasRenderingContext2D, camera: Camera, points: readonly Point[]): void {
  for (const [i, [x, y]] of points.entries()) {
    const pixel = toPixel(camera, x, y);
    if (i === 0) context.moveTo(...pixel);
    else context.lineTo(...pixel);
  }
}

/** A broad band under all else: directions of a line and lines of a street lie over each other. */
function drawAlertedLines(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { emphasis }: MapColors,
  { alerted }: MapLayers,
): void {
  context.strokeStyle = emphasis;
  context.lineWidth = 12;
  context.globalAlpha = 0.3;
  context.beginPath();
  for (const line of alerted.lines) addLine(context, camera, line);
  context.stroke();
  context.globalAlpha = 1;
}

const SIGN_PIXELS = 9;

function drawAlertedStops(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { emphasis, background }: MapColors,
  { alerted }: MapLayers,
): void {
  context.beginPath();
  for (const stop of alerted.stops) {
    const [left, top] = toPixel(camera, ...stop);
    context.moveTo(left, top - SIGN_PIXELS);
    context.lineTo(left + SIGN_PIXELS, top + SIGN_PIXELS - 2);
    context.lineTo(left - SIGN_PIXELS, top + SIGN_PIXELS - 2);
    context.closePath();
  }
  context.fillStyle = background;
  context.fill();
  context.strokeStyle = emphasis;
  context.lineWidth = 3;
  context.stroke();
}
