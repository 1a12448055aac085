import { mix, unit } from './random.js';

/**
 * Traffic lights stand on squares of a fine grid picked by chance, so that every route through a crossing meets
 * the same light. Each has its cycle and offset; north-south and east-west take turns.
 */
const GRID_METRES = 90;
/** Share of grid squares with a light: about one light each 600 m of street. */
const DENSITY = 0.12;

/** The light of the grid square at a place, 0 where it has none. */
export function lightAt(seed: number, x: number, y: number): number {
  const square = mix(mix(seed, Math.floor(x / GRID_METRES)), Math.floor(y / GRID_METRES));
  return unit(square) < DENSITY ? square | 1 : 0;
}

/** Metres from a place to the middle of its grid square. */
export function metresToSquareMiddle(x: number, y: number): number {
  const dx = x - (Math.floor(x / GRID_METRES) + 0.5) * GRID_METRES;
  const dy = y - (Math.floor(y / GRID_METRES) + 0.5) * GRID_METRES;
  return Math.hypot(dx, dy);
}

/** Marks the axis on which a street meets a light: positive north-south, negative east-west. */
export function lightFor(light: number, bearing: number): number {
  const code = light & 0x3fffffff;
  return (Math.round(bearing / 90) & 1) === 0 ? code : -code;
}

/** Whether a light (from `lightFor`) is red at an instant, epoch seconds. Cycles of 60 to 100 s, half each way. */
export function isRed(light: number, atSeconds: number): boolean {
  const code = Math.abs(light);
  const cycle = 60 + (code % 5) * 10;
  const second = (atSeconds + (code >>> 8)) % cycle;
  return light > 0 ? second < cycle * 0.5 : second >= cycle * 0.47;
}
