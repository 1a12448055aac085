/** The base map where there is no WebGL: lines on a canvas of its own, drawn again only when it moves. */
import type { City } from '../live/city.js';
import { mercatorX, mercatorY } from '../live/shape-line.js';
import { type BaseMap, type Camera, boundsOf, scaleOf, zoomOf } from './map-camera.js';
import { readMapColors } from './map-colors.js';
import { listenForMoves } from './listen-for-moves.js';

const [LEAST_ZOOM, MOST_ZOOM] = [8, 18];
const STOP_ZOOM = 14;

export class FlatMap implements BaseMap {
  readonly #canvas = document.createElement('canvas');
  #x = 0.5;
  #y = 0.5;
  #scale = scaleOf(11);
  #emphasised: readonly string[] = [];
  readonly #end: () => void;

  constructor(
    private readonly container: HTMLElement,
    private readonly city: City,
    label: string,
  ) {
    this.#canvas.className = 'map-canvas';
    container.append(this.#canvas);
    container.tabIndex = 0;
    container.setAttribute('role', 'region');
    container.setAttribute('aria-label', label);
    this.#end = listenForMoves(container, {
      panBy: (dx, dy) => this.#panBy(dx, dy),
      zoomAt: (steps, left, top) => this.#zoomAt(steps, left, top),
    });
    this.resize();
    this.#fit();
  }

  camera(): Camera {
    return {
      x: this.#x,
      y: this.#y,
      scale: this.#scale,
      width: this.container.clientWidth,
      height: this.container.clientHeight,
    };
  }

  show(lat: number, lon: number, zoom: number): void {
    this.#x = mercatorX(lon);
    this.#y = mercatorY(lat);
    this.#scale = Math.max(this.#scale, scaleOf(zoom));
    this.repaint();
  }

  zoomBy(steps: number): void {
    this.#zoomAt(steps, this.container.clientWidth / 2, this.container.clientHeight / 2);
  }

  emphasise(patternIds: readonly string[]): void {
    this.#emphasised = patternIds;
    this.repaint();
  }

  resize(): void {
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(this.container.clientWidth * ratio);
    this.#canvas.height = Math.round(this.container.clientHeight * ratio);
    this.repaint();
  }

  remove(): void {
    this.#end();
    this.#canvas.remove();
  }

  repaint(): void {
    const context = this.#canvas.getContext('2d')!;
    const colors = readMapColors();
    const ratio = devicePixelRatio;
    const { x, y, scale, width, height } = this.camera();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colors.background;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    const place = (px: number, py: number): [number, number] => [
      ((px - x) * scale + width / 2) * ratio,
      ((py - y) * scale + height / 2) * ratio,
    ];
    context.strokeStyle = colors.line;
    context.lineWidth = 1.5 * ratio;
    this.#strokeLines(context, [...this.city.patterns.keys()], place);
    context.strokeStyle = colors.emphasis;
    context.lineWidth = 4 * ratio;
    this.#strokeLines(context, this.#emphasised, place);
    if (zoomOf(scale) < STOP_ZOOM) return;
    context.fillStyle = colors.stop;
    for (const { lat, lon } of this.city.network.stops) {
      const [left, top] = place(mercatorX(lon), mercatorY(lat));
      context.fillRect(left - 2 * ratio, top - 2 * ratio, 4 * ratio, 4 * ratio);
    }
  }

  #strokeLines(
    context: CanvasRenderingContext2D,
    patternIds: readonly string[],
    place: (x: number, y: number) => [number, number],
  ): void {
    context.beginPath();
    for (const id of patternIds) {
      const shape = this.city.shape(id);
      if (!shape) continue;
      for (let i = 0; i < shape.x.length; i++) {
        const [left, top] = place(shape.x[i]!, shape.y[i]!);
        if (i === 0) context.moveTo(left, top);
        else context.lineTo(left, top);
      }
    }
    context.stroke();
  }

  #fit(): void {
    const bounds = boundsOf(this.city.network.stops);
    if (!bounds) return;
    const [west, east] = [mercatorX(bounds.west), mercatorX(bounds.east)];
    const [north, south] = [mercatorY(bounds.north), mercatorY(bounds.south)];
    this.#x = (west + east) / 2;
    this.#y = (north + south) / 2;
    const { width, height } = this.camera();
    const scale = 0.9 * Math.min(width / Math.max(1e-6, east - west), height / Math.max(1e-6, south - north));
    this.#scale = clamp(scale);
    this.repaint();
  }

  #panBy(dx: number, dy: number): void {
    this.#x -= dx / this.#scale;
    this.#y -= dy / this.#scale;
    this.repaint();
  }

  #zoomAt(steps: number, left: number, top: number): void {
    const { width, height, scale } = this.camera();
    const next = clamp(scale * 2 ** steps);
    this.#x += (left - width / 2) * (1 / scale - 1 / next);
    this.#y += (top - height / 2) * (1 / scale - 1 / next);
    this.#scale = next;
    this.repaint();
  }
}

function clamp(scale: number): number {
  return Math.min(scaleOf(MOST_ZOOM), Math.max(scaleOf(LEAST_ZOOM), scale));
}
