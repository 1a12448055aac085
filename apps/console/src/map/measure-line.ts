/** Distances on a line of places, in the plane around it: good to a hundredth over the length of a city. */
import type { Place } from './draw-places.js';

const METRES_A_DEGREE = 111_195;

/** How far a place is from a line, and where along it is nearest: 0 at its begin, 1 at its end. */
export function projectOnto(line: readonly Place[], place: Place): { metres: number; share: number } {
  const east = METRES_A_DEGREE * Math.cos((place[1] * Math.PI) / 180);
  const points = line.map(([lon, lat]): [number, number] => [
    (lon - place[0]) * east,
    (lat - place[1]) * METRES_A_DEGREE,
  ]);
  let metres = points[0] ? Math.hypot(...points[0]) : Infinity;
  let [passed, nearest] = [0, 0];
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1]!, points[i]!];
    const [dx, dy] = [bx - ax, by - ay];
    const length = Math.hypot(dx, dy);
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length ** 2));
    const away = Math.hypot(ax + part * dx, ay + part * dy);
    if (away < metres) [metres, nearest] = [away, passed + part * length];
    passed += length;
  }
  return { metres, share: passed === 0 ? 0 : nearest / passed };
}

/** At most so many places, with the five decimals (a metre) that a line is published with. */
export function cutLine(line: readonly Place[], most: number): Place[] {
  const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
  return line.slice(0, most).map(([lon, lat]) => [round(lon), round(lat)]);
}

/** `49.8419, 24.0315` as people copy it from a map: latitude first. Undefined of anything else. */
export function readPlace(text: string): Place | undefined {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return undefined;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? [lon, lat] : undefined;
}
