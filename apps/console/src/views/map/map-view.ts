/** The map in motion: a base map below, vehicles on a canvas of their own above. React only starts and ends it. */
import type { LiveStore } from '../../live/live-store.js';
import { mercatorX, mercatorY } from '../../live/shape-line.js';
import type { Vehicle } from '../../live/vehicle.js';
import { type DrawnVehicle, VehicleDrawing } from './draw-vehicles.js';
import { FleetMotion } from './fleet-motion.js';
import { type BaseMap, type Camera, toPixel } from '../../map/map-camera.js';
import { type MapColors, readMapColors } from '../../map/map-colors.js';
import { LayerDrawing, type MapLayers } from './draw-layers.js';
import { NOTHING_ORDERED, type OrderedPlaces, drawOrders } from './draw-orders.js';
import { drawSelection } from './draw-selection.js';

const HIT_PIXELS = 12;
/** Often enough for the eye, seldom enough for a thin client. */
const FRAME_MS = 30;

/** For tests and for who looks into a slow machine. */
interface Diagnostics {
  frames: number;
  drawMs: number;
  vehicles: number;
  place?: (vehicleId: string) => { x: number; y: number; metres: number } | undefined;
  /** Its middle on the canvas, pixels. */
  pixel?: (vehicleId: string) => [left: number, top: number] | undefined;
  /** What orders in force draw. */
  ordered?: () => OrderedPlaces;
  /** What layers draw. */
  layers?: () => MapLayers;
  /** Pixels of the canvas of the selected vehicle's trail. */
  trail?: () => [left: number, top: number][];
}

declare global {
  var rukhDiagnostics: Diagnostics | undefined;
}

export class MapView {
  readonly #canvas = document.createElement('canvas');
  readonly #drawing = new VehicleDrawing();
  readonly #layers: LayerDrawing;
  readonly #motion: FleetMotion;
  readonly #diagnostics: Diagnostics = { frames: 0, drawMs: 0, vehicles: 0 };
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #colors: MapColors = readMapColors();
  #frame = 0;
  #drawnAt = 0;
  #selectedId: string | undefined;
  #filter: ((vehicle: Vehicle) => boolean) | undefined;
  ordered: OrderedPlaces = NOTHING_ORDERED;
  /** Of the selected one: `[at, lat, lon]`. */
  trail: readonly (readonly [number, number, number])[] = [];

  constructor(
    private readonly container: HTMLElement,
    private readonly base: BaseMap,
    private readonly store: LiveStore,
  ) {
    this.#layers = new LayerDrawing(container, base);
    this.#canvas.className = 'map-canvas vehicles';
    container.append(this.#canvas);
    this.#motion = new FleetMotion(store);
    this.#diagnostics.place = (id) => this.#motion.moving.get(id);
    this.#diagnostics.pixel = (id) => {
      const moving = this.#motion.moving.get(id);
      return moving && toPixel(this.base.camera(), moving.x, moving.y);
    };
    this.#diagnostics.trail = () => {
      const camera = this.base.camera();
      return this.trail.map(([, lat, lon]) => toPixel(camera, mercatorX(lon), mercatorY(lat)));
    };
    this.#diagnostics.ordered = () => this.ordered;
    this.#diagnostics.layers = () => this.#layers.layers;
    globalThis.rukhDiagnostics = this.#diagnostics;
    this.resize();
    this.#frame = requestAnimationFrame(this.#draw);
  }

  select(vehicleId: string | undefined): void {
    this.#selectedId = vehicleId;
  }

  show(filter: ((vehicle: Vehicle) => boolean) | undefined): void {
    this.#filter = filter;
  }

  showLayers(layers: MapLayers): void {
    this.#layers.show(layers);
  }

  repaint(): void {
    this.#colors = readMapColors();
    this.#layers.renew();
    this.base.repaint();
  }

  resize(): void {
    this.#canvas.width = Math.round(this.container.clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(this.container.clientHeight * devicePixelRatio);
    this.base.resize();
    this.#layers.renew();
  }

  /** Vehicles near a pixel of the container, the nearest first. */
  vehiclesAt(left: number, top: number): Vehicle[] {
    const camera = this.base.camera();
    const near: { vehicle: Vehicle; distance: number }[] = [];
    for (const { vehicle, moving } of this.#drawn()) {
      const [atLeft, atTop] = toPixel(camera, moving.x, moving.y);
      const distance = Math.hypot(atLeft - left, atTop - top);
      if (distance <= HIT_PIXELS) near.push({ vehicle, distance });
    }
    return near.sort((a, b) => a.distance - b.distance).map(({ vehicle }) => vehicle);
  }

  /** When the selected vehicle was where its trail goes near a pixel of the container, epoch seconds. */
  trailAt(left: number, top: number): number | undefined {
    const camera = this.base.camera();
    let nearest: { at: number; distance: number } | undefined;
    for (const [at, lat, lon] of this.trail) {
      const [atLeft, atTop] = toPixel(camera, mercatorX(lon), mercatorY(lat));
      const distance = Math.hypot(atLeft - left, atTop - top);
      if (distance <= HIT_PIXELS && distance < (nearest?.distance ?? Infinity)) nearest = { at, distance };
    }
    return nearest?.at;
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#canvas.remove();
    this.#layers.remove();
    this.base.remove();
    if (globalThis.rukhDiagnostics === this.#diagnostics) globalThis.rukhDiagnostics = undefined;
  }

  readonly #draw = (time: number): void => {
    this.#frame = requestAnimationFrame(this.#draw);
    if (time - this.#drawnAt < FRAME_MS) return;
    this.#drawnAt = time;
    const startedAt = performance.now();
    this.#motion.move(this.#still.matches);
    const camera = this.base.camera();
    this.#layers.draw(this.#colors);
    const drawn = this.#drawn();
    const context = this.#canvas.getContext('2d')!;
    const { city } = this.store;
    const now = this.store.now();
    const nameOf = (routeId: string | null): string => city?.routeName(routeId) ?? '';
    this.#drawing.draw(context, drawn, {
      camera,
      colors: this.#colors,
      now,
      ratio: devicePixelRatio,
      nameOf,
    });
    drawOrders(context, camera, this.#colors, this.ordered);
    this.#drawSelected(context, camera);
    this.#diagnostics.frames++;
    this.#diagnostics.vehicles = drawn.length;
    this.#diagnostics.drawMs += performance.now() - startedAt;
  };

  #drawSelected(context: CanvasRenderingContext2D, camera: Camera): void {
    const selected = this.#selectedId === undefined ? undefined : this.#motion.moving.get(this.#selectedId);
    const vehicle = this.#selectedId === undefined ? undefined : this.store.vehicles.get(this.#selectedId);
    if (!selected || !vehicle) return;
    const ahead =
      vehicle.vehicleAheadId === null ? undefined : this.#motion.moving.get(vehicle.vehicleAheadId);
    drawSelection(context, camera, this.#colors, {
      selected,
      ahead,
      headwaySeconds: vehicle.headwaySeconds,
      trail: this.trail,
    });
  }

  #drawn(): DrawnVehicle[] {
    const drawn: DrawnVehicle[] = [];
    for (const [id, moving] of this.#motion.moving) {
      const vehicle = this.store.vehicles.get(id);
      if (vehicle && (this.#filter?.(vehicle) ?? true)) drawn.push({ vehicle, moving });
    }
    return drawn;
  }
}
