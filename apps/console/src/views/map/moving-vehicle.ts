/**
 * Where a vehicle is drawn between its reports. It is drawn a little in the past, where reports on both sides are
 * known, and goes along its line between them; without a newer report it goes on for a while by the speed that it
 * had. It never goes back for less than 50 m: it waits until the reports have caught up with what was drawn.
 */
import { type ShapeLine, mercatorX, mercatorY, placeOnLine } from '../../live/shape-line.js';
import type { Vehicle } from '../../live/vehicle.js';

export type Report = Pick<
  Vehicle,
  'lat' | 'lon' | 'bearing' | 'speedMetresPerSecond' | 'fixAt' | 'state' | 'patternId' | 'shapeMetres'
>;

interface Sample {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  /** Radians clockwise from north; undefined where nobody knows. */
  readonly bearing: number | undefined;
  readonly speed: number | undefined;
  readonly patternId: string | undefined;
  readonly metres: number;
}

const KEPT_SAMPLES = 8;
const EXTRAPOLATED_SECONDS = 15;
const BACK_METRES = 50;
/** Farther than this from where it was drawn it is put where it is. */
const JUMP_METRES = 400;
/** It catches up at no more than this share of its own speed. */
const CATCH_UP = 1.4;
const SLOWEST_METRES_PER_SECOND = 3;
const FASTEST_METRES_PER_SECOND = 30;
const EARTH_METRES = 40_075_016.7;
const RAD = Math.PI / 180;

export class MovingVehicle {
  /** Where it is drawn, in the plane of `ShapeLine`. */
  x = 0;
  y = 0;
  /** Radians clockwise from north. */
  bearing = 0;
  /** Metres along the line of `patternId`; NaN off any line. */
  metres = NaN;
  #patternId: string | undefined;
  #drawnAt = NaN;
  readonly #samples: Sample[] = [];
  readonly #place = new Float64Array(3);

  /** Takes a report; one that is not newer than those it has is not looked at. @returns seconds since the one before */
  take(report: Report): number | undefined {
    const last = this.#samples.at(-1);
    if (last && report.fixAt <= last.at) return undefined;
    const isOnLine = report.patternId !== null && report.shapeMetres !== null && report.state !== 'off_route';
    this.#samples.push({
      at: report.fixAt,
      x: mercatorX(report.lon),
      y: mercatorY(report.lat),
      bearing: report.bearing === null ? undefined : report.bearing * RAD,
      speed: report.speedMetresPerSecond ?? undefined,
      patternId: isOnLine ? report.patternId : undefined,
      metres: isOnLine ? report.shapeMetres : NaN,
    });
    if (this.#samples.length > KEPT_SAMPLES) this.#samples.shift();
    return last && report.fixAt - last.at;
  }

  /** Forgets where it was: the moment that is shown jumped. */
  forget(): void {
    this.#samples.length = 0;
    this.#drawnAt = NaN;
    this.#patternId = undefined;
  }

  /** Moves to where it is drawn at a time, epoch seconds. */
  moveTo(time: number, shapeOf: (patternId: string) => ShapeLine | undefined): void {
    const samples = this.#samples;
    if (samples.length === 0) return;
    let i = samples.length - 1;
    while (i > 0 && samples[i]!.at > time) i--;
    const from = samples[i]!;
    const to = samples[i + 1];
    const elapsed = Number.isNaN(this.#drawnAt) ? Infinity : Math.max(0, time - this.#drawnAt);
    this.#drawnAt = time;
    const shape = from.patternId !== undefined ? shapeOf(from.patternId) : undefined;
    if (shape && (!to || to.patternId === from.patternId)) this.#alongLine(shape, from, to, time, elapsed);
    else this.#straight(from, to, time, elapsed);
  }

  #alongLine(shape: ShapeLine, from: Sample, to: Sample | undefined, time: number, elapsed: number): void {
    const passed = Math.max(0, time - from.at);
    const speed = to ? Math.max(0, (to.metres - from.metres) / (to.at - from.at)) : this.#speedBefore(from);
    const target = from.metres + speed * (to ? passed : Math.min(passed, EXTRAPOLATED_SECONDS));
    this.metres = this.#patternId === from.patternId ? this.#ease(target, speed, elapsed) : target;
    this.#patternId = from.patternId;
    placeOnLine(shape, this.metres, this.#place);
    this.x = this.#place[0]!;
    this.y = this.#place[1]!;
    this.bearing = this.#place[2]!;
  }

  /** Never back, never faster than it can be seen to go. */
  #ease(target: number, speed: number, elapsed: number): number {
    const gap = target - this.metres;
    if (gap < -BACK_METRES || gap > JUMP_METRES) return target;
    if (gap <= 0) return this.metres;
    return this.metres + Math.min(gap, CATCH_UP * Math.max(speed, SLOWEST_METRES_PER_SECOND) * elapsed);
  }

  #straight(from: Sample, to: Sample | undefined, time: number, elapsed: number): void {
    const isLeavingLine = this.#patternId !== undefined;
    this.#patternId = undefined;
    this.metres = NaN;
    const share = to ? Math.min(1, Math.max(0, (time - from.at) / (to.at - from.at))) : 0;
    const dx = to ? to.x - from.x : 0;
    const dy = to ? to.y - from.y : 0;
    const targetX = from.x + share * dx;
    const targetY = from.y + share * dy;
    const metresAUnit = EARTH_METRES / Math.cosh((0.5 - from.y) * 2 * Math.PI);
    const gap = Math.hypot(targetX - this.x, targetY - this.y) * metresAUnit;
    const speed = to ? (Math.hypot(dx, dy) * metresAUnit) / (to.at - from.at) : FASTEST_METRES_PER_SECOND;
    const reach = CATCH_UP * Math.max(speed, SLOWEST_METRES_PER_SECOND) * elapsed;
    const part = gap <= reach || gap > JUMP_METRES || (isLeavingLine && gap < 1) ? 1 : reach / gap;
    this.x += (targetX - this.x) * part;
    this.y += (targetY - this.y) * part;
    const course = dx !== 0 || dy !== 0 ? Math.atan2(dx, -dy) : undefined;
    this.bearing = from.bearing ?? course ?? this.bearing;
  }

  #speedBefore(from: Sample): number {
    const before = this.#samples.at(-2);
    const reported = from.speed ?? 0;
    const seen =
      before?.patternId === from.patternId && before
        ? (from.metres - before.metres) / (from.at - before.at)
        : reported;
    return Math.min(FASTEST_METRES_PER_SECOND, Math.max(0, seen));
  }
}
