/** All vehicles of the map in motion, and how far in the past they are drawn. */
import type { LiveStore } from '../../live/live-store.js';
import { MovingVehicle } from './moving-vehicle.js';

const LONGEST_DELAY_SECONDS = 10;
const FIRST_DELAY_SECONDS = 5;
const KEPT_INTERVALS = 101;
/** How fast the delay itself may change: seconds a second. */
const DELAY_DRIFT = 0.2;

export class FleetMotion {
  readonly moving = new Map<string, MovingVehicle>();
  readonly #intervals: number[] = [];
  #intervalAt = 0;
  #median = FIRST_DELAY_SECONDS;
  #delay: number | undefined;
  #drawnAt = 0;
  #shownRate: number | undefined;

  constructor(private readonly store: LiveStore) {
    for (const id of store.vehicles.keys()) store.moved.add(id);
  }

  /** Takes what has come, and moves all to where they are now. `isStill`: each stands at its last report. */
  move(isStill: boolean): void {
    const { store } = this;
    if (store.replayRate !== this.#shownRate || store.vehicles.size === 0) this.#startAnew();
    this.#takeReports();
    const now = store.motionNow();
    const delay = isStill ? -1e-3 : this.#delayAt(now);
    const shapeOf = (patternId: string) => store.city?.shape(patternId);
    for (const vehicle of this.moving.values()) vehicle.moveTo(isStill ? Infinity : now - delay, shapeOf);
  }

  #takeReports(): void {
    const { store } = this;
    for (const id of store.moved) {
      const vehicle = store.vehicles.get(id);
      if (!vehicle) continue;
      let moving = this.moving.get(id);
      if (!moving) this.moving.set(id, (moving = new MovingVehicle()));
      const interval = moving.take(vehicle);
      if (interval !== undefined) this.#measure(interval);
    }
    store.moved.clear();
    if (this.moving.size > store.vehicles.size) {
      for (const id of this.moving.keys()) if (!store.vehicles.has(id)) this.moving.delete(id);
    }
  }

  #measure(interval: number): void {
    this.#intervals[this.#intervalAt] = interval;
    this.#intervalAt = (this.#intervalAt + 1) % KEPT_INTERVALS;
    if (this.#intervalAt % 20 === 0) {
      const sorted = [...this.#intervals].sort((a, b) => a - b);
      this.#median = sorted[sorted.length >> 1]!;
    }
  }

  /** The median pause between reports: then most vehicles have a report on both sides of what is drawn. */
  #delayAt(now: number): number {
    const rate = this.store.replayRate;
    const wanted = rate === undefined ? Math.min(LONGEST_DELAY_SECONDS, this.#median) : Math.max(rate, 0);
    const elapsed = Math.max(0, now - this.#drawnAt);
    this.#drawnAt = now;
    const before = this.#delay ?? wanted;
    const change = Math.min(Math.abs(wanted - before), DELAY_DRIFT * elapsed) * Math.sign(wanted - before);
    this.#delay = rate === undefined ? before + change : wanted;
    return this.#delay;
  }

  #startAnew(): void {
    this.#shownRate = this.store.replayRate;
    this.moving.clear();
    this.#delay = undefined;
    for (const id of this.store.vehicles.keys()) this.store.moved.add(id);
  }
}
