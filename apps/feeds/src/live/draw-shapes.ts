import { unproject } from '@rukh/domain/geo';
import type { Schedule } from '@rukh/domain/gtfs';

/** The lines of the network as GeoJSON, one feature a route: each shape once, to about a metre. */
export function drawShapes({ routes, patterns, projection }: Schedule): unknown {
  const lines = new Map<number, Map<string, number[][]>>();
  for (const [index, { route, shapeId, line }] of patterns.entries()) {
    const ofRoute = lines.get(route) ?? new Map<string, number[][]>();
    lines.set(route, ofRoute);
    const key = shapeId === '' ? `pattern ${index}` : shapeId;
    if (ofRoute.has(key)) continue;
    const coordinates = Array.from(line.x, (x, i) => {
      const { lat, lon } = unproject(projection, x, line.y[i]!);
      return [rounded(lon), rounded(lat)];
    });
    ofRoute.set(key, coordinates);
  }
  const features = [...lines].map(([route, ofRoute]) => {
    const { routeId, shortName, longName, type, color } = routes[route]!;
    return {
      type: 'Feature',
      id: routeId,
      geometry: { type: 'MultiLineString', coordinates: [...ofRoute.values()] },
      properties: { routeId, shortName, longName, routeType: type, color: color === '' ? null : `#${color}` },
    };
  });
  return { type: 'FeatureCollection', features };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
