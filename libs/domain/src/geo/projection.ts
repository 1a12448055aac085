/**
 * A city is small enough to be flat: positions are turned once into metres east and north of an origin
 * (equirectangular projection; within 50 km of the origin distances are right to about 0.1 %), and all
 * matching is done on plain numbers.
 */

/** Metres of one degree of latitude: WGS84 semi-major axis, 6 378 137 m · π / 180. */
export const METRES_PER_DEGREE = 111_319.49;

export interface Projection {
  readonly originLat: number;
  readonly originLon: number;
  /** Metres of one degree of longitude at the origin's latitude. */
  readonly metresPerDegreeLon: number;
}

export interface LatLon {
  /** Degrees north, WGS84. */
  readonly lat: number;
  /** Degrees east, WGS84. */
  readonly lon: number;
}

export function createProjection(originLat: number, originLon: number): Projection {
  return {
    originLat,
    originLon,
    metresPerDegreeLon: METRES_PER_DEGREE * Math.cos((originLat * Math.PI) / 180),
  };
}

/** Metres east of the origin. */
export function projectX(projection: Projection, lon: number): number {
  return (lon - projection.originLon) * projection.metresPerDegreeLon;
}

/** Metres north of the origin. */
export function projectY(projection: Projection, lat: number): number {
  return (lat - projection.originLat) * METRES_PER_DEGREE;
}

/** The position of a point of the plane. */
export function unproject(projection: Projection, x: number, y: number): LatLon {
  return {
    lat: projection.originLat + y / METRES_PER_DEGREE,
    lon: projection.originLon + x / projection.metresPerDegreeLon,
  };
}

/** Great-circle distance in metres (haversine, mean Earth radius 6 371 008.8 m). */
export function haversineMetres(a: LatLon, b: LatLon): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}
