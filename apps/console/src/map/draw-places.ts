/** Places and stops that somebody chooses, over the base map; drawn again only when it moves or they change. */
import { latitudeOf, mercatorX, mercatorY } from '../live/shape-line.js';
import { type BaseMap, type Camera, toPixel } from './map-camera.js';

/** `[lon, lat]`, as GeoJSON writes it. */
export type Place = readonly [lon: number, lat: number];

const SVG = 'http://www.w3.org/2000/svg';

export interface DrawnStop {
  readonly place: Place;
  readonly as: 'served' | 'missed' | 'instead';
}

export interface PlaceDrawing {
  readonly line: readonly Place[];
  readonly places: readonly Place[];
  readonly stops: readonly DrawnStop[];
}

export class PlaceOverlay {
  readonly #svg = document.createElementNS(SVG, 'svg');
  #drawing: PlaceDrawing = { line: [], places: [], stops: [] };
  #drawn: unknown;
  #frame = 0;

  constructor(
    container: HTMLElement,
    private readonly base: BaseMap,
  ) {
    this.#svg.setAttribute('class', 'map-canvas vehicles place-overlay');
    this.#svg.setAttribute('aria-hidden', 'true');
    container.append(this.#svg);
    this.#frame = requestAnimationFrame(this.#look);
  }

  draw(drawing: PlaceDrawing): void {
    this.#drawing = drawing;
    this.#drawn = undefined;
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#svg.remove();
  }

  /** The place under a pixel of the container. */
  placeAt(left: number, top: number): Place {
    const { x, y, scale, width, height } = this.base.camera();
    const mercator = [x + (left - width / 2) / scale, y + (top - height / 2) / scale] as const;
    return [mercator[0] * 360 - 180, latitudeOf(mercator[1])];
  }

  middle(): Place {
    const { x, y } = this.base.camera();
    return [x * 360 - 180, latitudeOf(y)];
  }

  readonly #look = (): void => {
    this.#frame = requestAnimationFrame(this.#look);
    const camera = this.base.camera();
    const now = JSON.stringify(camera);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#paint(camera);
  };

  #paint(camera: Camera): void {
    const { line, places, stops } = this.#drawing;
    const at = ([lon, lat]: Place): [number, number] => toPixel(camera, mercatorX(lon), mercatorY(lat));
    const points = line
      .map((place) =>
        at(place)
          .map((v) => v.toFixed(1))
          .join(','),
      )
      .join(' ');
    this.#svg.replaceChildren(
      element('polyline', { points, class: 'place-line-edge' }),
      element('polyline', { points, class: 'place-line' }),
      ...stops.flatMap(({ place, as }) => stopMark(at(place), as)),
      ...places.flatMap((place, i) => {
        const [cx, cy] = at(place);
        const label = element('text', { x: cx, y: cy + 4, class: 'place-number' });
        label.textContent = String(i + 1);
        return [element('circle', { cx, cy, r: 9, class: 'place-place' }), label];
      }),
      element('path', {
        d: `M${camera.width / 2 - 8} ${camera.height / 2}h16M${camera.width / 2} ${camera.height / 2 - 8}v16`,
        class: 'place-middle',
      }),
    );
  }
}

/** Told apart by shape, not by colour alone: served a ring, missed a cross, served instead a square. */
function stopMark([x, y]: [number, number], as: DrawnStop['as']): SVGElement[] {
  if (as === 'missed') {
    return [element('path', { d: `M${x - 6} ${y - 6}l12 12m0-12l-12 12`, class: 'place-missed' })];
  }
  if (as === 'instead') {
    return [element('rect', { x: x - 6, y: y - 6, width: 12, height: 12, class: 'place-instead' })];
  }
  return [element('circle', { cx: x, cy: y, r: 5, class: 'place-served' })];
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
